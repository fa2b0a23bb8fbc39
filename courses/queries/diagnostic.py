"""Where one lead stands with the pre-test and the post-test: what is open, begun or handed in, and from when."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.conf import settings

from courses.models import Form, Occasion, Sitting
from courses.queries.calendar import school_year
from courses.queries.enrolment import Lead
from courses.queries.quiz import OwnQuiz, own_quizzes
from courses.weeks import SchoolYear


class State(StrEnum):
    LATER = "later"
    OPEN = "open"
    STARTED = "started"
    DONE = "done"
    CLOSED = "closed"  # a pre-test that was not handed in before the post-test opened
    EARLIER = "earlier"  # the forms were sat with an earlier cohort


@dataclass(frozen=True)
class Turn:
    """One of the two tests, as it stands for one lead."""

    occasion: Occasion
    state: State
    opens_on: date | None
    attempt_id: int | None = None
    form: str = ""
    handed_in_at: datetime | None = None

    @property
    def name(self) -> str:
        return str(self.occasion.label)

    @property
    def path(self) -> str:
        return f"/learn/tests/{self.occasion.value}/"

    @property
    def is_for_now(self) -> bool:
        return self.state in (State.OPEN, State.STARTED)


@dataclass(frozen=True)
class Desk:
    """One lead in front of the two tests."""

    lead: Lead
    pre: Turn
    post: Turn

    @property
    def turns(self) -> tuple[Turn, Turn]:
        return self.pre, self.post

    @property
    def is_released(self) -> bool:
        """Keys and feedback of both forms are shown once nothing is left to be sat."""
        return self.post.state is State.DONE

    @property
    def now(self) -> Turn | None:
        """The test that may be sat today."""
        return next((turn for turn in self.turns if turn.is_for_now), None)

    def turn(self, occasion: str) -> Turn | None:
        return next((turn for turn in self.turns if turn.occasion == occasion), None)


def lead_desk(lead: Lead, *, today: date) -> Desk | None:
    """None while the two forms are not there."""
    calendar_id = lead.own_calendar_id or lead.calendar_id
    year = school_year(starts_on=lead.starts_on, calendar_id=calendar_id)
    return desk_of(lead, own_quizzes(lead.user_id), year=year, today=today)


def desk_of(lead: Lead, quizzes: dict[str, OwnQuiz], *, year: SchoolYear, today: date) -> Desk | None:
    forms = [quizzes[key] for key in Form.values if key in quizzes]
    if len(forms) < len(Form):
        return None
    mine = {form.occasion: form for form in forms if form.enrolment_id == lead.enrolment_id}
    post_opens = year.monday(settings.POST_TEST_WEEK)
    opens = {Occasion.PRE: lead.starts_on, Occasion.POST: post_opens}
    states = {occasion: _state(mine.get(occasion), opens[occasion], today) for occasion in Occasion}
    if any(form.occasion and form.enrolment_id != lead.enrolment_id for form in forms):
        states = dict.fromkeys(Occasion, State.EARLIER)
    elif states[Occasion.PRE] is not State.DONE and states[Occasion.POST] is not State.LATER:
        states[Occasion.PRE] = State.CLOSED
    return Desk(lead, *(_turn(one, states[one], opens[one], mine.get(one)) for one in Occasion))


def _state(form: OwnQuiz | None, opens_on: date | None, today: date) -> State:
    if form:
        return State.DONE if form.finished_at else State.STARTED
    return State.OPEN if opens_on and opens_on <= today else State.LATER


def _turn(occasion: Occasion, state: State, opens_on: date | None, form: OwnQuiz | None) -> Turn:
    if form is None:
        return Turn(occasion, state, opens_on)
    return Turn(occasion, state, opens_on, form.attempt_id, form.key, form.finished_at)


def sitting_of(lead: Lead, occasion: str) -> Sitting | None:
    mine = Sitting.objects.filter(enrolment=lead.enrolment_id, occasion=occasion)
    return mine.select_related("attempt__quiz").first()
