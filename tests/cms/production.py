"""The settings as they are in production."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VALUES = {
    "PRODUCTION": "1",
    "SECRET_KEY": "k3!vQz9#mB7@xW2$eR5%tY8^uI1&oP4*aS6(dF0)gH-jL=zX+cVbNmQ",
    "ALLOWED_HOSTS": "touchstone.example",
    "SITE_URL": "https://touchstone.example",
    "EMAIL_URL": "smtp://user:secret@mail.touchstone.example:587",
    "DATABASE_URL": "sqlite:////tmp/never-opened.sqlite3",
}
UNSET = {"TOUCHSTONE_TEST_RUN", "DEMO", "DEBUG", "REDIS_URL", "TASK_QUEUE", "SECOND_FACTOR_REQUIRED", "TRUSTED_PROXIES"}


def run(*command, **changes):
    """A Python process with these settings; a value of None is left out."""
    values = {**os.environ, **VALUES, **changes}
    environment = {
        key: value for key, value in values.items() if value is not None and key not in UNSET - changes.keys()
    }
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def load(monkeypatch):
    """Every setting, as the file gives it in production."""
    for key in UNSET:
        monkeypatch.delenv(key, raising=False)
    for key, value in VALUES.items():
        monkeypatch.setenv(key, value)
    loaded = runpy.run_path(str(ROOT / "cms" / "settings.py"))
    return {key: value for key, value in loaded.items() if key.isupper()}
