import pytest

from quizzes.psychometrics.ladder import LADDER, Permission, Statistic, may_score, may_show


def test_every_statistic_stands_on_the_ladder():
    assert set(LADDER) == set(Statistic)


@pytest.mark.parametrize(
    ("statistic", "least"),
    [
        *((Statistic.FACILITY, 5), (Statistic.DISTRIBUTION, 5), (Statistic.GAIN, 10), (Statistic.ALPHA, 15)),
        *((Statistic.SEM, 15), (Statistic.ITEM_CORRELATION, 20), (Statistic.BOUNDARY, 30), (Statistic.AGREEMENT, 30)),
        *((Statistic.OPTION_CORRELATION, 30), (Statistic.UNUSED_OPTION, 40), (Statistic.ITEM_FLAG, 50)),
        *((Statistic.UPPER_LOWER, 50), (Statistic.RASCH, 50), (Statistic.DIF, 50), (Statistic.RASCH_FIT, 200)),
    ],
)
def test_a_statistic_is_shown_from_its_rung_and_not_before(statistic, least):
    assert may_show(statistic, least).show
    assert not may_show(statistic, least - 1).show


@pytest.mark.parametrize(
    ("statistic", "note", "last"),
    [
        (Statistic.ALPHA, "rough", 29),
        (Statistic.ITEM_CORRELATION, "worth another look", 49),
        (Statistic.RASCH, "an illustration only", 99),
        (Statistic.DIF, "weak evidence", 199),
    ],
)
def test_a_note_stands_beside_it_until_there_are_enough(statistic, note, last):
    assert may_show(statistic, last) == Permission(True, note)
    assert may_show(statistic, last + 1) == Permission(True)


def test_a_refusal_says_how_many_are_needed_and_why():
    assert may_show(Statistic.ALPHA, 8).reason == (
        "Needs 15 people; there are 8. With fewer, reliability is mostly chance."
    )
    assert (
        may_show(Statistic.FACILITY, 3).reason == "Needs 5 people; there are 3. Fewer could be traced to one of them."
    )


def test_reliability_needs_three_questions_however_many_people():
    assert not may_show(Statistic.ALPHA, 500, items=2).show
    assert may_show(Statistic.ALPHA, 500, items=3).show


def test_no_score_is_made_of_fewer_than_8_questions():
    assert may_score(8).show
    assert may_score(7).reason == "A score of fewer than 8 questions says too little; this has 7."
