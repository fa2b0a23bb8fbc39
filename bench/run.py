"""The speed bars: python bench/run.py [--keep] [--rounds 5] [--requests 200] [--queries] [--only P2 P3]

Builds R and S (bench/bare/) and the demonstration's site, measures each subject in fresh processes that take turns,
and prints one line a bar. What counts is the ratio of CPU times in this run, not the times.
"""

import argparse
import json
import sys
from pathlib import Path
from statistics import median

sys.path[0] = str(Path(__file__).resolve().parent.parent)  # instead of bench/, whose site.py hides Python's own

from bench import site  # noqa: E402
from bench.environment import python, use_venv  # noqa: E402
from bench.subjects import ALL_LESSONS, BARS, SUBJECTS, Bar  # noqa: E402


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help="measure the sites that the last run built")
    parser.add_argument("--bare", action="store_true", help="only R and S: how steady is this machine?")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--queries", action="store_true", help="print the statements of each subject")
    parser.add_argument("--only", nargs="+", metavar="BAR", help="such as P2 P3")
    return parser.parse_args()


def build(bare_only: bool) -> None:
    site.build_bare()
    if not bare_only:
        site.build_site()
        for lessons in (0, 1, ALL_LESSONS):
            site.copy_with_done(lessons)


def measure(names: list[str], rounds: int, requests: int) -> dict[str, dict]:
    """Each subject once a round, each time in a new process; the median of the rounds counts."""
    results: dict[str, list[dict]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            line = python("-m", "bench.measure", name, str(requests), **SUBJECTS[name].environment)
            results[name].append(json.loads(line.splitlines()[-1]))
    return {
        name: {**runs[-1], "seconds": median(run["seconds"] for run in runs), "runs": [run["seconds"] for run in runs]}
        for name, runs in results.items()
    }


def judge(bar: Bar, results: dict[str, dict]) -> bool:
    subject, against = results[bar.subject], results[bar.against]
    ratio = subject["seconds"] / against["seconds"]
    good = ratio <= bar.most and subject["queries"] <= bar.queries
    if bar.same_queries:
        good = good and subject["queries"] == against["queries"]
    print(
        f"{bar.id:4} {bar.what:50} {ratio:6.2f} x {bar.against:11} bar {bar.most:5.2f}   "
        f"{subject['queries']:2} queries  bar {bar.queries}   {'ok' if good else 'NOT OK'}"
    )
    return good


def main() -> None:
    use_venv("bench.run")
    options = arguments()
    if not options.keep:
        build(options.bare)
    bars = [bar for bar in BARS if not options.only or bar.id in options.only]
    named = {name for bar in bars for name in (bar.subject, bar.against)}
    names = ["R", "S"] if options.bare else [name for name in SUBJECTS if name in named]
    results = measure(names, options.rounds, options.requests)
    for name, result in results.items():
        runs = " ".join(f"{seconds * 1000:.2f}" for seconds in result["runs"])
        print(f"{name:13} {result['seconds'] * 1000:6.2f} ms CPU ({runs}), {result['bytes'] / 1000:.1f} kB")
        if options.queries:
            print(*(f"    {statement[:200]}" for statement in result["statements"]), sep="\n")
    verdicts = [judge(bar, results) for bar in bars if {bar.subject, bar.against} <= set(results)]
    print(f"{sum(verdicts)} passed, {len(verdicts) - sum(verdicts)} failed")
    sys.exit(0 if all(verdicts) else 1)


if __name__ == "__main__":
    main()
