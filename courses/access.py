"""Fetch and "may you?" in one call; those who may not know get 404. Rights are asked in every request."""

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.timezone import localdate

from cms.access import may_use_admin
from courses.models import (
    Booking,
    CalendarFeed,
    ClosedDay,
    Cohort,
    Enrolment,
    Grace,
    HandOver,
    HelpRequest,
    Invoice,
    MeetingAction,
    Order,
    ProgrammePage,
    Quote,
    RegisterImport,
    Sitting,
    WaitingGroup,
)
from courses.queries.analysis import Pool, own_cohorts, pool_of
from courses.queries.booking import read_booking_token
from courses.queries.check import CheckVisit, check_visit
from courses.queries.diagnostic import Desk, Turn, lead_desk, sitting_of
from courses.queries.draft import DraftView, draft_with
from courses.queries.enrolment import Lead, current_lead, last_lead
from courses.queries.five import FiveVisit, link_opens, mail_with
from courses.queries.lesson import reading
from courses.queries.lessonview import Visit, asked_item
from courses.queries.meeting import Room, Talk, meetings_of, room
from courses.queries.order import latest_quote, orders_with_money, read_order_token
from courses.queries.practice import Exercise, Practice, Shelf, exercise_of, practice_of
from courses.queries.programme import LessonLine, Outline, programme_outline
from courses.queries.waiting import read_waiting_token
from quizzes.models import Attempt, Quiz, QuizItem, ReviewAnswer
from quizzes.queries.analysis import Wording, wordings_of
from quizzes.queries.attempt import Asked, asked_question
from quizzes.queries.review import current_sitting


class LinkEnded(Exception):
    """The link in a mail did open something once."""


def get_lead_or_404(user) -> Lead:
    lead = current_lead(user)
    if lead is None:
        raise Http404("This person is not enrolled in a cohort.")
    return lead


def get_record_or_404(user) -> Lead:
    """Who left reads on what they did, and nothing else."""
    lead = last_lead(user)
    if lead is None:
        raise Http404("This person has never been enrolled in a cohort.")
    return lead


def get_room_or_404(user, slug: str) -> Room:
    """The lead's school's room; made for nobody else, so there is nothing of another school to find."""
    lead = get_lead_or_404(user)
    return room(lead, _one_or_404(meetings_of(lead.programme_id), slug, field="slug"))


def get_held_room_or_404(user, slug: str) -> Room:
    """One in which something has been written."""
    found = get_room_or_404(user, slug)
    if found.held is None:
        raise Http404("Nobody of the school has opened this meeting.")
    return found


def get_talk_or_404(user, slug: str, number: int) -> tuple[Room, Talk]:
    found = get_room_or_404(user, slug)
    talk = next((talk for talk in found.talks if talk.prompt.number == number), None)
    if talk is None:
        raise Http404("The meeting has no such prompt.")
    return found, talk


def get_meeting_action_or_404(user, pk: int) -> MeetingAction:
    lead = get_lead_or_404(user)
    mine = MeetingAction.objects.filter(held__school=lead.school_id, held__cohort=lead.cohort_id)
    return _one_or_404(mine, pk, "held__meeting")


def get_feed_owner_or_404(key: str):
    """Whoever has the key sees the dates, until it is renewed or the person's account ends."""
    return _one_or_404(CalendarFeed.objects.filter(user__is_active=True), key, "user", field="key").user


def get_own_hand_over_or_404(lead: Lead, pk: int) -> HandOver:
    mine = HandOver.objects.filter(leaver__school=lead.school_id, leaver__cohort=lead.cohort_id)
    return _one_or_404(mine, pk, "leaver__user", "leaver__school", "leaver__cohort")


def get_lesson_or_404(user, module_slug: str, lesson_slug: str) -> Visit:
    lead = current_lead(user) if user.is_authenticated else None
    programme_pk = lead.programme_id if lead else default_programme_pk()
    outline, lesson = find_lesson(programme_pk, module_slug, lesson_slug)
    found = reading(lesson.pk, enrolment_id=lead.enrolment_id if lead else None)
    if found is None:
        raise Http404("This lesson is not published.")
    # Not the outline's word for it: that may be a minute old, and rights never come from a cache
    if lead is None and not found.is_sample and not may_read_every_lesson(user):
        raise Http404("Only samples are public.")
    return Visit(lesson=lesson, outline=outline, reading=found, lead=lead)


def get_answerable_lesson_or_404(user, module_slug: str, lesson_slug: str) -> Visit:
    visit = get_lesson_or_404(user, module_slug, lesson_slug)
    if not visit.may_answer:
        raise Http404("Only enrolled leads answer.")
    return visit


def get_five_or_404(user, *, now: datetime) -> FiveVisit:
    lead = get_lead_or_404(user)
    return FiveVisit(lead, current_sitting(lead.user_id, now=now), reverse("five"))


def get_five_by_link_or_404(key: str, *, now: datetime) -> FiveVisit:
    """Whoever holds the link is let in to this one sitting and to nothing else. Raises LinkEnded."""
    mailed = mail_with(key)
    if mailed is None:
        raise Http404("This is not an address that we sent.")
    lead = current_lead(mailed.enrolment.user)
    if lead is None or not link_opens(mailed, lead, now=now):
        raise LinkEnded
    return FiveVisit(lead, mailed.sitting, reverse("five_by_link", args=[key]), by_link=True)


def get_five_question_or_404(visit: FiveVisit, position: int) -> ReviewAnswer:
    asked = ReviewAnswer.objects.select_related("card__question__current")
    found = asked.filter(sitting=visit.sitting, position=position).first() if visit.sitting else None
    if found is None:
        raise Http404("The sitting has no such question.")
    return found


def get_closed_day_or_404(lead: Lead, pk: int) -> ClosedDay:
    """A day that the lead's own school has closed; not one of the cohort's dates, which are everybody's."""
    return _one_or_404(ClosedDay.objects.filter(calendar__school=lead.school_id), pk, "calendar")


def get_reflection_or_404(user, module_slug: str, lesson_slug: str, block: str) -> Visit:
    visit = get_answerable_lesson_or_404(user, module_slug, lesson_slug)
    if all(part.block != block for part in visit.reading.body.reflections):
        raise Http404("The lesson does not ask this.")
    return visit


def get_question_or_404(user, module_slug: str, lesson_slug: str, key: str) -> tuple[Visit, Asked]:
    visit = get_lesson_or_404(user, module_slug, lesson_slug)
    asked = asked_item(visit, key)
    if asked is None:
        raise Http404("The lesson does not ask this.")
    return visit, asked


def get_desk_or_404(user) -> Desk:
    desk = lead_desk(get_lead_or_404(user), today=localdate())
    if desk is None:
        raise Http404("There are no tests yet.")
    return desk


def get_turn_or_404(user, test: str) -> tuple[Desk, Turn]:
    desk = get_desk_or_404(user)
    turn = desk.turn(test)
    if turn is None:
        raise Http404("There is no such test.")
    return desk, turn


def get_sitting_or_404(user, test: str) -> tuple[Desk, Turn, Sitting]:
    """A test that this lead has started: only their own."""
    desk, turn = get_turn_or_404(user, test)
    sitting = sitting_of(desk.lead, test)
    if sitting is None:
        raise Http404("This test has not been started.")
    return desk, turn, sitting


def get_test_question_or_404(user, test: str, key: str) -> tuple[Desk, Turn, Sitting, QuizItem]:
    desk, turn, sitting = get_sitting_or_404(user, test)
    asked = QuizItem.objects.filter(quiz=sitting.attempt.quiz_id, question__key=key)
    item = asked.select_related("question__current").first()
    if item is None:
        raise Http404("The test does not ask this.")
    return desk, turn, sitting, item


def get_released_sitting_or_404(user, test: str) -> tuple[Turn, Sitting]:
    """Keys and feedback: not before the post-test has been handed in."""
    desk, turn, sitting = get_sitting_or_404(user, test)
    if not desk.is_released or not turn.handed_in_at:
        raise Http404("Nothing is shown before the post-test has been handed in.")
    return turn, sitting


def get_practice_or_404(user) -> Practice:
    lead = current_lead(user)
    if lead is None and not may_read_every_lesson(user):
        raise Http404("Only leads and the team practise.")
    programme_pk = lead.programme_id if lead else default_programme_pk()
    if programme_pk is None:
        raise Http404("There is no programme yet.")
    return practice_of(lead, programme_outline(programme_pk))


def get_shelf_or_404(user, pillar: str) -> tuple[Practice, Shelf]:
    practice = get_practice_or_404(user)
    shelf = practice.shelf(pillar)
    if shelf is None:
        raise Http404("There is nothing to practise under this name.")
    return practice, shelf


def get_exercise_or_404(user, pillar: str, key: str) -> tuple[Practice, Exercise]:
    practice, shelf = get_shelf_or_404(user, pillar)
    place = shelf.find(key)
    if place is None:
        raise Http404("There is no such scenario to practise.")
    return practice, exercise_of(practice, shelf, place)


def get_check_or_404(user, module_slug: str) -> CheckVisit:
    visit = check_visit(get_lead_or_404(user), module_slug)
    if visit is None:
        raise Http404("This module has no check.")
    return visit


def get_check_question_or_404(user, module_slug: str, key: str) -> tuple[CheckVisit, Asked]:
    visit = get_check_or_404(user, module_slug)
    asked = asked_question(quiz_ids=[visit.quiz_id], key=key)
    if asked is None:
        raise Http404("The check does not ask this.")
    return visit, asked


def find_lesson(programme_pk: int | None, module_slug: str, lesson_slug: str) -> tuple[Outline, LessonLine]:
    if programme_pk is None:
        raise Http404("There is no programme yet.")
    outline = programme_outline(programme_pk)
    lesson = outline.by_slug.get((module_slug, lesson_slug))
    if lesson is None:  # published within the last minute, perhaps
        outline = programme_outline(programme_pk, fresh=True)
        lesson = outline.by_slug.get((module_slug, lesson_slug))
    if lesson is None:
        raise Http404("There is no such lesson.")
    return outline, lesson


def default_programme_pk() -> int | None:
    return ProgrammePage.objects.live().order_by("path").values_list("pk", flat=True).first()


def may_read_every_lesson(user) -> bool:
    """The provider's team: editors and facilitators."""
    return user.is_authenticated and (may_use_admin(user) or is_facilitator(user))


def get_analysed_quizzes_or_404(user) -> QuerySet[Quiz]:
    """Editors see every quiz that keeps first answers, facilitators those that somebody has begun."""
    quizzes = Quiz.objects.exclude(mode=Quiz.Mode.BANK)
    if may_use_admin(user) and user.has_perm("quizzes.change_question"):
        return quizzes
    if not is_facilitator(user):
        raise Http404("Only facilitators and editors read the analysis of questions.")
    return quizzes.filter(Exists(Attempt.objects.filter(quiz=OuterRef("pk"))))


def get_analysed_quiz_or_404(user, key: str, *, cohort: str = "") -> tuple[Quiz, Pool]:
    """A quiz and whose answers to it are asked for: everybody's, or those of a cohort of this person's own."""
    quiz = _one_or_404(get_analysed_quizzes_or_404(user), key, field="key")
    cohorts = tuple(own_cohorts(user))
    chosen = next((one for one in cohorts if str(one.pk) == cohort), None)
    if cohort and chosen is None:
        raise Http404("This is no cohort of yours.")
    return quiz, pool_of(quiz, cohorts=cohorts, cohort=chosen)


def get_analysed_question_or_404(quiz: Quiz, key: str, *, series: str = "") -> tuple[int, Wording, int]:
    """The question's id, what it said through its versions, and the series asked for: by default the one of now."""
    asked = QuizItem.objects.filter(quiz=quiz, question__key=key)
    row = asked.values_list("question_id", "question__current__series").first()
    if row is None:
        raise Http404("The quiz does not ask this.")
    question_id, current = row
    wording = wordings_of([question_id])[question_id]
    chosen = next((one for one in wording.series if str(one) == series), None)
    if series and chosen is None:
        raise Http404("The question has no such series.")
    return question_id, wording, chosen or current


def is_facilitator(user) -> bool:
    return Cohort.objects.filter(facilitators=user.pk).exists()


def get_facilitator_or_404(user) -> None:
    if not is_facilitator(user):
        raise Http404("Only facilitators have cohorts.")


def get_facilitated_cohort_or_404(user, pk: int) -> Cohort:
    return _one_or_404(Cohort.objects.filter(facilitators=user.pk), pk)


def get_facilitated_enrolment_or_404(user, pk: int) -> Enrolment:
    return _one_or_404(Enrolment.objects.filter(cohort__facilitators=user.pk), pk, "user", "school", "cohort")


def get_facilitated_help_request_or_404(user, pk: int) -> HelpRequest:
    mine = HelpRequest.objects.filter(enrolment__cohort__facilitators=user.pk)
    return _one_or_404(mine, pk, "enrolment__user", "enrolment__school", "enrolment__cohort")


def get_facilitated_hand_over_or_404(user, pk: int) -> HandOver:
    mine = HandOver.objects.filter(leaver__cohort__facilitators=user.pk)
    return _one_or_404(mine, pk, "leaver__user", "leaver__school", "leaver__cohort", "asked_by")


def get_facilitated_grace_or_404(user, pk: int) -> Grace:
    return _one_or_404(Grace.objects.filter(cohort__facilitators=user.pk), pk, "school", "cohort")


def get_draft_or_404(key: str, step: str = "") -> DraftView:
    """Whoever has the key, of 256 bits, may read and change the draft; it is nobody else's to look for."""
    draft = draft_with(key)
    if draft is None:
        raise Http404("There is no such draft.")
    view = DraftView(draft, localdate())
    if step and step not in [line.name for line in view.steps]:
        raise Http404("The booking has no such step.")
    return view


def get_public_cohort_or_404(slug: str) -> Cohort:
    """Also one that has started or is full: its page says what to do."""
    return _one_or_404(Cohort.objects.filter(is_public=True), slug, field="slug")


def get_booking_by_token_or_404(token: str) -> Booking:
    """Whoever holds the link sees and changes this one booking and nothing else."""
    return _one_or_404(Booking.objects, read_booking_token(token), "cohort", "school")


def get_waiting_group_by_token_or_404(token: str) -> WaitingGroup:
    return _one_or_404(WaitingGroup.objects, read_waiting_token(token), "cohort", "school", "booking")


def may_run_office(user) -> bool:
    return may_use_admin(user) and user.has_perm("courses.change_booking")


def require_office(user) -> None:
    if not may_run_office(user):
        raise Http404("Only the office sees every booking.")


def require_office_schools(user) -> None:
    """Who may change bookings and schools may merge two entries."""
    require_office(user)
    if not user.has_perm("courses.change_school"):
        raise Http404("Only the office changes schools.")


def get_office_cohort_or_404(user, pk: int) -> Cohort:
    require_office(user)
    if not user.has_perm("courses.change_cohort"):
        raise Http404("Only the office changes cohorts.")
    return _one_or_404(Cohort.objects, pk)


def get_office_group_or_404(user, pk: int) -> WaitingGroup:
    require_office(user)
    return _one_or_404(WaitingGroup.objects, pk, "cohort", "school")


def get_office_enrolment_or_404(user, pk: int) -> Enrolment:
    require_office(user)
    return _one_or_404(Enrolment.objects, pk, "user", "school", "cohort")


def get_office_booking_or_404(user, pk: int) -> Booking:
    require_office(user)
    return _one_or_404(Booking.objects, pk, "cohort", "school")


def get_facilitated_booking_or_404(user, pk: int) -> Booking:
    return _one_or_404(Booking.objects.filter(cohort__facilitators=user.pk), pk, "cohort", "school")


def get_register_keeper_or_404(user) -> None:
    """The office: whoever may import the register of schools."""
    if not user.has_perm("courses.add_registerimport"):
        raise Http404("Only the office keeps the register.")


def get_register_import_or_404(user, pk: int) -> RegisterImport:
    get_register_keeper_or_404(user)
    return _one_or_404(RegisterImport.objects.all(), pk, "by")


def get_order_by_token_or_404(token: str) -> Order:
    """The link of whoever pays, or that of a school's booking, unless the order has other schools in it too."""
    booking_id = read_booking_token(token)
    if booking_id is None:
        return _one_or_404(Order.objects, read_order_token(token))
    alone = Order.objects.annotate(number=Count("ordered_bookings")).filter(number=1)
    return _one_or_404(alone, booking_id, field="ordered_bookings__booking")


def get_quoted_order_by_token_or_404(token: str) -> tuple[Order, Quote]:
    order = get_order_by_token_or_404(token)
    quote = latest_quote(order)
    if quote is None:
        raise Http404("Nothing was quoted.")
    return order, quote


def get_document_by_token_or_404(token: str, number: str) -> tuple[Order, Invoice]:
    order = get_order_by_token_or_404(token)
    return order, _one_or_404(Invoice.objects.filter(order=order), number, "credits", field="number")


def get_office_for_money_or_404(user) -> None:
    if not (may_use_admin(user) and user.has_perm("courses.change_order")):
        raise Http404("Only the office sees the money.")


def get_office_order_or_404(user, pk: int) -> Order:
    get_office_for_money_or_404(user)
    return _one_or_404(orders_with_money(today=localdate()), pk)


def get_office_document_or_404(user, pk: int, number: str) -> tuple[Order, Invoice]:
    order = get_office_order_or_404(user, pk)
    return order, _one_or_404(Invoice.objects.filter(order=order), number, "credits", field="number")


def _one_or_404(queryset, value: int | str | None, *related: str, field: str = "pk"):
    found = queryset.select_related(*related).filter(**{field: value}).first()
    if found is None:
        raise Http404
    return found


def team_places(user) -> list[str]:
    """What the navigation offers; kept in the session at sign-in, so only a convenience."""
    return [
        place
        for place, there in [
            ("learn", current_lead(user) is not None),
            ("facilitate", is_facilitator(user)),
            ("office", may_run_office(user)),
        ]
        if there
    ]
