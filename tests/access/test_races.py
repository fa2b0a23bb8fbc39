"""The same form sent twice at once, by threads against a real database: one row, and no server error."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from courses.models import ClosedDay, LessonProgress, Reflection
from quizzes.models import Answer, Attempt
from tests.access.expectations import arguments_of, data_of
from tests.access.roles import BLOCKS, OPEN, build_world

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
AT_ONCE = 6


@pytest.fixture(scope="module", autouse=True)
def _whole_again(django_db_setup, django_db_blocker):
    """The last of these tests empties the database; with --reuse-db the next run needs what migrations put there."""
    yield
    with django_db_blocker.unblock():
        connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
        connection.close()


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT, settings.EMAIL_FILE_PATH = str(tmp_path / "media"), str(tmp_path / "mail")
    return build_world()


def send_at_once(world, role, path, forms, **headers):
    """Each form in a thread of its own, with the one session of this person; the statuses in any order."""
    cookie, barrier, statuses = world.client(role).cookies["sessionid"].value, Barrier(len(forms)), []

    def send(data):
        client = Client(raise_request_exception=False, headers=headers)
        client.cookies["sessionid"] = cookie
        barrier.wait()
        statuses.append(client.post(path, data).status_code)
        connection.close()

    threads = [Thread(target=send, args=[data]) for data in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(statuses) == len(forms)
    return sorted(statuses)


def test_an_answer_checked_by_a_double_click_is_one_answer(world):
    data = data_of(world)["answer"]
    statuses = send_at_once(world, "second", f"/learn/why/written/answer/{OPEN}/", [data] * AT_ONCE)
    assert set(statuses) <= {302, 409}
    answer = Answer.objects.get(attempt__user=world.people["second"], question=world.questions[OPEN])
    assert (answer.response, answer.seq) == ({"judgement": "false", "choice": "b"}, 9)
    assert answer.checked_at is not None


def test_the_first_answer_to_a_quiz_starts_one_attempt(world):
    data = data_of(world)["answer/sample"]
    statuses = send_at_once(world, "second", "/learn/why/sample/answer/sample/", [data] * AT_ONCE)
    assert set(statuses) <= {302, 409}
    assert Attempt.objects.filter(user=world.people["second"], quiz=world.things.sample_quiz).count() == 1
    assert LessonProgress.objects.filter(enrolment=world.enrolments["second"]).count() == 1


def test_of_many_drafts_the_newest_stays(world):
    draft = data_of(world)["answer"] | {"do": "save"}
    forms = [draft | {"seq": seq, "choice": "ab"[seq % 2]} for seq in range(1, AT_ONCE + 1)]
    path = f"/learn/why/written/answer/{OPEN}/"
    statuses = send_at_once(world, "second", path, forms, accept="application/json")
    assert set(statuses) <= {200, 409}
    answer = Answer.objects.get(attempt__user=world.people["second"], question=world.questions[OPEN])
    assert (answer.seq, answer.response["choice"]) == (AT_ONCE, "ab"[AT_ONCE % 2])


def test_of_many_reflections_the_newest_stays(world):
    Reflection.objects.filter(enrolment=world.enrolments["second"]).delete()
    forms = [{"text": f"Text {seq}.", "seq": seq} for seq in range(1, AT_ONCE + 1)]
    path = f"/learn/why/written/reflect/{BLOCKS['reflection']}/"
    statuses = send_at_once(world, "second", path, forms, accept="application/json")
    assert set(statuses) <= {200, 409}
    mine = Reflection.objects.get(enrolment=world.enrolments["second"])
    assert (mine.text, mine.seq) == (f"Text {AT_ONCE}.", AT_ONCE)


def test_the_same_reflection_twice_is_one_row_and_both_are_told_so(world):
    Reflection.objects.filter(enrolment=world.enrolments["second"]).delete()
    path = f"/learn/why/written/reflect/{BLOCKS['reflection']}/"
    statuses = send_at_once(world, "second", path, [{"text": "Same.", "seq": 4}] * AT_ONCE, accept="application/json")
    assert set(statuses) == {200}
    assert Reflection.objects.filter(enrolment=world.enrolments["second"]).count() == 1


def test_a_lesson_ticked_twice_is_complete_once(world):
    statuses = send_at_once(world, "second", "/learn/why/plain/done/", [{}] * AT_ONCE)
    assert set(statuses) == {302}
    rows = LessonProgress.objects.filter(enrolment=world.enrolments["second"], lesson=world.lessons["plain"])
    assert rows.get().completed_at is not None


def test_a_closed_day_given_twice_is_one_day(world):
    statuses = send_at_once(world, "lead", "/learn/dates/closed/", [data_of(world)["add_closed_day"]] * AT_ONCE)
    assert statuses == [302] + [422] * (AT_ONCE - 1)
    assert ClosedDay.objects.filter(calendar=world.closed["Ourselves"].calendar, day="2026-11-24").count() == 1


def test_two_replies_to_one_request_for_help_are_one_reply(world):
    path = f"/facilitate/help/{world.helps['lead'].pk}/"
    statuses = send_at_once(world, "facilitator", path, [{"text": f"Reply {n}."} for n in range(AT_ONCE)])
    assert statuses == [302] + [422] * (AT_ONCE - 1)


def test_two_facilitators_at_once_excuse_no_more_than_the_limit(world, settings):
    settings.MAX_EXCUSED = 2  # one lesson is excused already
    path = f"/facilitate/leads/{arguments_of(world)['excuse_lesson']['pk']}/excuse/"
    forms = [{"lesson": world.lessons[slug].pk, "reason": "Ill."} for slug in ("plain", "written")]
    assert send_at_once(world, "facilitator", path, forms) == [302, 422]


def test_one_person_is_invited_once(world):
    path = f"/facilitate/cohorts/{world.things.cohort.pk}/invite/"
    statuses = send_at_once(world, "facilitator", path, [data_of(world)["invite_lead"]] * AT_ONCE)
    assert statuses == [302] + [422] * (AT_ONCE - 1)
    assert world.things.cohort.enrolments.filter(user__email="new@new.example").count() == 1
