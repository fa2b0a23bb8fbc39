"""What is shown before a school has booked: the start page with its real dates, and the pages of a draft."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import OuterRef, Subquery

from cms.models import Provider
from courses.models import Booking, BookingDraft, Cohort, WaitingGroup
from courses.plan import YEAR_WEEKS
from courses.queries.booking import cohort_year, names_due
from courses.queries.cohort import OpenCohort, open_cohort
from courses.terms import Band, dated_bands
from courses.weeks import SchoolYear

STEPS = {
    "school": "School",
    "places": "Places",
    "leads": "Leads",
    "booker": "You",
    "invoice": "Invoice",
    "check": "Check and send",
}
WAITING_STEPS = ("school", "places", "booker", "check")
DRAFT_DAYS = 30  # so long a draft is kept after the last change


@dataclass(frozen=True)
class Price:
    """Whole pence: of one place, and of so many with VAT as the provider charges it."""

    each: int
    leads: int
    basis_points: int  # 0 where no VAT is charged
    vat_note: str = ""

    @property
    def net(self) -> int:
        return self.each * self.leads

    @property
    def vat(self) -> int:
        return (self.net * self.basis_points + 5_000) // 10_000

    @property
    def gross(self) -> int:
        return self.net + self.vat


@dataclass(frozen=True)
class Event:
    """What happens next, and on which day."""

    day: date
    title: str
    text: str
    by: bool = False  # not on the day but until it


def price_of(pence: int, leads: int, provider: Provider) -> Price:
    rate = provider.vat_basis_points if provider.vat_registered else 0
    return Price(pence, leads, rate, provider.vat_note)


@dataclass(frozen=True)
class StartPage:
    cohort: OpenCohort
    prices: tuple[Price, ...]
    bands: tuple[Band, ...]
    events: tuple[Event, ...]
    hold_until: date
    quote_until: date
    names_due: date


def start_page(cohort: Cohort, *, provider: Provider, today: date) -> StartPage:
    """Three queries."""
    year = cohort_year(cohort)
    sale = on_sale(cohort, year, today=today)
    hold_until, quote_until = (today + timedelta(days=days) for days in (provider.hold_days, provider.quote_days))
    due = names_due(cohort, year)
    return StartPage(
        cohort=sale,
        names_due=due,
        prices=tuple(price_of(cohort.price_pence, leads, provider) for leads in (2, 3, 4)),
        bands=dated_bands(cohort.starts_on, cohort.bands),
        events=events_ahead(sale, due, hold_until=hold_until, quote_until=quote_until, today=today),
        hold_until=hold_until,
        quote_until=quote_until,
    )


def on_sale(cohort: Cohort, year: SchoolYear, *, today: date) -> OpenCohort:
    """One query."""
    schools = Booking.objects.filter(cohort=cohort, state__in=Booking.ACTIVE).count()
    monday = year.monday(YEAR_WEEKS)
    return open_cohort(cohort, schools=schools, ends_on=monday and monday + timedelta(days=4), today=today)


def events_ahead(
    cohort: OpenCohort, due: date, *, hold_until: date, quote_until: date, today: date
) -> tuple[Event, ...]:
    """From sending the booking to the first week, in the order of the days."""
    found = [
        Event(today, "You send the booking", "Your places are held at once. A reference and a quote come by e-mail."),
        Event(
            hold_until,
            "A purchase order number, or your acceptance of the quote",
            "Until then we hold the places without either. After that day they are free for others.",
            by=True,
        ),
        Event(quote_until, "The quote’s price holds", "After that day the price of the day applies.", by=True),
        Event(due, "The leads’ names and e-mail addresses", "They may change after that too.", by=True),
        Event(cohort.starts_on, "Week 1 begins", "Each lead has had an e-mail with which to sign in."),
    ]
    if cohort.decides_on and not cohort.runs and cohort.decides_on >= today:
        words = f"It runs if {cohort.least_schools} schools have booked. If it does not, you owe nothing."
        found.append(Event(cohort.decides_on, "We decide whether the cohort runs", words, by=True))
    return tuple(sorted((one for one in found if one.day >= today), key=lambda one: one.day))


@dataclass(frozen=True)
class StepLine:
    name: str
    title: str
    is_answered: bool


@dataclass(frozen=True)
class DraftView:
    """A draft as its pages show it."""

    draft: BookingDraft
    today: date

    @cached_property
    def cohort(self) -> OpenCohort:
        """Counted when a page shows it: sending asks nothing that it does not need."""
        schools = Booking.objects.filter(cohort=self.draft.cohort, state__in=Booking.ACTIVE).count()
        return open_cohort(self.draft.cohort, schools=schools, ends_on=None, today=self.today)

    @property
    def key(self) -> str:
        return self.draft.key

    @property
    def waits(self) -> bool:
        return bool(self.draft.data.get("waits"))

    @property  # not kept: the answers change while a step is taken
    def steps(self) -> tuple[StepLine, ...]:
        names = WAITING_STEPS if self.waits else tuple(STEPS)
        return tuple(StepLine(name, STEPS[name], name in self.draft.data) for name in names)

    @property
    def next_step(self) -> str:
        """The first that is not answered: "check" when all are."""
        return next(line.name for line in self.steps if not line.is_answered)

    @property
    def leads(self) -> int:
        return self.draft.data.get("places", {}).get("leads", 2)

    @property
    def fewest(self) -> int:
        return self.draft.data.get("places", {}).get("fewest") or self.leads

    @property
    def school_name(self) -> str:
        return self.draft.data.get("school", {}).get("name", "")

    @property
    def forgotten_on(self) -> date:
        return self.draft.changed_at.date() + timedelta(days=DRAFT_DAYS)

    def number(self, step: str) -> int:
        return 1 + [line.name for line in self.steps].index(step)

    def before(self, step: str) -> str:
        """The step to go back to, or nothing on the first."""
        names = [line.name for line in self.steps]
        return names[names.index(step) - 1] if step in names[1:] else ""


def summary_rows(view: DraftView) -> list[dict]:
    """All that was typed, each with the step in which it is changed."""
    data = view.draft.data
    school, booker = data["school"], data["booker"]
    urn = f"URN {school['urn']}" if school.get("urn") else ""
    rows = [
        ("School", lines_of(school["name"], school.get("town"), school.get("postcode"), urn), "school"),
        ("Places", f"{view.leads}", "places"),
    ]
    if "fewest" in data["places"]:
        fewer = f"Yes, {view.fewest}" if view.fewest < view.leads else "No"
        rows.append(("Would fewer do", fewer, "places"))
    if not view.waits:
        people = [f"{first} {last}, {email}" for first, last, email in data["leads"]["people"][: view.leads] if email]
        missing = view.leads - len(people)
        rows.append(("Leads", lines_of(*people, f"{missing} to follow" if missing else ""), "leads"))
    rows.append(("You", lines_of(booker["booker_name"], booker["booker_role"]), "booker"))
    rows.append(("Your e-mail and telephone", lines_of(booker["booker_email"], booker["booker_phone"]), "booker"))
    if not view.waits:
        invoice = data["invoice"]
        whom = lines_of(invoice["invoice_name"], invoice["invoice_email"], invoice["invoice_address"])
        rows.append(("Invoice to", whom, "invoice"))
        rows.append(("Purchase order number", invoice["po_number"] or "To follow", "invoice"))
    return [{"label": label, "value": value, "step": step} for label, value, step in rows]


def lines_of(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)


def draft_with(key: str) -> BookingDraft | None:
    """With its cohort, and the ids of the booking or the waiting group that it has become."""
    made = {
        f"{name}_pk": Subquery(model.objects.filter(key=OuterRef("key")).values("pk")[:1])
        for name, model in (("booking", Booking), ("group", WaitingGroup))
    }
    return BookingDraft.objects.select_related("cohort").annotate(**made).filter(key=key).first()
