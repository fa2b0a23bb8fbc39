"""Orders as the office's list and their own pages show them, and the links that open them without signing in.

The state of an order is worked out by the database from its bookings, documents and payments, so that the list can
ask for it. Payments settle the oldest invoices first: so an order is overdue when what was due by yesterday is more
than what was paid.
"""

from datetime import date

from django.core import signing
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from courses.models import Booking, Invoice, Order, OrderedBooking, Payment, Quote

SIGNER = signing.Signer(salt="courses.order")
STATES = {
    "quoted": "quoted, not accepted",
    "to_confirm": "to confirm",
    "agreed": "confirmed, nothing to pay yet",
    "unpaid": "unpaid",
    "overdue": "overdue",
    "part_paid": "part paid",
    "paid": "paid",
    "overpaid": "paid too much",
    "credited": "credited",
    "ended": "ended without an invoice",
    "joined": "part of another order",
}
FILTERS = ("to_confirm", "unpaid", "overdue", "part_paid", "overpaid", "credited", "paid", "quoted", "ended")
MOST_TO_JOIN = 100
OPEN = ("unpaid", "overdue", "part_paid")


def order_token(order: Order) -> str:
    """Signed, and good for the papers of this one order as long as it is kept."""
    return SIGNER.sign_object(order.pk)


def read_order_token(token: str) -> int | None:
    try:
        return SIGNER.unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None


def sum_of(queryset: QuerySet, column: str) -> Coalesce:
    sums = queryset.filter(order=OuterRef("pk")).order_by().values("order").annotate(sum=Sum(column)).values("sum")
    return Coalesce(Subquery(sums, output_field=IntegerField()), 0)


def orders_with_money(*, today: date) -> QuerySet[Order]:
    """Each with what was charged and billed (less credits), paid, late, open, and its `state`: a key of STATES."""
    documents, bookings = Invoice.objects.all(), OrderedBooking.objects.filter(order=OuterRef("pk"))
    late = documents.annotate(due=Coalesce("due_on", "credits__due_on")).filter(due__lt=today)
    return (
        Order.objects.annotate(
            charged=sum_of(documents.filter(kind="INV"), "gross_pence"),
            billed=sum_of(documents, "gross_pence"),
            late_due=sum_of(late, "gross_pence"),
            paid=sum_of(Payment.objects.all(), "amount_pence"),
            waits=Exists(bookings.filter(booking__state=Booking.State.ORDERED)),
            is_alive=Exists(bookings.filter(booking__state__in=Booking.ACTIVE)),
            is_agreed=Exists(bookings.filter(booking__state=Booking.State.CONFIRMED)),
        )
        .annotate(open=F("billed") - F("paid"))
        .annotate(
            late=Case(
                When(late_due__gt=F("paid"), then=F("late_due") - F("paid")),
                default=0,
                output_field=IntegerField(),
            )
        )
        .annotate(state=state_of_order())
    )


def state_of_order() -> Case:
    """The first that is true."""
    rules: list[tuple[Q, str]] = [
        (Q(joined_to__isnull=False), "joined"),
        (Q(waits=True), "to_confirm"),
        (Q(charged=0, is_agreed=True), "agreed"),
        (Q(charged=0, is_alive=True), "quoted"),
        (Q(charged=0, paid=0), "ended"),
        (Q(open__lt=0), "overpaid"),
        (Q(billed=0), "credited"),
        (Q(late__gt=0), "overdue"),
        (Q(open=0), "paid"),
        (Q(paid__gt=0), "part_paid"),
    ]
    return Case(
        *(When(rule, then=Value(name)) for rule, name in rules), default=Value("unpaid"), output_field=CharField()
    )


def orders_for_office(*, today: date, state: str = "", search: str = "") -> QuerySet[Order]:
    """With their bookings, schools and cohorts. "unpaid" is all that is open, part paid and overdue ones among it."""
    found = orders_with_money(today=today).exclude(state="joined").prefetch_related(bookings_of_orders())
    if state:
        found = found.filter(state__in=OPEN if state == "unpaid" else (state,))
    if search:
        words = Q(purchaser__icontains=search) | Q(contact_email__icontains=search) | Q(po_number__icontains=search)
        inside = OrderedBooking.objects.filter(order=OuterRef("pk"))
        inside = inside.filter(Q(booking__reference__icontains=search) | Q(booking__school__name__icontains=search))
        numbered = Invoice.objects.filter(order=OuterRef("pk"), number__icontains=search)
        quoted = Quote.objects.filter(order=OuterRef("pk"), number__icontains=search)
        found = found.filter(words | Exists(inside) | Exists(numbered) | Exists(quoted))
    return found


def bookings_of_orders() -> Prefetch:
    rows = OrderedBooking.objects.select_related("booking__cohort__programme", "booking__school")
    return Prefetch("ordered_bookings", queryset=rows.order_by("booking__school__name", "pk"))


def totals(orders: QuerySet[Order]) -> dict:
    """Of the orders that are shown: how many, and their sums."""
    sums = ("charged", "billed", "paid", "late")
    rows = list(orders.prefetch_related(None).order_by().values_list("charged", "billed", "paid", "late"))
    found = {name: sum(row[place] for row in rows) for place, name in enumerate(sums)}
    return found | {"number": len(rows), "credited": found["charged"] - found["billed"]}


def bookings_of(order: Order) -> list[Booking]:
    """With their cohorts and schools, by school."""
    if "ordered_bookings" in getattr(order, "_prefetched_objects_cache", {}):
        return [row.booking for row in order.ordered_bookings.all()]
    found = Booking.objects.filter(ordered__order=order).select_related("cohort__programme", "school")
    return list(found.order_by("school__name", "pk"))


def order_of(booking: Booking) -> Order | None:
    return Order.objects.filter(ordered_bookings__booking=booking).first()


def latest_quote(order: Order) -> Quote | None:
    return order.quotes.first()


def joinable_bookings(*, search: str) -> QuerySet[Booking]:
    """Active bookings that nobody has been invoiced for: of these a trust's order is put together. Nothing is found
    without a word to search for, and never more than a page can show."""
    found = Booking.objects.filter(state__in=Booking.ACTIVE, invoice_lines=None).select_related("school", "cohort")
    words = Q(school__name__icontains=search) | Q(reference__icontains=search) | Q(invoice_name__icontains=search)
    words |= Q(booker_email__icontains=search) | Q(invoice_email__icontains=search)
    first = found.filter(words).order_by("school__name", "pk").values_list("pk", flat=True)
    return found.filter(pk__in=list(first[:MOST_TO_JOIN]) if search else []).order_by("school__name", "pk")
