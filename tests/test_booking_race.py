"""People click twice for too few places at the same moment, over HTTP (quality.md 2.1).

Runs bench/booking_race.py once for some people on the database that the tests run on; ten runs with 200 people are for
the bench. A site that looks before it sells proves that the run would find a place that is sold twice.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def laid(bench_database):
    people_click(bench_database, "--build")
    return bench_database


def people_click(database: str, *options: str) -> str:
    """What the bench printed; its exit status says whether every bar held."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    kept.pop("TOUCHSTONE_TEST_RUN", None)
    done = subprocess.run(
        [sys.executable, "bench/booking_race.py", *options],
        cwd=ROOT,
        env=kept | ({"DATABASE_URL": database} if database else {}),
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.mark.parametrize("fault", ["--kill", "--lose"])
def test_no_place_is_sold_twice_and_everybody_is_told_the_truth(laid, fault):
    printed = people_click(laid, "--keep", "--runs", "1", "--people", "60", fault)
    assert "places oversold                      0" in printed


def test_a_site_that_looks_before_it_sells_oversells(laid):
    people_click(laid, "--keep", "--runs", "1", "--people", "30", "--unguarded")
