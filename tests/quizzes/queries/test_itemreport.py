"""What so many people allow to be said of a question and of a quiz."""

from itertools import cycle, islice, product

import pytest

from quizzes.models import Quiz
from quizzes.psychometrics.items import item_analysis
from quizzes.queries.analysis import sample_of
from quizzes.queries.itemreport import quiz_report
from tests.quizzes.builders import build_quiz
from tests.quizzes.sampling import build_paper, build_sample, papers, spread

pytestmark = pytest.mark.django_db
MIXED = ["aab", "abb", "bab", "bba", "baa", "aba"]  # every question was right where another was wrong


def report_of(*rows, **options):
    return quiz_report(sample_of(build_sample(*rows).pk), **options)


def first(report):
    return report.lines[0]


# Few people -------------------------------------------------------------------------------------------------------


def test_nobody_gives_an_empty_report():
    report = quiz_report(sample_of(build_quiz().pk))
    assert (report.people, report.is_shown, first(report).facility.known) == (0, False, False)
    assert report.alpha.reason == "Needs 15 people; there are 0. With fewer, reliability is mostly chance."


def test_of_four_people_nothing_is_told_but_their_number():
    report = report_of(*papers(3, 1))
    line = first(report)
    assert (report.is_shown, line.right, line.facility.value) == (False, None, None)
    assert line.words == "4 people have answered; shown from 5."
    assert report.distribution == ()


def test_of_five_people_the_count_is_told_without_an_adjective():
    line = first(report_of(*papers(4, 1)))
    assert line.words == "4 of 5 people got this right."
    assert (line.facility.text, line.facility.range) == ("0.80", "0.38 to 0.96")
    assert line.tags == ()


def test_from_twenty_people_words_are_used():
    line = first(report_of(*papers(19, 1)))
    assert line.words.startswith("Nearly everybody got this right (19 of 20).")
    assert line.tags == ("very easy",)


@pytest.mark.parametrize(
    ("right", "words"),
    [
        (0, "Nobody got this right (0 of 20)."),
        (3, "Very few people got this right (3 of 20)."),
        (4, "Fewer than half got this right (4 of 20)."),
        (10, "About half got this right (10 of 20)."),
        (12, "Most people got this right (12 of 20)."),
        (20, "Everybody got this right (20 of 20)."),
    ],
)
def test_words_follow_the_share(right, words):
    assert first(report_of(*papers(right, 20 - right))).words.startswith(words)


def test_reliability_is_told_from_fifteen_people_and_three_questions():
    told = [report_of(*spread(n, k)).alpha for n, k in [(14, 3), (15, 2), (15, 3), (30, 3)]]
    assert [(alpha.known, alpha.note) for alpha in told] == [*((False, ""), (False, ""), (True, "rough"), (True, ""))]


def test_figures_are_those_of_the_engine():
    quiz = build_sample(*spread(40, 8))
    sample = sample_of(quiz.pk)
    report, expected = quiz_report(sample), item_analysis(sample.marks)
    assert [line.correlation.value for line in report.lines] == [item.correlation.value for item in expected.items]
    assert [line.facility.high for line in report.lines] == [item.facility.high for item in expected.items]
    assert (report.alpha.value, report.sem.low) == (expected.alpha.value, expected.sem.low)


def test_correlations_are_told_from_twenty_people():
    assert [report_of(*spread(n, 3)).has_correlations for n in (19, 20)] == [False, True]


@pytest.mark.parametrize(("n", "tag"), [(18, ()), (24, ("worth another look",)), (54, ("check the key first",))])
def test_a_question_against_the_rest_is_flagged_only_from_fifty(n, tag):
    third = n // 3
    rows = ["baa"] * third + ["abb"] * third + ["bab"] * (n - 2 * third)
    assert first(report_of(*rows)).tags == tag


@pytest.mark.parametrize(("n", "note"), [(20, "rough"), (49, "rough"), (50, "")])
def test_correlations_are_rough_below_fifty(n, note):
    assert {line.correlation.note for line in report_of(*spread(n, 3)).lines} == {note}


def test_what_goes_with_the_rest_is_said_only_when_the_whole_interval_bears_it_out():
    assert "tended to do well here" in first(report_of(*papers(12, 12))).words
    unrelated = ["".join(letters) for letters in product("ab", repeat=3)] * 3
    assert "cannot be told yet" in first(report_of(*unrelated)).words


# The whole --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("k", "told"), [(7, False), (8, True)])
def test_a_total_and_its_range_are_told_only_from_eight_questions(k, told):
    report = report_of(*spread(30, k))
    assert bool(report.band) == told
    assert bool(report.distribution) == told


def test_the_range_of_a_total_is_told_in_words():
    assert report_of(*spread(30, 8)).band == (
        "A total of 4 on these 8 questions is best read as 3 to 5 (9 times in 10)."
    )


def test_the_distribution_counts_people_by_questions_right():
    report = report_of(*papers(4, 2, k=8))
    assert report.distribution == (("0", 2), *((str(n), 0) for n in range(1, 8)), ("8", 4))


@pytest.mark.parametrize(
    ("n", "there", "note"), [(49, False, None), (50, True, "an illustration only"), (100, True, "")]
)
def test_the_ruler_needs_fifty_people_and_is_an_illustration_below_a_hundred(n, there, note):
    report = report_of(*islice(cycle(MIXED), n))
    assert (report.rasch is not None) == there
    assert note is None or report.rasch_note == note


def test_those_with_nothing_or_everything_right_are_counted_beside_the_ruler():
    assert report_of(*MIXED * 10, *papers(3, 2)).extremes == (2, 3)


def test_the_index_is_off_unless_asked_for():
    rows = spread(50, 3)
    assert [first(report_of(*rows, index=index)).index.known for index in (False, True)] == [False, True]
    assert first(report_of(*rows[:49], index=True)).index.known is False


def test_figures_for_experts_come_from_fifty_people():
    assert [report_of(*spread(n, 3)).for_experts for n in (49, 50)] == [False, True]
    assert first(report_of(*spread(49, 3))).moodle[1].known is False


# Whose answers ----------------------------------------------------------------------------------------------------


def test_reports_match_whatever_order_people_came_in_and_options_were_shown_in():
    rows = spread(60, 4)
    one = quiz_report(sample_of(build_sample(*rows, order=["a", "b", "c"]).pk), index=True)
    other = quiz_report(sample_of(build_sample(*reversed(rows), order=["c", "a", "b"]).pk), index=True)
    figures = [
        (line.facility, line.correlation, line.alpha_if_dropped, line.index, line.moodle, line.difficulty)
        for line in one.lines
    ]
    assert figures == [
        (line.facility, line.correlation, line.alpha_if_dropped, line.index, line.moodle, line.difficulty)
        for line in other.lines
    ]
    assert (one.alpha, one.lambda2, one.sem) == (other.alpha, other.lambda2, other.sem)


def test_part_marks_are_told_as_an_average():
    quiz = build_quiz(["multiple"])
    for _ in range(4):
        build_paper(quiz, [{"choices": ["a", "d"]}])
    question = quiz.items.get().question.current.content
    build_paper(quiz, [{"choices": sorted(entry["id"] for entry in question["entries"] if entry["key"])}])
    line = first(quiz_report(sample_of(quiz.pk)))
    assert line.words == f"People got {line.facility.text} of the mark on average; 1 of 5 got every part right."


def test_figures_of_the_whole_rest_on_those_with_every_answer():
    quiz = build_sample(*papers(5, 5))
    for _ in range(5):
        build_paper(quiz, [{"choice": "a"}, {"choice": "a"}, None])
    report = quiz_report(sample_of(quiz.pk))
    assert (report.people, report.n, [line.n for line in report.lines]) == (15, 10, [15, 15, 10])
    assert report.alpha.reason == "Needs 15 people; there are 10. With fewer, reliability is mostly chance."


def test_blanks_of_a_test_count_as_nothing_right():
    quiz = build_sample(*["a-"] * 5, mode=Quiz.Mode.TEST)
    assert [line.right for line in quiz_report(sample_of(quiz.pk)).lines] == [5, 0]
