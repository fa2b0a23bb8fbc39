"""The two tests of a cohort for its facilitators: who has sat what, the average change, and how hard each question was.

Nothing in it tells one lead's score.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.core.cache import cache

from courses.models import Cohort, Enrolment, Form, Occasion, Sitting
from courses.queries.diagnosticscore import KEPT_FOR, MEASURED_FROM, signed
from courses.queries.enrolment import Lead, cohort_leads
from quizzes.models import Pillar, Quiz, QuizItem
from quizzes.psychometrics.items import item_analysis
from quizzes.psychometrics.ladder import Statistic, may_show
from quizzes.psychometrics.uncertainty import mean_interval, wilson
from quizzes.psychometrics.value import Value
from quizzes.queries.paper import marks_on, totals_of

TOO_HARD, TOO_EASY = 0.20, 0.95  # facility after teaching


@dataclass(frozen=True)
class Sat:
    """One lead, and when they handed each test in."""

    lead: Lead
    pre: datetime | None
    post: datetime | None


@dataclass(frozen=True)
class Gain:
    """The average change of those who handed both tests in; `value` is empty while they are too few."""

    people: int
    value: Value | None
    reason: str
    first_a: int  # of these people, how many sat form A before

    @property
    def words(self) -> dict[str, str]:
        numbers = {"mean": self.value.value, "low": self.value.low, "high": self.value.high} if self.value else {}
        return {name: signed(round(number or 0, 1)) for name, number in numbers.items()}

    @property
    def first_b(self) -> int:
        return self.people - self.first_a


@dataclass(frozen=True)
class Facility:
    """How many of `n` were right on a question; `share` with its 95 % interval, or empty for fewer than 5 people."""

    n: int
    right: float
    share: Value | None


@dataclass(frozen=True)
class ItemLine:
    position: int
    key: str
    pillar: str
    stem: str
    before: Facility
    after: Facility


@dataclass(frozen=True)
class FormReport:
    form: str
    name: str
    before: int  # leads of the cohort who sat it before
    after: int
    lines: list[ItemLine]
    sat: int  # leads of all cohorts
    review: list[str]

    @property
    def is_told(self) -> bool:
        """Whether there is anything to tell of a question."""
        return any(line.before.share or line.after.share for line in self.lines)


@dataclass(frozen=True)
class CohortTests:
    leads: list[Sat]
    gain: Gain
    forms: list[FormReport]

    @property
    def pre_done(self) -> int:
        return sum(one.pre is not None for one in self.leads)

    @property
    def post_done(self) -> int:
        return sum(one.post is not None for one in self.leads)


def cohort_tests(cohort: Cohort) -> CohortTests:
    """A constant number of queries, whatever the number of leads."""
    sittings = list(
        Sitting.objects.filter(enrolment__cohort=cohort, attempt__finished_at__isnull=False).values_list(
            "enrolment_id", "occasion", "attempt_id", "attempt__finished_at", "attempt__quiz__key"
        )
    )
    handed_in = {(enrolment, occasion): at for enrolment, occasion, _, at, _ in sittings}
    leads = [
        Sat(lead, *(handed_in.get((lead.enrolment_id, occasion)) for occasion in Occasion))
        for lead in cohort_leads([cohort.pk])
        if lead.state != Enrolment.State.LEFT
    ]
    return CohortTests(leads, _gain(sittings), form_reports(sittings))


def _gain(sittings: Iterable[tuple]) -> Gain:
    attempts = {(enrolment, occasion): (attempt, form) for enrolment, occasion, attempt, _, form in sittings}
    pairs = [
        (attempts[enrolment, Occasion.PRE], attempts[enrolment, Occasion.POST])
        for enrolment in {key[0] for key in attempts}
        if (enrolment, Occasion.PRE) in attempts and (enrolment, Occasion.POST) in attempts
    ]
    totals = totals_of([attempt for pair in pairs for attempt, _ in pair])
    comparable = [
        (totals[post].right - totals[pre].right, form)
        for (pre, form), (post, _) in pairs
        if totals[pre].questions == totals[post].questions
    ]
    changes = sorted(change for change, _ in comparable)
    people, first_a = len(changes), Counter(form for _, form in comparable)[Form.A]
    if not may_show(Statistic.GAIN, people).show:
        return Gain(people, None, "An average of fewer than 10 people is mostly chance.", first_a)
    return Gain(people, mean_interval(changes), "", first_a)


# Questions --------------------------------------------------------------------------------------------------------


def form_reports(sittings: Iterable[tuple]) -> list[FormReport]:
    """Both forms, each question before and after."""
    sat = {(form, occasion): [] for form in Form.values for occasion in Occasion.values}
    for _, occasion, attempt, _, form in sittings:
        sat[form, occasion].append(attempt)
    quizzes = dict(Quiz.objects.filter(key__in=Form.values).values_list("key", "pk"))
    return [
        _form_report(form, quizzes[form], sat[form, Occasion.PRE], sat[form, Occasion.POST])
        for form in Form.values
        if form in quizzes
    ]


def _form_report(form: str, quiz_id: int, before: list[int], after: list[int]) -> FormReport:
    items = QuizItem.objects.filter(quiz=quiz_id).select_related("question__current").order_by("position")
    columns = zip(facilities(quiz_id, before), facilities(quiz_id, after), strict=True)
    lines = [
        ItemLine(
            position,
            item.question.key,
            str(Pillar(item.question.pillar).label),
            item.question.current.content["stem"],
            *column,
        )
        for position, (item, column) in enumerate(zip(items, columns, strict=True), 1)
    ]
    everybody = Sitting.objects.filter(attempt__quiz=quiz_id, attempt__finished_at__isnull=False)
    sat = everybody.count()
    notes = review_notes(quiz_id, everybody, sat)
    return FormReport(form, str(Form(form).label), len(before), len(after), lines, sat, notes)


def facilities(quiz_id: int, attempts: list[int]) -> list[Facility]:
    """Of each question in order, among these papers."""
    marks = marks_on(quiz_id, attempts)
    asked = ~np.isnan(marks)
    return [
        _facility(int(n), float(right))
        for n, right in zip(asked.sum(axis=0), np.where(asked, marks, 0.0).sum(axis=0), strict=True)
    ]


def _facility(n: int, right: float) -> Facility:
    return Facility(n, right, wilson(right, n) if may_show(Statistic.FACILITY, n).show else None)


def review_notes(quiz_id: int, everybody, sat: int) -> list[str]:
    """Questions that somebody should look at, over all cohorts, once enough leads have sat the form."""
    if sat < MEASURED_FROM:
        return []
    key = f"test-review-{quiz_id}-{sat}"
    return cache.get_or_set(key, lambda: _review_notes(quiz_id, everybody), KEPT_FOR) or []


def _review_notes(quiz_id: int, everybody) -> list[str]:
    analysis = item_analysis(marks_on(quiz_id), listwise=True)
    after = facilities(quiz_id, list(everybody.filter(occasion=Occasion.POST).values_list("attempt_id", flat=True)))
    notes = []
    for position, (item, taught) in enumerate(zip(analysis.items, after, strict=True), 1):
        if analysis.n >= MEASURED_FROM and item.correlation.value is not None and item.correlation.value < 0:
            notes.append(f"Question {position}: leads who did well on the rest did worse on it. Check the key first.")
        if taught.share and taught.share.value is not None and may_show(Statistic.FACILITY_WORDS, taught.n).show:
            if taught.share.value < TOO_HARD:
                notes.append(f"Question {position}: after the year, fewer than 1 in 5 were right.")
            elif taught.share.value > TOO_EASY:
                notes.append(f"Question {position}: after the year, more than 19 in 20 were right.")
    return notes


HEAD = (
    *("Form", "Question", "Key", "Part", "Asks", "Before: leads", "Before: right", "Before: share", "Before: low"),
    *("Before: high", "After: leads", "After: right", "After: share", "After: low", "After: high"),
)


def item_rows(forms: Iterable[FormReport]) -> list[tuple]:
    """For a spreadsheet. Shares come with 95 % intervals; nothing is told of fewer than 5 leads."""
    return [
        (report.name, line.position, line.key, line.pillar, line.stem, *_cells(line.before), *_cells(line.after))
        for report in forms
        for line in report.lines
    ]


def _cells(facility: Facility) -> tuple:
    if facility.share is None:
        return facility.n, None, None, None, None
    share = facility.share
    return facility.n, facility.right, *(round(one or 0.0, 4) for one in (share.value, share.low, share.high))
