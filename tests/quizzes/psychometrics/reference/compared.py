"""Our values beside R's, statistic by statistic. Run as a module it prints the largest difference of each."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from quizzes.psychometrics import agreement, classification, dif, gains, judging, moodle, rasch, regression, reliability
from quizzes.psychometrics.items import item_analysis
from quizzes.psychometrics.krippendorff import krippendorff
from quizzes.psychometrics.options import distractor_table
from quizzes.psychometrics.uncertainty import wilson
from quizzes.psychometrics.upper_lower import upper_lower
from quizzes.psychometrics.value import Value

HERE = Path(__file__).parent
REFERENCE = json.loads((HERE / "reference.json").read_text())
CLOSED, ITERATIVE = 1e-8, 5e-4
FLOOR = 1e-10


@dataclass(frozen=True)
class Compared:
    """One statistic on one data set. tolerance: relative."""

    name: str
    ours: list
    theirs: list
    tolerance: float = CLOSED

    @property
    def apart(self) -> tuple[np.ndarray, np.ndarray]:
        """Absolute differences and the sizes they are judged by; infinite where only one side has a value."""
        ours, theirs = (np.ravel(np.array(values, dtype=np.float64)) for values in (self.ours, self.theirs))
        one_sided = np.isnan(ours) != np.isnan(theirs)
        return np.where(one_sided, np.inf, np.nan_to_num(np.abs(ours - theirs))), np.abs(np.nan_to_num(theirs))

    @property
    def agrees(self) -> bool:
        apart, sizes = self.apart
        return bool((apart <= np.maximum(FLOOR, self.tolerance * sizes)).all())

    @property
    def worst(self) -> float:
        """Largest relative difference, of values that are not 0."""
        apart, sizes = self.apart
        return float((apart[sizes > FLOOR] / sizes[sizes > FLOOR]).max(initial=0.0))


def table(name: str) -> dict[str, np.ndarray]:
    """The columns of a data set; NaN for missing."""
    rows = np.genfromtxt(HERE / "data" / f"{name}.csv", delimiter=",", names=True)
    return {str(column): rows[column] for column in rows.dtype.names or ()}


def marks(name: str) -> np.ndarray:
    """(n, k) marks of a data set; patterns with counts are spread out to people."""
    columns = table(name)
    counts = columns.pop("people", None)
    columns.pop("male", None)
    matrix = np.column_stack(list(columns.values()))
    return matrix if counts is None else np.repeat(matrix, counts.astype(int), axis=0)


def by_design(wants: np.ndarray) -> np.ndarray:
    """Twelve questions, each person asked eight; without those who got nothing or everything right."""
    asked = wants[:, :12].copy()
    asked[0::2, :4] = np.nan
    asked[1::2, 8:] = np.nan
    right = np.nansum(asked, axis=1)
    return asked[(right > 0) & (right < 8)]


def value(*values: Value) -> list:
    return [one.value for one in values]


def bounds(*values: Value) -> list:
    return [[one.low, one.high] for one in values]


def papers() -> Iterator[Compared]:
    for name, full in (("lsat6", 1), ("lsat7", 1), ("attitude", 100), ("verbal_aggression", 2)):
        r = REFERENCE["papers"][name.replace("verbal_", "")]
        ours = item_analysis(marks(name), full)
        for part in ("facility", "correlation", "alpha_if_dropped"):
            values = [getattr(item, part) for item in ours.items]
            yield Compared(f"{part} {name}", value(*values), r[part])
            yield Compared(f"{part} interval {name}", bounds(*values), r[f"{part}_interval"])
        yield Compared(f"sd {name}", [item.sd for item in ours.items], r["sd"])
        yield Compared(f"alpha {name}", value(ours.alpha), [r["alpha"]])
        yield Compared(f"alpha interval {name}", bounds(ours.alpha), [r["alpha_interval"]])
        yield Compared(f"lambda-2 {name}", value(ours.lambda2), [r["lambda2"]])
        yield Compared(f"SEM {name}", value(ours.sem), [r["sem"]])
        yield Compared(f"SEM interval {name}", bounds(ours.sem), [r["sem_interval"]])


def other_items() -> Iterator[Compared]:
    aggression = marks("verbal_aggression")
    for name, full in (("lsat7", 1), ("verbal_aggression", 2)):
        r = REFERENCE["upper_lower"][name.replace("verbal_", "")]
        yield Compared(f"upper-lower index {name}", value(*upper_lower(marks(name), full)), r)
    first = aggression[:, 0].tolist()
    options = distractor_table(first, [0, 1, 2], 2, first, aggression.sum(axis=1)).options[:3]
    r = REFERENCE["options"]
    yield Compared("option counts", [row.count for row in options], [row["count"] for row in r])
    for part in ("correlation", "mean_total"):
        ours = [getattr(row, part).value for row in options]
        yield Compared(f"option {part}", ours, [row[part] for row in r])
    for row in REFERENCE["wilson"]:
        ours = [bounds(wilson(row["right"], row["n"], level)) for level in (0.95, 0.90)]
        yield Compared(f"Wilson {row['right']} of {row['n']}", ours, [row["interval"], row["interval_90"]])


def as_moodle() -> Iterator[Compared]:
    for name, full in (("lsat6", 1), ("attitude", 100), ("verbal_aggression", 2)):
        r = REFERENCE["moodle"][name.replace("verbal_", "")]
        ours = moodle.moodle_statistics(marks(name), full)
        for part in ("facility", "discrimination_index", "discriminative_efficiency", "effective_weight"):
            yield Compared(f"Moodle {part} {name}", [getattr(item, part).value for item in ours.items], r[part])
        for part in ("cic", "error_ratio", "standard_error"):
            yield Compared(f"Moodle {part} {name}", value(getattr(ours, part)), [r[part]])


def boundaries() -> Iterator[Compared]:
    for row in REFERENCE["boundaries"]:
        ours = classification.boundary(row["cut"], row["mean"], row["sd"], Value(row["r"], row["r"], row["r"], 100))
        yield Compared(f"consistency at {row['cut']}", value(ours.consistency), [row["consistency"]])
        yield Compared(f"accuracy at {row['cut']}", value(ours.accuracy), [row["accuracy"]])
    for row in REFERENCE["below_cut"]:
        group = regression.below_cut(row["cut"], row["mean"], row["sd"], row["r"])
        ours = [getattr(group, part) for part in ("share", "first_mean", "rise")]
        yield Compared(f"group below {row['cut']}", ours, [row["share"], row["first_mean"], row["rise"]])


def changes() -> Iterator[Compared]:
    sleep, weights = table("sleep"), table("anorexia")
    for name, before, after in (
        ("gain", sleep["one"], sleep["two"]),
        ("gain_anorexia", weights["before"], weights["after"]),
    ):
        r, ours = REFERENCE[name], gains.gain(before, after)
        again, error = reliability.retest_correlation(before, after), reliability.retest_sem(before, after)
        yield Compared(
            f"mean change {name}",
            [ours.change.value, bounds(ours.change)[0][0]],
            [r["change"], r["change_interval"][0]],
        )
        yield Compared(f"d_av {name}", [ours.d_av.value, ours.d_av.se], [r["d_av"], r["d_av_se"]])
        yield Compared(f"test-retest {name}", [again.value, *bounds(again)[0]], [r["retest"], *r["retest_interval"]])
        yield Compared(
            f"retest SEM {name}", [error.value, *bounds(error)[0]], [r["retest_sem"], *r["retest_sem_interval"]]
        )
    yield from groups(weights)


def groups(weights: dict[str, np.ndarray]) -> Iterator[Compared]:
    treated, r = weights["treated"] == 1, REFERENCE["two_groups"]
    ours = gains.group_difference(weights["after"][~treated], weights["after"][treated])
    yield Compared(
        "difference of groups",
        [ours.difference.value, *bounds(ours.difference)[0]],
        [r["difference"], *r["difference_interval"]],
    )
    yield Compared("d and Hedges g", value(ours.d, ours.g), [r["d"], r["g"]])
    yield Compared("noncentral t interval", bounds(ours.d)[0], r["d_interval"], ITERATIVE)
    r, adjusted = REFERENCE["ancova"], gains.adjusted_difference(weights["before"], weights["after"], treated)
    for part in ("difference", "slope"):
        one = getattr(adjusted, part)
        yield Compared(f"ANCOVA {part}", [one.value, *bounds(one)[0]], [r[part], *r[f"{part}_interval"]])
    yield Compared("ANCOVA SE", [adjusted.difference.se], [r["se"]])


def markers() -> Iterator[Compared]:
    aggression, r = marks("verbal_aggression"), REFERENCE["markers"]
    ours = agreement.marker_agreement(aggression[:, 0], aggression[:, 1])
    yield Compared("exact and within one", value(ours.exact, ours.within_one), [r["exact"], r["within_one"]])
    yield Compared("exact interval", bounds(ours.exact)[0], r["exact_interval"])
    yield Compared("weighted kappa", value(ours.kappa), [r["kappa"]])
    yield Compared("weighted kappa SE", [ours.kappa.se], [r["kappa_se"]])
    pefr, r = table("pefr"), REFERENCE["pefr"]
    ours = agreement.marker_agreement(pefr["large"], pefr["mini"])
    yield Compared(
        "leniency", [ours.leniency.value, *bounds(ours.leniency)[0]], [r["leniency"], *r["leniency_interval"]]
    )
    yield Compared("Bland-Altman limits", value(ours.lower_limit, ours.upper_limit), r["limits"])
    half = (ours.upper_limit.high or 0) - (ours.upper_limit.value or 0)
    yield Compared("interval of limits", [half], [r["half_of_limits"]])
    for name, r in REFERENCE["icc"].items():
        icc = agreement.icc21(marks(name))
        yield Compared(f"ICC(2,1) {name}", [icc.value, *bounds(icc)[0]], [r["icc"], *r["interval"]])
    for name, theirs in REFERENCE["krippendorff"].items():
        of_attitude = name.startswith("attitude")
        scale = {"attitude": "interval", "attitude_ordinal": "ordinal"}.get(name, name)
        data = marks("attitude" if of_attitude else "krippendorff")
        yield Compared(f"Krippendorff {name}", value(krippendorff(data, scale)), [theirs])


def judged() -> Iterator[Compared]:
    for name, scripts, prior in (("citations", 4, 0.0), ("decisions", 12, 0.5)):
        data, r = table(name), REFERENCE["bradley_terry"][name]
        times = data.get("times", np.ones(data["better"].size)).astype(int)
        better, worse = (np.repeat(data[column].astype(int), times) for column in ("better", "worse"))
        ours = judging.bradley_terry(better, worse, scripts, judges=["one"] * better.size, prior=prior)
        yield Compared(f"Bradley-Terry {name}", value(*ours.places), r["place"], ITERATIVE)
        yield Compared(f"Bradley-Terry SE {name}", [place.se for place in ours.places], r["se"], ITERATIVE)
        yield Compared(f"SSR {name}", value(ours.ssr), [r["ssr"]], ITERATIVE)
        yield Compared(f"judge infit {name}", value(ours.judges[0].infit), [r["infit"]], ITERATIVE)


def on_one_ruler() -> Iterator[Compared]:
    wants = (marks("verbal_aggression") > 0).astype(float)
    data = {"lsat6": marks("lsat6"), "aggression": wants, "by_design": by_design(wants)}
    for name, matrix in data.items():
        ours, r = rasch.rasch(matrix), REFERENCE["rasch"][name]
        difficulty = [item.difficulty for item in ours.items]
        yield Compared(f"Rasch difficulty {name}", value(*difficulty), r["difficulty"], ITERATIVE)
        yield Compared(f"Rasch SE {name}", [one.se for one in difficulty], r["se"], ITERATIVE)
        yield Compared(f"Rasch by psychotools {name}", value(*difficulty), r["by_psychotools"], ITERATIVE)
        yield Compared(f"Rasch likelihood {name}", [ours.log_likelihood], [r["log_likelihood"]], ITERATIVE)
        for part in ("infit", "outfit"):
            yield Compared(
                f"Rasch {part} {name}", [getattr(item, part).value for item in ours.items], r[part], ITERATIVE
            )
        yield Compared(f"Rasch separation {name}", value(ours.separation), [r["separation"]], ITERATIVE)
        if r["people"]:
            yield Compared(f"Rasch people {name}", value(*ours.people), r["people"], ITERATIVE)
    found = dif.mantel_haenszel(wants, table("verbal_aggression")["male"] == 1)
    yield Compared(
        "Mantel-Haenszel delta", [one.delta.value for one in found], [row["delta"] for row in REFERENCE["dif"]]
    )
    yield Compared("Mantel-Haenszel SE", [one.delta.se for one in found], [row["se"] for row in REFERENCE["dif"]])


def everything() -> list[Compared]:
    parts = (papers, other_items, as_moodle, boundaries, changes, markers, judged, on_one_ruler)
    return [compared for part in parts for compared in part()]


if __name__ == "__main__":
    for one in everything():
        sys.stdout.write(f"{one.name:52} {one.worst:8.1e}  of {one.tolerance:.0e}{'' if one.agrees else '  NO'}\n")
