"""gunicorn as the site runs under it, on a free port of this machine."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.environment import ROOT, WORK, python, sqlite_url


@dataclass(frozen=True)
class Server:
    port: int
    master: subprocess.Popen

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.master.pid}/task/{self.master.pid}/children")
        return [int(pid) for pid in children.read_text().split()]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def gunicorn(values: dict[str, str], *, application: str = "cms.wsgi", threads: int = 4) -> Iterator[Server]:
    """Two workers forked from a loaded master, so that a new one answers at once."""
    port = free_port()
    with (WORK / "gunicorn.log").open("w") as log:
        master = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", application, "--preload", "--no-control-socket"),
                *("--bind", f"127.0.0.1:{port}", "--workers", "2", "--worker-class", "gthread"),
                *("--threads", str(threads), "--keep-alive", "30", "--graceful-timeout", "2"),
            ],
            cwd=ROOT,
            env={**os.environ, **values},
            stdout=log,
            stderr=log,
        )
        try:
            deadline = time.monotonic() + 180
            while not listens(port):
                if master.poll() is not None or time.monotonic() > deadline:
                    sys.exit(f"gunicorn did not start.\n{(WORK / 'gunicorn.log').read_text()[-2000:]}")
                time.sleep(0.1)
            yield Server(port, master)
        finally:
            master.terminate()
            master.wait(timeout=20)


def production_values(static: str, *, database: str) -> dict[str, str]:
    """Hashed and compressed static files below `static`, HTTPS as a proxy would announce it."""
    return {
        "DJANGO_SETTINGS_MODULE": "bench.production",
        "BENCH_STATIC": static,
        "DATABASE_URL": sqlite_url(database),
        "REDIS_URL": "",
        "PRODUCTION": "1",
        "DEMO": "0",
        "SECRET_KEY": "for the bench only " * 3,
        "ALLOWED_HOSTS": "localhost",
        "SITE_URL": "https://localhost",
        "EMAIL_URL": "smtp://localhost:25",
        "TRUSTED_PROXIES": "1",
    }


@contextmanager
def in_production(static: str, *, database: str) -> Iterator[Server]:
    """The site in production mode, with a blank page beside it at /static/blank.html."""
    values = production_values(static, database=database)
    python("manage.py", "collectstatic", "--noinput", "--verbosity", "0", **values)
    Path(static, "blank.html").write_text(BLANK)
    with gunicorn(values) as server:
        yield server


BLANK = """<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Blank</title>
<meta name="description" content="Nothing."><link rel="icon" href="data:,"></head>
<body><main><h1>Blank</h1></main></body>
</html>
"""
