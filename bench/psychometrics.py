"""The speed of the measuring engine: python bench/psychometrics.py [--rounds 15]

One run measures ours, NumPy's bare product of the marks, and R's psych and eRm on the same numbers in the same order,
each on one thread, and prints one line a bar. Without R, or without one of its packages, it says so, and the bars that
need it fail as not measured. What counts is the ratio in this run, not the times.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parent.parent)  # instead of bench/, whose site.py hides Python's own
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

from bench.environment import use_venv  # noqa: E402

PEOPLE, QUESTIONS = 10_000, 50
SCRIPTS, EACH = 60, 20
OURS = ("product", "items", "rasch", "judging")
IN_R = {
    "psych": "suppressMessages(library(psych)); f <- function() psych::alpha(x, check.keys = FALSE, warnings = FALSE)",
    "eRm": "suppressMessages(library(eRm)); f <- function() RM(x, se = TRUE, sum0 = TRUE)",
}


@dataclass(frozen=True)
class Bar:
    """`subject` takes at most `most` times as long as `against`, is `least` times as fast, or takes `milliseconds`."""

    what: str
    subject: str
    against: str | None
    most: float | None = None
    least: float | None = None
    milliseconds: float | None = None


# The bars in milliseconds were set on a machine of 2026 with two cores; the ratios hold anywhere.
BARS = (
    Bar(f"item analysis {PEOPLE} x {QUESTIONS}", "items", "product", most=3),
    Bar(f"item analysis {PEOPLE} x {QUESTIONS}", "items", "psych", least=150),
    Bar(f"Rasch CML with SE {PEOPLE} x {QUESTIONS}", "rasch", "eRm", least=50),
    Bar(f"Rasch CML with SE {PEOPLE} x {QUESTIONS}", "rasch", None, milliseconds=144),
    Bar(f"Bradley-Terry {SCRIPTS} scripts, {SCRIPTS * EACH // 2} decisions", "judging", None, milliseconds=10),
)


def answers():
    """The same 0 and 1 each time: the Rasch model with standard normal people and questions."""
    import numpy as np

    draw = np.random.default_rng(20)
    chance = 1 / (1 + np.exp(draw.normal(size=QUESTIONS) - draw.normal(size=(PEOPLE, 1))))
    return (draw.random((PEOPLE, QUESTIONS)) < chance).astype(np.float64)


def decisions():
    import numpy as np

    from quizzes.psychometrics.pairing import random_pairs

    draw = np.random.default_rng(21)
    strength = 1.5 * draw.normal(size=SCRIPTS)
    pairs = np.array(random_pairs(SCRIPTS, EACH, seed=22))
    first = draw.random(len(pairs)) < 1 / (1 + np.exp(strength[pairs[:, 1]] - strength[pairs[:, 0]]))
    return np.where(first[:, None], pairs, pairs[:, ::-1])


def subjects(marks) -> dict[str, Callable[[], object]]:
    from quizzes.psychometrics.items import item_analysis
    from quizzes.psychometrics.judging import bradley_terry
    from quizzes.psychometrics.rasch import rasch

    decided = decisions()
    judges = [number % 6 for number in range(len(decided))]
    return {
        "product": lambda: marks.T @ marks,
        "items": lambda: item_analysis(marks),
        "rasch": lambda: rasch(marks),
        "judging": lambda: bradley_terry(decided[:, 0], decided[:, 1], SCRIPTS, judges),
    }


def measure(marks, rounds: int) -> dict[str, list[float]]:
    """Seconds of each subject, taking turns, so that a busy moment of the machine meets all alike."""
    calls, seconds = subjects(marks), {name: [] for name in OURS}
    for _ in range(rounds):
        for name, call in calls.items():
            times = []
            for _ in range(5):
                start = time.perf_counter()
                call()
                times.append(time.perf_counter() - start)
            seconds[name].append(min(times))
    return seconds


def measure_in_r(marks, rounds: dict[str, int]) -> dict[str, list[float]]:
    """Seconds of each function of R on the same marks; empty where R or the package is missing."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "marks.bin"
        marks.T.tofile(file)  # R reads column by column
        read = f'x <- matrix(readBin("{file}", "double", {marks.size}), {PEOPLE}, {QUESTIONS}); x <- as.data.frame(x)'
        return {name: run_r(f"{read}; {call}", rounds[name]) for name, call in IN_R.items()}


def run_r(script: str, rounds: int) -> list[float]:
    timed = f"for (i in 1:{rounds}) cat(system.time(invisible(f()))[['elapsed']], '\\n')"
    try:
        done = subprocess.run(["Rscript", "-e", f"{script}; {timed}"], capture_output=True, text=True)
    except FileNotFoundError:
        return []
    return [float(line) for line in done.stdout.split()] if done.returncode == 0 else []


def judge(bar: Bar, best: dict[str, float]) -> bool:
    subject = best[bar.subject]
    if bar.milliseconds is not None:
        good = 1000 * subject <= bar.milliseconds
        figure = f"{1000 * subject:8.2f} ms             bar {bar.milliseconds:g} ms"
    elif bar.against not in best:
        good, figure = False, f"not measured: no {bar.against} of R here"
    elif bar.most is not None:
        good = subject / best[bar.against] <= bar.most
        figure = f"{subject / best[bar.against]:8.2f} x {bar.against:12} bar {bar.most:g} x"
    else:
        good = best[bar.against] / subject >= (bar.least or 0)
        figure = f"{best[bar.against] / subject:8.0f} x faster than {bar.against:5} bar {bar.least:g} x"
    print(f"P9   {bar.what:45} {figure:45} {'ok' if good else 'NOT OK'}")
    return good


def main() -> None:
    use_venv("bench.psychometrics")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    marks = answers()
    seconds = measure(marks, options.rounds) | measure_in_r(marks, {"psych": 3, "eRm": 3})
    # The least of many runs: noise of the machine only ever adds time.
    best = {name: min(runs) for name, runs in seconds.items() if runs}
    for name, value in best.items():
        print(f"{name:8} {1000 * value:10.2f} ms, the least of {len(seconds[name])}")
    verdicts = [judge(bar, best) for bar in BARS]
    print(f"{sum(verdicts)} passed, {len(verdicts) - sum(verdicts)} failed")
    sys.exit(0 if all(verdicts) else 1)


if __name__ == "__main__":
    main()
