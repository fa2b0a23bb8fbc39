#!/usr/bin/env python3
"""Runs Touchstone's commands. `demo` and `test` first set up `.venv` from requirements.txt.

Only the standard library is used before that. Set TOUCHSTONE_NO_VENV=1 to use the Python you call it with.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements.txt"
STAMP = VENV / ".requirements.sha256"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def set_up() -> None:
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == wanted:
        return
    print("Setting up .venv from requirements.txt (first run or changed file; one to three minutes) ...", flush=True)
    if not PYTHON.exists():
        # --without-pip also works where the system has split off ensurepip
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(VENV)], check=True)
    try:
        subprocess.run(
            [
                *(sys.executable, "-m", "pip", "--python", str(PYTHON), "--disable-pip-version-check"),
                *("install", "--quiet", "--require-hashes", "-r", str(REQUIREMENTS)),
            ],
            check=True,
        )
    except subprocess.CalledProcessError:
        sys.exit(
            "The packages could not be installed. This needs pip 22.3 or newer for "
            f"{sys.executable} (try: {sys.executable} -m pip --version) and a network."
        )
    STAMP.write_text(wanted)


def run_in_venv() -> None:
    command = [str(PYTHON), *sys.argv]
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


def main() -> None:
    if sys.version_info < (3, 11):
        sys.exit("Touchstone needs Python 3.11 or newer.")
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if sys.prefix == sys.base_prefix and os.environ.get("TOUCHSTONE_NO_VENV") != "1":
        if command in ("demo", "test"):
            set_up()
        if PYTHON.exists():
            run_in_venv()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    if command == "test":
        os.environ["TOUCHSTONE_TEST_RUN"] = "1"  # here, since the settings are read before any conftest.py
        import pytest

        sys.exit(pytest.main(sys.argv[2:]))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
