"""Who pays for bookings and on what terms, and the quotes made for it. An order is accepted by whoever pays."""

from django.db import models
from django.db.models import F, Q

from courses.models.booking import Booking


class Order(models.Model):
    """A school, or a trust for several schools, that pays for bookings. It begins with a quote.

    Nothing about its state is stored that can be read from its documents, payments and bookings.
    """

    purchaser = models.CharField(max_length=200)
    address = models.TextField(max_length=500, blank=True)
    contact_name = models.CharField(max_length=150, blank=True)
    contact_email = models.EmailField()
    po_number = models.CharField("purchase order number", max_length=60, blank=True)
    year_month = models.PositiveSmallIntegerField(
        "the financial year begins in month", null=True, blank=True, help_text="Where the invoice is split over two"
    )
    second_on = models.DateField("the second half is invoiced on", null=True, blank=True)
    made_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.CharField(max_length=150, blank=True)
    joined_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="The order of the trust"
    )
    wagtail_reference_index_ignore = True  # no page uses an order, and Wagtail would ask five queries at each

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="order_accepted_by_somebody",
                condition=Q(accepted_at__isnull=True, accepted_by="")
                | (Q(accepted_at__isnull=False) & ~Q(accepted_by="")),
                violation_error_message="An accepted order names who accepted it, and no other does.",
            ),
            models.CheckConstraint(
                name="order_financial_year_has_month",
                condition=Q(year_month__isnull=True) | Q(year_month__gte=1, year_month__lte=12),
                violation_error_message="A financial year begins in one of the twelve months.",
            ),
            models.CheckConstraint(
                name="order_second_half_when_split",
                condition=Q(second_on__isnull=True) | Q(year_month__isnull=False),
                violation_error_message="Only an order over two financial years has a second half.",
            ),
        ]

    def __str__(self):
        return self.purchaser


class OrderedBooking(models.Model):
    """A booking stands in one order: its own, or that of the trust it was joined to."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="ordered_bookings")
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="ordered")
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["booking__school__name", "pk"]

    def __str__(self):
        return str(self.booking)


class Quote(models.Model):
    """What an order would cost. The price is fixed until `valid_until`, and the words stay as they were sent."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="quotes")
    number = models.CharField(max_length=20, unique=True)
    sequence = models.PositiveIntegerField(unique=True)
    made_at = models.DateTimeField()
    valid_until = models.DateField()
    net_pence = models.IntegerField()
    vat_pence = models.IntegerField()
    gross_pence = models.IntegerField()
    paper = models.JSONField("every word printed")
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-sequence"]
        constraints = [
            models.CheckConstraint(
                name="quote_adds_up",
                condition=Q(gross_pence=F("net_pence") + F("vat_pence"), net_pence__gte=0, vat_pence__gte=0),
                violation_error_message="The total is the net amount and its VAT.",
            )
        ]

    def __str__(self):
        return self.number
