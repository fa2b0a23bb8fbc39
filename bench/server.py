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

from bench.environment import ROOT, WORK


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
            deadline = time.monotonic() + 240  # on a machine that is busy
            while not listens(port):
                if master.poll() is not None or time.monotonic() > deadline:
                    sys.exit(f"gunicorn did not start.\n{(WORK / 'gunicorn.log').read_text()[-2000:]}")
                time.sleep(0.1)
            yield Server(port, master)
        finally:
            master.terminate()
            master.wait(timeout=20)
