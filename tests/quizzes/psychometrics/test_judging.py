import numpy as np
import pytest

from quizzes.psychometrics.judging import Unbeaten, Unconnected, bradley_terry
from quizzes.psychometrics.pairing import is_connected, random_pairs
from tests.quizzes.psychometrics.walk import faults


def test_two_scripts_worked_out_by_hand():
    # 30 wins against 10: ln 3 apart; variance of a place (1/30 + 1/10) / 4.
    result = bradley_terry([0] * 30 + [1] * 10, [1] * 30 + [0] * 10, 2, prior=0)
    assert [place.value for place in result.places] == pytest.approx([np.log(3) / 2, -np.log(3) / 2])
    assert result.places[0].se == pytest.approx(((1 / 30 + 1 / 10) / 4) ** 0.5)
    assert result.judgements == (40, 40)


def test_an_unbeaten_script_has_a_place_with_half_a_win_and_half_a_loss():
    result = bradley_terry([0, 0, 1], [1, 2, 2], 3)
    places = [place.value or 0 for place in result.places]
    assert places[0] > places[1] > places[2]
    assert faults(result) == []


def test_plain_likelihood_refuses_an_unbeaten_script():
    with pytest.raises(Unbeaten):
        bradley_terry([0, 0, 1], [1, 2, 2], 3, prior=0)


def test_groups_never_compared_are_refused_by_name():
    with pytest.raises(Unconnected) as refused:
        bradley_terry([0, 1, 3], [1, 2, 4], 6)
    assert refused.value.groups == ((0, 1, 2), (3, 4), (5,))
    assert str(refused.value).endswith("3 groups never compared with each other: 1, 2, 3; 4, 5; 6.")


@pytest.mark.parametrize(
    ("better", "worse", "scripts"),
    [([0], [0], 2), ([0], [2], 2), ([-1], [0], 2), ([0, 1], [1], 2), ([], [], 1), ([0.5], [1], 2)],
)
def test_decisions_that_cannot_be_are_refused(better, worse, scripts):
    with pytest.raises(ValueError):
        bradley_terry(better, worse, scripts)


def coin_tosses(seed):
    toss = np.random.default_rng(seed)
    pairs = np.array([pair if toss.random() < 0.5 else pair[::-1] for pair in random_pairs(30, 20, seed)])
    return bradley_terry(pairs[:, 0], pairs[:, 1], 30).ssr.value or 0.0


def test_coin_tosses_over_random_pairs_separate_nothing():
    assert -0.15 < np.mean([coin_tosses(seed) for seed in range(30)]) < 0.05


def test_a_judge_against_the_others_stands_out():
    pairs = np.array([pair if pair[0] < pair[1] else pair[::-1] for pair in random_pairs(12, 11, 1)] * 4)
    judges = np.arange(len(pairs)) % 4
    pairs[judges == 3] = pairs[judges == 3][:, ::-1]
    seconds = np.where(judges == 3, np.nan, 20.0 + judges)
    result = bradley_terry(pairs[:, 0], pairs[:, 1], 12, judges.tolist(), seconds)
    assert [judge.judge for judge in result.judges if (judge.infit.value or 0) > 1.5] == [3]
    assert [judge.median_seconds for judge in result.judges] == [20, 21, 22, None]


def test_decisions_without_a_judge_each_are_refused():
    with pytest.raises(ValueError, match="needs a judge"):
        bradley_terry([0, 1], [1, 0], 2, judges=["one"])


@pytest.mark.parametrize(("scripts", "each"), [(30, 20), (60, 10), (7, 10), (9, 4), (2, 5), (31, 16)])
def test_pairs_are_balanced(scripts, each):
    pairs = random_pairs(scripts, each, seed=1)
    shown = np.bincount(np.ravel(pairs), minlength=scripts)
    assert (shown.min(), shown.max(), len(pairs)) == (each, each, scripts * each // 2)
    assert all(one != two for one, two in pairs)
    assert is_connected(scripts, pairs)


@pytest.mark.parametrize("seed", range(20))
def test_three_scripts_are_shown_equally_often_whoever_sat_out(seed):
    assert np.bincount(np.ravel(random_pairs(3, 8, seed))).tolist() == [8, 8, 8]


def test_an_odd_number_of_places_shows_one_script_once_more():
    assert sorted(np.bincount(np.ravel(random_pairs(5, 3, seed=1)))) == [3, 3, 3, 3, 4]


def test_no_pair_comes_twice_while_there_are_others():
    pairs = random_pairs(30, 20, seed=2)
    assert len({frozenset(pair) for pair in pairs}) == len(pairs)


def test_the_same_seed_gives_the_same_pairs():
    assert random_pairs(12, 10, seed=5) == random_pairs(12, 10, seed=5) != random_pairs(12, 10, seed=6)


@pytest.mark.parametrize(("scripts", "each"), [(1, 10), (10, 0)])
def test_a_design_without_pairs_is_refused(scripts, each):
    with pytest.raises(ValueError):
        random_pairs(scripts, each, seed=1)
