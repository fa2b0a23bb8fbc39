"""The bootstrap in manage.py, run for real in an empty folder with the Python that made our own environment."""

import hashlib
import os
import shutil
import subprocess
import sys

import pytest

from tests.test_architecture import ROOT

SETTING_UP = "Setting up .venv"


@pytest.fixture
def clone(tmp_path):
    """A folder with manage.py and a lock that names nothing, so that no network is needed."""
    shutil.copy(ROOT / "manage.py", tmp_path)
    (tmp_path / "requirements.txt").write_text("# nothing\n")
    return tmp_path


def run(clone, *arguments, **values):
    environment = {key: value for key, value in os.environ.items() if key in ("HOME", "PATH", "SYSTEMROOT", "LANG")}
    return subprocess.run(
        [sys._base_executable, "manage.py", *arguments],
        cwd=clone,
        env={**environment, "PIP_NO_INDEX": "1", **values},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_first_run_sets_up_the_environment_and_runs_in_it(clone):
    result = run(clone, "test", "--version")
    assert SETTING_UP in result.stdout
    assert "No module named 'pytest'" in result.stderr  # the lock was empty, and no other Python was used
    stamp = (clone / ".venv" / ".requirements.sha256").read_text()
    assert stamp == hashlib.sha256(b"# nothing\n").hexdigest()


def test_the_second_run_sets_up_nothing_until_the_lock_changes(clone):
    run(clone, "test", "--version")
    assert SETTING_UP not in run(clone, "test", "--version").stdout
    (clone / "requirements.txt").write_text("# nothing yet\n")
    assert SETTING_UP in run(clone, "demo").stdout


def test_packages_that_cannot_be_installed_end_in_one_sentence_and_are_tried_again(clone):
    (clone / "requirements.txt").write_text(f"missing @ file:///missing.whl --hash=sha256:{'0' * 64}\n")
    for _ in range(2):
        result = run(clone, "test", "--version")
        assert result.returncode == 1
        assert "The packages could not be installed." in result.stderr
        assert "Traceback" not in result.stderr.split("The packages")[-1]


def test_other_commands_set_up_nothing(clone):
    run(clone, "check")
    assert not (clone / ".venv").exists()


def test_people_may_bring_their_own_environment(clone):
    run(clone, "test", "--version", TOUCHSTONE_NO_VENV="1")
    assert not (clone / ".venv").exists()
