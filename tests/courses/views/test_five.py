"""The page of five a week for a lead who is signed in."""

from datetime import date

import pytest
import time_machine

from cms.queries.mail import has_stopped
from courses.queries.five import KIND
from quizzes.models import Answer, ReviewAnswer, ReviewCard, ReviewSitting
from quizzes.spacing import A_SITTING, A_WEEK, GAPS
from tests.courses.builders import ASKING, build_enrolment, do_lesson, page
from tests.courses.five import IN_HOLIDAY, WEDNESDAY, answer_all, begin, form_of, learn

pytestmark = pytest.mark.django_db
URL = "/learn/five/"


@pytest.fixture(autouse=True)
def _on_wednesday():
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def signed_in(client, lead):
    client.force_login(lead)
    return client


@pytest.fixture
def answers(lead):
    """The questions of a sitting of two."""
    learn(lead, 2)
    return list(begin(lead).answers.select_related("card__question__current").order_by("position"))


def test_it_begins_by_a_button_and_not_by_looking(signed_in, lead):
    learn(lead, 6)
    assert "Begin five questions" in page(signed_in.get(URL))
    assert not ReviewSitting.objects.exists()
    response = signed_in.post(f"{URL}begin/", follow=True)
    assert "Question 1 of 5" in page(response)


def test_the_question_asks_for_an_answer_and_how_sure_and_gives_nothing_away(signed_in, answers):
    text = page(signed_in.get(URL))
    assert "Question 1 of 2" in text
    assert "How sure are you?" in text
    assert "FEEDBACK" not in text


def test_an_answer_shows_its_feedback_at_once_and_when_it_comes_back(signed_in, answers):
    response = signed_in.post(f"{URL}1/", form_of(answers[0], right=False, confidence="3"))
    assert response["Location"] == f"{URL}?question=1"
    text = page(signed_in.get(response["Location"]))
    assert "Not the best answer." in text
    assert "You were very sure." in text
    assert "This question comes back from Saturday 14 November." in text
    assert "KEYFEEDBACK" in text
    assert "Next question" in text


def test_a_reload_shows_where_one_is(signed_in, answers):
    signed_in.post(f"{URL}1/", form_of(answers[0]))
    for _ in range(2):
        assert "Question 2 of 2" in page(signed_in.get(URL))


def test_a_double_click_and_a_second_tab_answer_once(signed_in, answers):
    signed_in.post(f"{URL}1/", form_of(answers[0], right=True))
    before = list(ReviewAnswer.objects.order_by("pk").values()), list(ReviewCard.objects.order_by("pk").values())
    response = signed_in.post(f"{URL}1/", form_of(answers[0], right=False), follow=True)
    after = list(ReviewAnswer.objects.order_by("pk").values()), list(ReviewCard.objects.order_by("pk").values())
    assert after == before
    assert "That is the best answer." in page(response)


def test_the_end_shows_each_question_and_that_too_few_others_answered(signed_in, answers):
    for position, answer in enumerate(answers, 1):
        signed_in.post(f"{URL}{position}/", form_of(answer, right=position == 1))
    text = page(signed_in.get(URL))
    assert "How the cohort answered" in text
    assert (text.count("You were right."), text.count("You were not right.")) == (1, 1)
    assert text.count("Not enough others have answered yet.") == 2
    assert "%" not in text.partition("<main")[2].partition("</main>")[0]


def test_with_five_others_their_count_is_shown_without_name_or_school(signed_in, lead, cohort):
    people = [lead, *(build_enrolment(cohort=cohort, name=f"Otto Other{n}").user for n in range(5))]
    quiz_card = learn(lead, 1)[0]
    for place, one in enumerate(people):
        ReviewCard.objects.get_or_create(
            user=one, quiz=quiz_card.quiz, question=quiz_card.question, defaults={"due_on": quiz_card.due_on}
        )
        answer_all(one, right=place < 3)
    text = page(signed_in.get(URL))
    assert "2 of 5 others in your cohort were right." in text
    assert "Otto" not in text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"choice": ""}, "Choose an answer."), ({"confidence": ""}, "Say how sure you are.")],
)
def test_half_an_answer_is_shown_again_with_what_is_missing(signed_in, answers, changes, sentence):
    response = signed_in.post(f"{URL}1/", form_of(answers[0], **changes))
    assert response.status_code == 422
    assert sentence in page(response)
    assert "FEEDBACK" not in page(response)
    assert ("checked" in page(response)) is True  # the other half is still there


def test_a_form_of_another_question_is_refused(signed_in, answers):
    response = signed_in.post(f"{URL}1/", form_of(answers[0], version=answers[1].card.question.current_id))
    assert (response.status_code, "This page is out of date." in page(response)) == (400, True)


def test_the_first_answer_of_the_lesson_is_not_touched(signed_in, lead, answers):
    do_lesson(lead, ASKING)
    before = list(Answer.objects.order_by("pk").values())
    signed_in.post(f"{URL}1/", form_of(answers[0]))
    assert list(Answer.objects.order_by("pk").values()) == before


def test_a_holiday_asks_nothing_takes_nothing_and_says_when_it_goes_on(signed_in, lead, client):
    learn(lead, 2, due_on=date(2026, 10, 1))
    with time_machine.travel(IN_HOLIDAY, tick=False):
        client.force_login(lead)
        assert "It goes on from Monday 2 November." in page(client.get(URL))
        assert client.post(f"{URL}begin/")["Location"] == URL
    assert not ReviewSitting.objects.exists()


def test_a_paused_place_asks_nothing(signed_in, lead, enrolment):
    learn(lead)
    enrolment.state = "paused"
    enrolment.save()
    assert "Your place is paused" in page(signed_in.get(URL))


def test_the_rule_stands_on_the_page(signed_in):
    text = page(signed_in.get(URL))
    first, *rest = GAPS
    assert f"first after {first} days, then after {rest[0]}, {rest[1]} and {rest[2]}" in text
    assert f"at most {A_SITTING} at a time and {A_WEEK} in a week" in text


def test_the_mail_is_stopped_and_sent_again_from_the_page(signed_in, lead):
    signed_in.post(f"{URL}mail/", {"do": "stop"})
    assert has_stopped(lead.pk, KIND)
    assert "You have stopped the mail on Thursdays." in page(signed_in.get(URL))
    signed_in.post(f"{URL}mail/", {"do": "resume"})
    assert not has_stopped(lead.pk, KIND)


def test_the_first_page_of_a_lead_offers_it(signed_in, lead):
    learn(lead, 6)
    assert '<a href="/learn/five/">Five questions: 90 seconds</a>' in page(signed_in.get("/learn/"))


# Cost -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 5])
def test_a_question_asks_8_queries_whatever_the_length_of_the_sitting(
    signed_in, lead, number, django_assert_num_queries
):
    learn(lead, number)
    begin(lead)
    signed_in.get(URL)
    with django_assert_num_queries(8):
        assert f"Question 1 of {number}" in page(signed_in.get(URL))


@pytest.mark.parametrize("others", [1, 3])
def test_the_end_asks_11_queries_whatever_the_number_of_others(
    signed_in, lead, cohort, others, django_assert_num_queries
):
    card = learn(lead, 1)[0]
    for one in [lead, *(build_enrolment(cohort=cohort).user for _ in range(others))]:
        defaults = {"due_on": card.due_on}
        ReviewCard.objects.get_or_create(user=one, quiz=card.quiz, question=card.question, defaults=defaults)
        answer_all(one)
    signed_in.get(URL)
    with django_assert_num_queries(11):
        assert "How the cohort answered" in page(signed_in.get(URL))
