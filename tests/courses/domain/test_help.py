from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction

from courses.domain.help import AlreadyAnswered, answer_help, ask_help
from courses.domain.progress import PupilNumber
from courses.models import HelpRequest
from courses.queries.help import my_help_requests, open_help_requests
from tests.builders import build_user
from tests.courses.builders import ASKING, NOW, build_cohort, build_enrolment, lead_of, lesson_page

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def facilitators(cohort):
    helen, ravi = build_user(name="Helen Ward"), build_user(name="Ravi Nair")
    cohort.facilitators.set([helen, ravi])
    return helen, ravi


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Mail leaves when the transaction ends."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def ask(enrolment, *, text="How do I begin?", lesson_pk=None):
    return ask_help(lead=lead_of(enrolment.user), lesson_pk=lesson_pk, text=text, now=NOW)


def answer(request, by, *, text="With the register.", now=LATER):
    answer_help(request=request, text=text, by=by, now=now)


def test_a_question_reaches_every_facilitator_of_the_cohort_by_mail(enrolment, facilitators, commit):
    with commit():
        ask(enrolment)
    assert [mail.to for mail in outbox.outbox] == [[person.email] for person in facilitators]


def test_the_mail_says_who_asks_what_and_where_to_answer(enrolment, facilitators, commit, settings):
    with commit():
        request = ask(enrolment, lesson_pk=lesson_page_of(enrolment))
    body = outbox.outbox[0].body
    assert outbox.outbox[0].subject == "Nadia Hale of Larkfield Junior asks for help"
    assert "about “Why ask first?”" in body
    assert "How do I begin?" in body
    assert f"{settings.SITE_URL}/facilitate/help/{request.pk}/" in body


def lesson_page_of(enrolment):
    return lesson_page(ASKING).pk


def test_a_question_reaches_every_facilitator_of_the_cohort_by_page(enrolment, facilitators):
    request = ask(enrolment)
    assert [open_help_requests(person) for person in facilitators] == [[request], [request]]


def test_a_question_does_not_reach_the_facilitator_of_another_cohort(enrolment, facilitators, commit):
    stranger = build_user()
    build_cohort(facilitators=[stranger])
    with commit():
        ask(enrolment)
    assert open_help_requests(stranger) == []
    assert [stranger.email] not in [mail.to for mail in outbox.outbox]


def test_a_facilitator_who_has_gone_gets_no_mail(enrolment, facilitators, commit):
    facilitators[0].is_active = False
    facilitators[0].save()
    with commit():
        ask(enrolment)
    assert [mail.to for mail in outbox.outbox] == [[facilitators[1].email]]


def test_a_question_with_a_unique_pupil_number_goes_nowhere(enrolment, facilitators, commit):
    with commit(), pytest.raises(PupilNumber):
        ask(enrolment, text="About H801200001001")
    assert (HelpRequest.objects.count(), outbox.outbox) == (0, [])


def test_an_answer_is_kept_with_who_gave_it(enrolment, facilitators):
    request = ask(enrolment)
    answer(request, facilitators[0])
    request.refresh_from_db()
    assert (request.answer, request.answered_by, request.answered_at) == (
        "With the register.",
        facilitators[0],
        LATER,
    )


def test_the_lead_gets_the_answer_by_mail(enrolment, facilitators, commit):
    request = ask(enrolment)
    with commit():
        answer(request, facilitators[0])
    [mail] = outbox.outbox
    assert (mail.to, mail.subject) == ([enrolment.user.email], "An answer to your question")
    assert "Helen Ward answers:\n\nWith the register." in mail.body


def test_an_answered_question_leaves_the_facilitators_page_and_stays_on_the_leads(enrolment, facilitators):
    request = ask(enrolment)
    answer(request, facilitators[0])
    assert open_help_requests(facilitators[1]) == []
    assert [one.answer for one in my_help_requests(enrolment.pk)] == ["With the register."]


def test_a_question_is_answered_once(enrolment, facilitators, commit):
    request = ask(enrolment)
    seen_by_both = HelpRequest.objects.get()
    answer(request, facilitators[0], text="First")
    with commit(), pytest.raises(AlreadyAnswered):
        answer(seen_by_both, facilitators[1], text="Second")
    assert (HelpRequest.objects.get().answer, outbox.outbox) == ("First", [])


def test_a_lead_sees_their_own_questions_only_the_newest_first(enrolment, cohort):
    colleague = build_enrolment(cohort=cohort, school=enrolment.school)
    ask(colleague, text="Theirs")
    old = ask(enrolment, text="Old")
    new = ask_help(lead=lead_of(enrolment.user), lesson_pk=None, text="New", now=LATER)
    assert my_help_requests(enrolment.pk) == [new, old]


def test_the_oldest_question_waits_on_top(enrolment, facilitators):
    new = ask_help(lead=lead_of(enrolment.user), lesson_pk=None, text="New", now=LATER)
    old = ask(enrolment, text="Old")
    assert open_help_requests(facilitators[0]) == [old, new]


def test_the_database_refuses_an_answer_without_a_text(enrolment, facilitators):
    request = ask(enrolment)
    with pytest.raises(IntegrityError, match="help_answered_has_text"), transaction.atomic():
        answer(request, facilitators[0], text="")
