import pytest
from django.template import Context, Template

from quizzes.models import Attempt, Quiz
from quizzes.psychometrics.uncertainty import Source
from quizzes.queries.score import NoScore, score_of
from tests.builders import build_user
from tests.quizzes.builders import NOW, build_checked_answer, build_quiz, correct_question, question_of

pytestmark = pytest.mark.django_db


def build_check(count=8, *, mode=Quiz.Mode.CHECK):
    quiz = build_quiz(["single"] * count)
    quiz.mode = mode
    quiz.save()
    return quiz


def take(quiz, right, *, count=8) -> Attempt:
    """The first `right` questions right, the others wrong; all of `count` answered."""
    user = build_user()
    for place in range(count):
        choice = "a" if place < right else "b"
        question = question_of(quiz, place + 1)
        build_checked_answer(quiz, user=user, question=question, response={"choice": choice})
    return Attempt.objects.select_related("quiz").get(quiz=quiz, user=user)


def words(score) -> str:
    text = Template("{% load quizzes %}{% score_with_range score %}").render(Context({"score": score}))
    return " ".join(text.split())


def test_before_fifteen_have_taken_it_the_range_is_binomial_and_says_so():
    score = score_of(take(build_check(), 6))
    assert (score.right, score.questions, score.band.low, score.band.high) == ("6", 8, 4, 8)
    assert (score.band.source, score.people, score.is_measured) == (Source.BINOMIAL, 1, False)
    shown = words(score)
    assert '<strong>6 of 8</strong>, best read as <span class="range">4 to 8</span>' in shown
    assert "(9 times in 10)" in shown
    assert "The width is a binomial approximation" in shown
    assert "Once 15 people have taken this quiz, their answers are used instead; so far 1 has." in shown


def test_from_fifteen_on_the_range_is_the_quizs_own_and_alpha_has_its_interval():
    quiz = build_check()
    attempts = [take(quiz, right) for right in [*range(1, 9), *range(1, 8)]]
    assert len(attempts) == 15
    score = score_of(attempts[4])
    assert (score.is_measured, score.people, score.note) == (True, 15, "rough")
    assert score.band.low < 5 < score.band.high
    shown = words(score)
    assert "the first answers of the 15 people who have taken it" in shown
    assert "with fewer than 30 people that is rough" in shown
    assert "(95 % interval)" in shown


def test_answers_to_a_question_before_its_key_changed_tell_nothing_of_the_error():
    quiz = build_check()
    attempts = [take(quiz, right) for right in [*range(1, 9), *range(1, 8)]]
    question = correct_question(question_of(quiz), now=NOW, stem="Another question")
    question.versions.filter(pk=question.current_id).update(series=2)
    score = score_of(attempts[4])
    assert (score.right, score.people, score.is_measured) == ("5", 0, False)


@pytest.mark.parametrize("count", [1, 4, 7])
@pytest.mark.parametrize("mode", [Quiz.Mode.CHECK, Quiz.Mode.TEST])
def test_fewer_than_eight_questions_have_no_score(count, mode):
    attempt = take(build_check(count, mode=mode), 1, count=count)
    with pytest.raises(NoScore, match=f"A score of fewer than 8 questions says too little; this has {count}"):
        score_of(attempt)


@pytest.mark.parametrize("mode", [Quiz.Mode.LESSON, Quiz.Mode.BANK])
def test_lessons_and_practice_have_no_score(mode):
    with pytest.raises(NoScore, match="This quiz gives feedback and no score"):
        score_of(take(build_check(mode=mode), 6))


def test_an_attempt_that_is_not_finished_has_no_score():
    with pytest.raises(NoScore, match="once every question has been answered"):
        score_of(take(build_check(), 3, count=7))


@pytest.mark.parametrize("people", [1, 20])
def test_a_score_takes_three_queries(people, django_assert_num_queries):
    quiz = build_check()
    attempts = [take(quiz, 1 + number % 7) for number in range(people)]
    with django_assert_num_queries(3):
        score_of(attempts[0])
