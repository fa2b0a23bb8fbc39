"""Invoices and credit notes as they were issued. No verb changes one: a mistake is credited and invoiced anew."""

from django.db import models
from django.db.models import F, Q

from courses.models.booking import Booking
from courses.models.order import Order
from courses.models.school import School

CHARGES = Q(kind="INV", credits=None, reason="", due_on__isnull=False, net_pence__gt=0, vat_pence__gte=0)
CREDITS = Q(kind="CN", credits__isnull=False, due_on=None, net_pence__lt=0, vat_pence__lte=0) & ~Q(reason="")


class NumberSeries(models.Model):
    """The last number given out. Whoever takes the next one holds the row until the document is written."""

    code = models.CharField(max_length=3, primary_key=True)
    last = models.PositiveIntegerField(default=0)
    wagtail_reference_index_ignore = True

    def __str__(self):
        return f"{self.code} {self.last}"


class Invoice(models.Model):
    """An invoice or a credit note. The amounts of a credit note are below nothing, so that documents add up."""

    class Kind(models.TextChoices):
        INVOICE = "INV", "invoice"
        CREDIT = "CN", "credit note"

    class Reason(models.TextChoices):
        """Why a credit note was written. A kindness does not change what the booking owes; the others follow it."""

        CORRECTION = "correction", "corrected and invoiced anew"
        BOOKING = "booking", "the booking changed"
        KINDNESS = "kindness", "credited by the office"

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="invoices")
    kind = models.CharField(max_length=3, choices=Kind)
    number = models.CharField(max_length=20, unique=True)
    sequence = models.PositiveIntegerField()
    credits = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="credit_notes")
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    note = models.CharField("reason in words", max_length=300, blank=True)
    issued_at = models.DateTimeField()
    tax_point = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    net_pence = models.IntegerField()
    vat_pence = models.IntegerField()
    gross_pence = models.IntegerField()
    paper = models.JSONField("every word printed")
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "sequence"],
                name="invoice_numbered_once",
                violation_error_message="This number has been given out.",
            ),
            models.CheckConstraint(
                name="invoice_adds_up",
                condition=Q(gross_pence=F("net_pence") + F("vat_pence")),
                violation_error_message="The total is the net amount and its VAT.",
            ),
            models.CheckConstraint(
                name="invoice_charges_or_credits",
                condition=CHARGES | CREDITS,
                violation_error_message="An invoice charges and has a day; a credit note says what it takes back.",
            ),
        ]

    def __str__(self):
        return self.number


class InvoiceLine(models.Model):
    """What one booking is charged or credited. A school is named for itself: a trust's invoice is split by school."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="invoice_lines")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="invoice_lines")
    description = models.CharField(max_length=300)
    quantity = models.PositiveSmallIntegerField("places")
    unit_pence = models.IntegerField("price of one")
    net_pence = models.IntegerField()
    vat_basis_points = models.PositiveSmallIntegerField()
    vat_pence = models.IntegerField()
    gross_pence = models.IntegerField()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "booking"],
                name="invoice_line_one_a_booking",
                violation_error_message="The document has a line for this booking already.",
            ),
            models.CheckConstraint(
                name="invoice_line_adds_up",
                condition=Q(gross_pence=F("net_pence") + F("vat_pence")),
                violation_error_message="The total of a line is its net amount and its VAT.",
            ),
            models.CheckConstraint(
                name="invoice_line_of_one_sign",
                condition=Q(net_pence__gt=0, vat_pence__gte=0) | Q(net_pence__lt=0, vat_pence__lte=0),
                violation_error_message="A line charges or credits something, and its VAT does the same.",
            ),
        ]

    def __str__(self):
        return self.description
