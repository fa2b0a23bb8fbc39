"""Where the bench runs: in the project's .venv, with files of its own under var/bench/."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "var" / "bench"
PYTHON = ROOT / ".venv" / "bin" / "python"


def use_venv(module: str) -> None:
    """Start again in .venv as `python -m module`, unless this already is a virtual environment."""
    WORK.mkdir(parents=True, exist_ok=True)
    os.chdir(ROOT)
    if sys.prefix == sys.base_prefix:
        if not PYTHON.exists():
            sys.exit("There is no .venv yet: python3 manage.py test --version makes it.")
        os.execv(PYTHON, [str(PYTHON), "-m", module, *sys.argv[1:]])


def sqlite_url(name: str) -> str:
    return f"sqlite:///{WORK / name}.sqlite3"


def python(*arguments: str, **values: str) -> str:
    """Run this Python in a fresh process with these environment values; what it prints, or the end with its error."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env={**os.environ, **values}, stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        sys.exit(f"{' '.join(arguments)} failed.\n{done.stdout}")
    return done.stdout
