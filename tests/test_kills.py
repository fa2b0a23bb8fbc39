"""Forty leads answer while workers are killed: no acknowledged answer is lost (quality.md 2.2).

Runs bench/autosave_kill.py for some seconds on the database that the tests run on; its full length is for the bench.
A site that forgets one save in twenty after acknowledging it proves that the run would find a loss.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def site(bench_database):
    """The demonstration, laid once for both tests."""
    leads_answer(bench_database, "--build")
    return bench_database


def leads_answer(database: str, *options: str) -> str:
    """What the bench printed; its exit status says whether every bar held."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    kept.pop("TOUCHSTONE_TEST_RUN", None)
    done = subprocess.run(
        [sys.executable, "bench/autosave_kill.py", *options],
        cwd=ROOT,
        env=kept | ({"DATABASE_URL": database} if database else {}),
        capture_output=True,
        text=True,
        timeout=400,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_no_acknowledged_answer_is_lost_while_workers_are_killed(site):
    printed = leads_answer(site, "--seconds", "10", "--keep")
    assert "0 acknowledged answers lost" in printed
    assert "0 older answers over newer ones" in printed


def test_a_site_that_forgets_what_it_acknowledged_is_found_out(site):
    assert "losses found" in leads_answer(site, "--seconds", "10", "--lossy", "--keep")
