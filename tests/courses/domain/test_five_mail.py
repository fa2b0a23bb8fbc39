"""The clock's five a week: one mail a Thursday, in school weeks, to those to whom something may be shown."""

import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from cms.domain.job import run_due_jobs
from cms.domain.mail import stop_mail
from cms.models import JobRun, Mail
from courses.domain import five
from courses.domain.five import send_five
from courses.models import FiveMail
from courses.queries.five import KIND
from quizzes.models import ReviewSitting
from tests.courses.builders import build_calendar, build_cohort, build_enrolment, build_school
from tests.courses.five import (
    IN_HOLIDAY,
    THURSDAY,
    WEDNESDAY,
    WEEK,
    answer_all,
    begin,
    key_in,
    learn,
    learn_lessons,
    mails_to,
)

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def sent() -> list[str]:
    return list(Mail.objects.filter(kind=KIND).order_by("pk").values_list("to", flat=True))


def test_a_lead_with_five_due_gets_a_mail_with_the_link(lead):
    learn(lead, 6)
    send_five(now=THURSDAY)
    [mail] = mails_to(lead)
    assert (mail.to, mail.subject, mail.can_stop) == (lead.email, "Five questions: 90 seconds", True)
    assert mail.text == (
        "Nadia, here are five questions from what you have finished: about 90 seconds, on a phone or anywhere.\n\n"
        f"http://localhost:8000/five/{key_in(mail)}/\n\n"
        "The link opens without signing in until Thursday 19 November, 16:00. Keep it to yourself: whoever has it "
        "could answer in your place. It opens these questions and nothing else."
    )


def test_one_question_is_spoken_of_as_one(lead):
    learn(lead, 1)
    send_five(now=THURSDAY)
    [mail] = mails_to(lead)
    assert mail.subject == "One question: 20 seconds"
    assert mail.text.startswith("Nadia, here is one question from what you have finished: about 20 seconds,")


def test_the_job_deals_the_cards_of_lessons_finished_since_last_night(lead):
    learn_lessons(lead)
    send_five(now=THURSDAY)
    assert FiveMail.objects.get().sitting.answers.count() == 2


def test_the_key_is_long_and_only_its_digest_is_kept(lead):
    learn(lead)
    send_five(now=THURSDAY)
    key = key_in(mails_to(lead)[0])
    assert re.fullmatch(r"[\w-]{32}", key)  # 24 bytes: 192 bits
    assert key not in repr(list(FiveMail.objects.values())) + repr(list(ReviewSitting.objects.values()))


# Who gets none --------------------------------------------------------------------------------------------------


def test_with_nothing_due_there_is_no_mail(lead):
    learn(lead, due_on=THURSDAY.date() + timedelta(days=1))
    send_five(now=THURSDAY)
    assert sent() == []


@pytest.mark.parametrize("state", ["paused", "finished", "left"])
def test_who_is_not_active_gets_none(lead, enrolment, state):
    learn(lead)
    enrolment.state = state
    enrolment.save()
    send_five(now=THURSDAY)
    assert sent() == []


def test_a_deactivated_person_gets_none(lead):
    learn(lead)
    lead.is_active = False
    lead.save()
    send_five(now=THURSDAY)
    assert sent() == []


def test_who_stopped_this_mail_gets_none_and_others_theirs(lead, cohort):
    other = build_enrolment(cohort=cohort).user
    for one in (lead, other):
        learn(one)
    stop_mail(who=lead.pk, kind=KIND, now=WEDNESDAY)
    send_five(now=THURSDAY)
    assert sent() == [other.email]


def test_none_goes_out_in_a_holiday_and_the_next_in_the_next_school_week(lead):
    learn(lead, due_on=date(2026, 10, 1))
    send_five(now=IN_HOLIDAY)
    assert sent() == []
    send_five(now=IN_HOLIDAY + WEEK)
    assert sent() == [lead.email]


def test_the_schools_own_holiday_counts(cohort):
    away = build_calendar(terms=[(date(2026, 9, 2), date(2026, 11, 6)), (date(2026, 11, 16), date(2026, 12, 18))])
    learn(build_enrolment(cohort=cohort, school=build_school(own_calendar=away)).user)
    at_school = build_enrolment(cohort=cohort).user
    learn(at_school)
    send_five(now=THURSDAY)
    assert sent() == [at_school.email]


def test_who_has_had_twelve_this_week_gets_none(lead):
    learn(lead, 14)
    for _ in range(3):
        answer_all(lead)
    send_five(now=THURSDAY)
    assert sent() == []


def test_a_lead_of_two_cohorts_gets_one_mail_for_the_newest(lead, enrolment):
    newer = build_enrolment(cohort=build_cohort(starts_on=date(2026, 11, 2)), user=lead)
    learn(lead)
    send_five(now=THURSDAY)
    assert FiveMail.objects.get().enrolment == newer


# Once -----------------------------------------------------------------------------------------------------------


def test_run_again_in_the_slot_nothing_is_sent_twice(lead):
    learn(lead, 12)
    for late in (0, 1, 60 * 24 * 3):
        send_five(now=THURSDAY + late * MINUTE)
    assert sent() == [lead.email]
    assert ReviewSitting.objects.count() == 1


def test_after_a_crash_in_the_middle_only_those_who_had_none_get_one(cohort, monkeypatch):
    people = [build_enrolment(cohort=cohort).user for _ in range(4)]
    for one in people:
        learn(one)
    monkeypatch.setattr("courses.domain.five.LEADS_AT_ONCE", 2)
    with monkeypatch.context() as patch:
        patch.setattr("courses.domain.five.mail_five", crash_at(3))
        with pytest.raises(RuntimeError):
            send_five(now=THURSDAY)
    assert len(sent()) == 2
    send_five(now=THURSDAY + MINUTE)
    assert sorted(sent()) == sorted(one.email for one in people)


def crash_at(number):
    """Stands in for what kills the clock while it writes the mail with this number."""
    from courses.emails import mail_five

    written = []

    def write(*given, **named):
        written.append(given)
        if len(written) == number:
            raise RuntimeError("The machine went down.")
        return mail_five(*given, **named)

    return write


def test_two_clocks_send_one_mail(lead, settings):
    learn(lead)
    settings.JOBS = [job for job in settings.JOBS if job[0] == "five-a-week"]
    for _ in range(2):
        run_due_jobs(now=THURSDAY)
        JobRun.objects.filter(job="five-a-week").delete()  # as if the other clock had not seen the slot taken
    assert sent() == [lead.email]


def test_a_second_row_for_one_thursday_cannot_be(lead, enrolment):
    learn(lead)
    send_five(now=THURSDAY)
    row = FiveMail.objects.get()
    other = ReviewSitting.objects.create(user=lead, laid_at=THURSDAY, closes_at=THURSDAY, ended_at=THURSDAY)
    mail = Mail.objects.create(to="a@b.example", kind="x", why="x", subject="x", created_at=THURSDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        FiveMail.objects.create(
            enrolment=enrolment, thursday=row.thursday, sitting=other, mail=mail, key_digest="another"
        )


def test_the_clock_runs_it_on_thursdays_at_16_in_london(lead, settings):
    learn(lead)
    settings.JOBS = [job for job in settings.JOBS if job[0] == "five-a-week"]
    run_due_jobs(now=THURSDAY - MINUTE)  # last Thursday's slot: too late for that, and too early for this one
    assert sent() == []
    run_due_jobs(now=THURSDAY)
    assert sent() == [lead.email]
    assert localtime(THURSDAY).strftime("%A %H:%M") == "Thursday 16:00"


def test_a_clock_that_wakes_in_the_next_week_sends_nothing_late(lead):
    learn(lead)
    send_five(now=THURSDAY + timedelta(days=4))
    assert sent() == []
    send_five(now=THURSDAY + timedelta(days=2))
    assert sent() == [lead.email]


# Sittings -------------------------------------------------------------------------------------------------------


def test_a_sitting_that_was_begun_is_mailed_as_it_is(lead):
    learn(lead, 7)
    begun = begin(lead)
    send_five(now=THURSDAY)
    begun.refresh_from_db()
    assert (FiveMail.objects.get().sitting, begun.closes_at) == (begun, THURSDAY + WEEK)


def test_next_thursday_an_unanswered_sitting_makes_room_for_a_new_one(lead):
    learn(lead, 7)
    send_five(now=THURSDAY + 2 * MINUTE)
    send_five(now=THURSDAY + WEEK)
    old, new = ReviewSitting.objects.order_by("pk")
    assert (old.ended_at, new.ended_at, new.answers.count()) == (THURSDAY + WEEK, None, 5)
    assert len(mails_to(lead)) == 2


# Cost -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "queries"), [(1, 35), (3, 41)])
def test_the_job_reads_the_same_for_many_leads_and_writes_three_times_for_each(
    cohort, number, queries, django_assert_num_queries
):
    """A savepoint, the mail and the savepoint's end for each lead; everything else is done for all at once."""
    for _ in range(number):
        learn(build_enrolment(cohort=cohort).user)
    with django_assert_num_queries(queries):
        send_five(now=THURSDAY)
    assert len(sent()) == number


def test_when_some_cannot_be_mailed_the_others_are_and_the_failure_is_seen(cohort, monkeypatch):
    leads = [lead_in(cohort) for _ in range(3)]
    monkeypatch.setattr("courses.domain.five.LEADS_AT_ONCE", 1)
    unlucky = min(enrolment.pk for enrolment in leads)
    mailed = five.mailed

    def fails_for_one(lead, *given):
        if lead.enrolment_id == unlucky:
            raise RuntimeError("no mail")
        return mailed(lead, *given)

    monkeypatch.setattr("courses.domain.five.mailed", fails_for_one)
    with pytest.raises(RuntimeError, match="no mail"):
        send_five(now=THURSDAY)
    assert set(FiveMail.objects.values_list("enrolment", flat=True)) == {one.pk for one in leads} - {unlucky}


def lead_in(cohort):
    enrolment = build_enrolment(cohort=cohort)
    learn(enrolment.user)
    return enrolment
