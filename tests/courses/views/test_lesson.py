import re

import pytest
import time_machine
from django.contrib.auth.models import Permission

from courses.models import LessonProgress, Reflection
from tests.builders import build_user
from tests.courses.builders import (
    ASKING,
    COMING,
    NOW,
    READING,
    WRITING,
    answer_question,
    blocks_of,
    build_lead,
    do_lesson,
    excuse,
    finish,
    lesson_page,
    load_small,
    page,
    progress_of,
    tick,
    url_of,
    write_reflection,
)
from tests.courses.programme_texts import FILES

JSON = {"HTTP_ACCEPT": "application/json"}
ALL = (ASKING, READING, WRITING, COMING)


# Reading --------------------------------------------------------------------------------------------------------


def test_a_lead_reads_a_lesson_with_its_questions_and_prompts(signed_in, cohort):
    text = page(signed_in.get(url_of(ASKING)))
    assert "<h1>Why ask first?</h1>" in text
    assert "gooseberry" in text
    assert "What comes first?" in text
    assert "Which of your assessments would nobody miss?" in text


def test_nothing_on_the_page_gives_an_answer_away(signed_in, cohort):
    text = page(signed_in.get(url_of(ASKING)))
    assert not re.search("KEYFEEDBACK|WRONGFEEDBACK|the purpose", text)


def test_feedback_shows_for_what_i_checked_and_for_nothing_else(signed_in, lead):
    answer_question(lead, ASKING, "t1")
    text = page(signed_in.get(url_of(ASKING)))
    assert "KEYFEEDBACK everything else follows." in text
    assert "KEYFEEDBACK that is the word." not in text


def test_a_colleagues_answers_and_texts_are_not_mine(signed_in, cohort, school):
    do_lesson(build_lead(cohort=cohort, school=school), ASKING)
    text = page(signed_in.get(url_of(ASKING)))
    assert not re.search("KEYFEEDBACK|WRONGFEEDBACK|Nobody would miss it", text)


def test_the_neighbours_lead_on_and_back(signed_in, cohort):
    text = page(signed_in.get(url_of(READING)))
    assert '<a href="/learn/why/asking/" rel="prev">' in text
    assert '<a href="/learn/how/writing/" rel="next">' in text


def test_an_unwritten_lesson_says_in_which_week_it_opens(signed_in, cohort):
    text = page(signed_in.get(url_of(COMING)))
    assert "This lesson opens in week 8." in text
    assert "What this lesson asks" not in text


def test_a_lesson_does_not_lock_before_its_week(signed_in, cohort):
    with time_machine.travel(NOW.replace(month=9, day=8)):
        signed_in.force_login(cohort.enrolments.get().user)
        assert "What do you expect?" in page(signed_in.get(url_of(WRITING)))


def test_a_lesson_that_is_not_there_is_404(signed_in, cohort):
    assert signed_in.get("/learn/why/nothing/").status_code == 404


# Visitors and the team ------------------------------------------------------------------------------------------


def test_a_visitor_reads_a_sample_and_may_try_its_questions(client, cohort):
    text = page(client.get(url_of(ASKING)))
    assert "This lesson is a free sample." in text
    assert "Check this try" in text
    assert "<textarea" not in text
    assert "What this lesson asks" not in text


def test_a_visitor_is_not_led_on_to_lessons_they_may_not_read(client, cohort):
    text = page(client.get(url_of(ASKING)))
    assert 'rel="next"' not in text


@pytest.mark.parametrize("slug", [READING, WRITING, COMING])
def test_a_visitor_does_not_find_other_lessons(client, cohort, slug):
    assert client.get(url_of(slug)).status_code == 404


def test_a_facilitator_and_an_editor_read_without_answering(client, cohort):
    editor, facilitator = build_user(), build_user()
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    cohort.facilitators.add(facilitator)
    for person in (editor, facilitator):
        client.force_login(person)
        text = page(client.get(url_of(WRITING)))
        assert "You are reading as one of the team" in text
        assert "<textarea" not in text


# The checklist --------------------------------------------------------------------------------------------------


def test_the_checklist_names_what_is_to_be_done(signed_in, cohort):
    text = page(signed_in.get(url_of(ASKING)))
    assert "What this lesson asks" in text
    assert "check your answer to every question once" in text
    assert "write a few lines and save them" in text


def test_the_checklist_counts_reflections(signed_in, lead):
    write_reflection(lead, WRITING, place=0)
    assert "1 of 2 saved" in page(signed_in.get(url_of(WRITING)))


def test_a_finished_lesson_says_when(signed_in, lead):
    do_lesson(lead, ASKING)
    assert "You finished this lesson on 11 November 2026" in page(signed_in.get(url_of(ASKING)))


def test_a_part_added_later_shows_as_new_and_the_lesson_stays_complete(signed_in, lead, tmp_path):
    tick(lead, READING)
    load_small(tmp_path, {"why/02-reading.md": FILES["why/02-reading.md"] + "\n::: reflection\nAnd now?\n:::\n"})
    text = page(signed_in.get(url_of(READING)))
    assert "You finished this lesson on 11 November 2026" in text
    assert "New since you finished: reflection. The lesson stays complete." in text


def test_an_excused_lesson_says_so(signed_in, enrolment):
    excuse(enrolment, ASKING)
    assert "You are excused from this lesson" in page(signed_in.get(url_of(ASKING)))


def test_the_checklist_alone_is_there_for_leads_only(signed_in, client, cohort):
    assert "What this lesson asks" in page(signed_in.get(f"{url_of(ASKING)}parts/"))
    client.force_login(build_user())
    assert client.get(f"{url_of(ASKING)}parts/").status_code == 404


# The tick -------------------------------------------------------------------------------------------------------


def test_a_lesson_that_asks_nothing_is_marked_as_complete(signed_in, lead):
    assert "Mark the lesson as complete" in page(signed_in.get(url_of(READING)))
    response = signed_in.post(f"{url_of(READING)}done/")
    assert (response.status_code, response["Location"]) == (302, "/learn/why/reading/#parts")
    assert progress_of(lead, READING).completed_at is not None


def test_a_lesson_that_asks_something_is_not_marked(signed_in, lead):
    assert "Mark the lesson as complete" not in page(signed_in.get(url_of(ASKING)))
    assert signed_in.post(f"{url_of(ASKING)}done/").status_code == 302
    assert progress_of(lead, ASKING) is None


# Reflecting -----------------------------------------------------------------------------------------------------


def reflect(client, *, text="The spring test.", seq="1", slug=ASKING, **headers):
    return client.post(f"{url_of(slug)}reflect/{blocks_of(slug)[0]}/", {"text": text, "seq": seq}, **headers)


def kept() -> list[str]:
    return list(Reflection.objects.values_list("text", flat=True))


def test_a_reflection_is_saved_and_the_page_comes_back_to_it(signed_in, cohort):
    response = reflect(signed_in)
    assert (response.status_code, response["Location"]) == (
        302,
        f"/learn/why/asking/#reflection-{blocks_of(ASKING)[0]}",
    )
    assert kept() == ["The spring test."]


def test_what_was_saved_stands_in_the_box_with_the_time(signed_in, cohort):
    reflect(signed_in)
    text = page(signed_in.get(url_of(ASKING)))
    assert ">The spring test.</textarea>" in text
    assert re.search("Saved [^<]*10:14", text)
    assert 'name="seq" value="2"' in text


def test_the_script_is_told_when_it_was_saved(signed_in, cohort):
    response = reflect(signed_in, seq="3", **JSON)
    assert (response.status_code, response.json()) == (200, {"saved": "10:14", "seq": 3})


def test_the_script_is_told_of_a_newer_text(signed_in, lead):
    write_reflection(lead, ASKING, text="Newer", seq=5)
    response = reflect(signed_in, text="Older", seq="4", **JSON)
    assert response.status_code == 409
    assert response.json() == {
        "problem": "newer",
        "message": "A newer text was saved at 10:14, on another page or device.",
        "seq": 5,
    }
    assert kept() == ["Newer"]


def test_the_page_shows_my_older_text_beside_what_to_do(signed_in, lead):
    write_reflection(lead, ASKING, text="Newer", seq=5)
    response = reflect(signed_in, text="Older", seq="4")
    assert response.status_code == 409
    assert ">Older</textarea>" in page(response)
    assert "save it to replace the other." in page(response)
    assert 'name="seq" value="6"' in page(response)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"text": "H801200001001"}, "unique pupil number"),
        ({"text": "x" * 10_001}, "A reflection has at most 10,000 characters."),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused_and_stands_in_the_box(signed_in, cohort, changes, message):
    response = reflect(signed_in, **changes)
    assert response.status_code == 400
    assert message in page(response)
    assert f">{changes['text']}</textarea>" in page(response)
    assert kept() == []


def test_the_script_is_told_why_a_text_is_refused(signed_in, cohort):
    response = reflect(signed_in, text="H801200001001", **JSON)
    assert (response.status_code, list(response.json())) == (400, ["message"])
    assert "unique pupil number" in response.json()["message"]


@pytest.mark.parametrize("seq", ["", "-1", "abc", "99999999999999999999"])
def test_a_save_without_a_sound_number_is_refused(signed_in, cohort, seq):
    assert reflect(signed_in, seq=seq, **JSON).status_code == 400
    assert kept() == []


def test_a_text_of_ten_thousand_characters_is_kept(signed_in, cohort):
    assert reflect(signed_in, text="x" * 10_000).status_code == 302


def test_line_ends_count_once(signed_in, cohort):
    reflect(signed_in, text="One\r\nTwo")
    assert kept() == ["One\nTwo"]


def test_a_text_is_shown_as_it_is_and_never_run(signed_in, cohort):
    reflect(signed_in, text="</textarea><script>alert(1)</script>")
    text = page(signed_in.get(url_of(ASKING)))
    assert "<script>alert" not in text
    assert "&lt;/textarea&gt;" in text


def test_a_zero_byte_is_refused(signed_in, cohort):
    assert reflect(signed_in, text="a\x00b").status_code == 400


def test_a_visitor_is_asked_to_sign_in_and_nothing_is_kept(client, cohort):
    assert reflect(client).status_code == 302
    assert kept() == []


def test_who_is_no_lead_cannot_write(client, cohort):
    client.force_login(build_user())
    assert (reflect(client).status_code, kept()) == (404, [])


def test_a_prompt_that_the_lesson_does_not_ask_is_404(signed_in, cohort):
    url = f"{url_of(ASKING)}reflect/{blocks_of(WRITING)[0]}/"
    assert signed_in.post(url, {"text": "x", "seq": "1"}).status_code == 404


@pytest.mark.parametrize("what", ["done/", "reflect/8d0b2f2e-6d1b-4a52-9b3a-000000000000/", "answer/t1/"])
def test_what_changes_something_is_not_done_by_following_a_link(signed_in, cohort, what):
    assert signed_in.get(url_of(ASKING) + what).status_code == 405
    assert not LessonProgress.objects.exists()


# Queries --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("done", [0, 1, 4])
def test_a_lesson_asks_6_queries_whatever_is_done(signed_in, enrolment, done, django_assert_num_queries):
    finish(enrolment, *ALL[:done])
    signed_in.get(url_of(ASKING))
    url = url_of(ASKING)
    with django_assert_num_queries(6):
        signed_in.get(url)


def test_a_lesson_asks_6_queries_with_all_its_answers(signed_in, lead, django_assert_num_queries):
    do_lesson(lead, WRITING)
    url = url_of(WRITING)
    signed_in.get(url)
    with django_assert_num_queries(6):
        signed_in.get(url)


def test_a_sample_is_named_where_it_is_shared(client, cohort):
    html = page(client.get(url_of(ASKING)))
    assert f'<meta property="og:title" content="{lesson_page(ASKING).title}">' in html


def test_a_sample_asks_5_queries_of_a_visitor(client, cohort, django_assert_num_queries):
    """Two of them are who runs the site and the pages of the menu."""
    url = url_of(ASKING)
    client.get(url)
    with django_assert_num_queries(5):
        client.get(url)
