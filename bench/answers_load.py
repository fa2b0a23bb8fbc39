"""P4: how many answers a second 64 leads can save: python bench/answers_load.py [--saves 10000] [--rounds 10]

The bare save S and the site take turns under gunicorn with two workers; what counts is the ratio of their saves a
second in this run. Every acknowledged save of the site must be in the database at the end, once, and no later save
may have been lost to an earlier one. Uses SQLite under var/bench/, or the databases that DATABASE_URL (its name must
contain "bench") and BARE_DATABASE_URL name.
"""

import argparse
import os
import selectors
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

sys.path[0] = str(Path(__file__).resolve().parent.parent)  # instead of bench/, whose site.py hides Python's own

from bench import site  # noqa: E402
from bench.environment import python, sqlite_url, use_venv  # noqa: E402
from bench.server import gunicorn  # noqa: E402
from bench.subjects import BARE  # noqa: E402

LEAST = 0.6  # of S's saves a second
CLIENTS = 64
BARE_CLIENTS = """
import django; django.setup()
from django.contrib.auth.models import User
from bench.client import TOKEN, session_cookie
from django.conf import settings
from bench.bare.models import Answer
Answer.objects.all().delete()
for number in range({clients}):
    user, _ = User.objects.get_or_create(username=f"client{{number}}")
    session = f"{{settings.SESSION_COOKIE_NAME}}={{session_cookie(user.username)}}"
    print(f"{{session}}; {{settings.CSRF_COOKIE_NAME}}={{TOKEN}}")
"""


@dataclass
class Saver:
    """One browser with one question open: sends the next save when the last was acknowledged."""

    path: str
    cookies: str
    fields: dict[str, str]
    choices: list[str]
    user_id: int = 0
    key: str = ""
    seq: int = 0
    acknowledged: int = 0
    received: bytes = b""
    connection: socket.socket | None = None

    def request(self) -> bytes:
        from bench.client import TOKEN

        self.seq += 1
        fields = {**self.fields, "choice": self.choice(self.seq), "do": "save", "seq": str(self.seq)}
        body = urlencode({**fields, "csrfmiddlewaretoken": TOKEN}).encode()
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: localhost\r\nCookie: {self.cookies}\r\nAccept: application/json\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def choice(self, seq: int) -> str:
        return self.choices[seq % len(self.choices)]

    def reply(self) -> tuple[int, bytes] | None:
        """Status and body when all of it has arrived."""
        head, gap, body = self.received.partition(b"\r\n\r\n")
        if not gap:
            return None
        lengths = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
        if not lengths or len(body) < int(lengths[0].split(b":")[1]):
            return None
        self.received = b""
        return int(head[9:12]), body


@dataclass
class Run:
    saves: int = 0
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        return self.saves / self.seconds


def drive(port: int, savers: list[Saver], saves: int) -> Run:
    """All savers at once until so many saves were acknowledged; one loop of sockets, so that it costs little itself."""
    run, selector = Run(), selectors.DefaultSelector()
    for saver in savers:
        saver.connection = socket.create_connection(("127.0.0.1", port))
        selector.register(saver.connection, selectors.EVENT_READ, saver)
    began = time.monotonic()
    for saver in savers:
        saver.connection.sendall(saver.request())
    waiting = len(savers)
    while waiting:
        for ready, _ in selector.select(timeout=30) or stalled(run):
            if served(ready.data, run, saves - waiting):
                selector.unregister(ready.fileobj)  # a connection that the server ends later is no error
                waiting -= 1
    run.seconds = time.monotonic() - began
    for saver in savers:
        saver.connection.close()
    return run


def stalled(run: Run) -> Iterator:
    sys.exit(f"No reply within 30 seconds after {run.saves} saves.")


def served(saver: Saver, run: Run, last: int) -> bool:
    """Reads what came; sends the next save unless enough were sent. True when this saver is done."""
    chunk = saver.connection.recv(65536)
    saver.received += chunk
    reply = saver.reply()
    if reply is None and chunk:
        return False
    if reply and reply[0] == 200:
        run.saves += 1
        saver.acknowledged = saver.seq
    else:
        run.errors.append(f"{saver.path}: {reply[0] if reply else 'closed'} at {saver.seq}")
    if not chunk or run.saves > last:
        return True
    saver.connection.sendall(saver.request())
    return False


def bare_savers(values: dict[str, str]) -> list[Saver]:
    lines = python("-c", BARE_CLIENTS.format(clients=CLIENTS), **values).split("\n")
    return [Saver("/save/", cookies, {}, ["a", "b"]) for cookies in filter(None, lines)]


def site_savers() -> list[Saver]:
    """Leads with the demonstration's first lesson open, each at another of its questions with one choice."""
    from bench.autosave_kill import enrol
    from bench.client import Client, answer_forms
    from bench.subjects import LESSON

    people, savers = enrol(CLIENTS), []
    forms = answer_forms(Client("bench0@touchstone.example").call(LESSON).body)
    for number, (user_id, cookies) in enumerate(people):
        action, hidden, choices = forms[number % len(forms)]
        letters = [value for choice in choices for name, value in choice.items() if name == "choice"]
        savers.append(Saver(action, cookies, hidden, letters, user_id, action.rstrip("/").split("/")[-1]))
    return savers


def faults(savers: list[Saver]) -> tuple[int, int]:
    """How many leads' last acknowledged save is not what the database holds, and how many answers stand twice."""
    from quizzes.models import Answer

    lost = doubled = 0
    for saver in savers:
        rows = list(Answer.objects.filter(attempt__user_id=saver.user_id, question__key=saver.key))
        doubled += len(rows) > 1
        kept = rows and (rows[0].seq, rows[0].response.get("choice"))
        lost += kept != (saver.acknowledged, saver.choice(saver.acknowledged))
    return lost, doubled


def prepare() -> tuple[dict[str, str], dict[str, str]]:
    """Builds both sites; the environment values of the bare one and of ours."""
    url = os.environ.get("DATABASE_URL", "")
    if url and "bench" not in url.rsplit("/", 1)[-1]:
        sys.exit('DATABASE_URL must name a database with "bench" in its name: it is filled anew.')
    bare_url = os.environ.get("BARE_DATABASE_URL") or sqlite_url("bare")
    site.build_bare(url=bare_url)
    site.build_site("load", url=url)
    bare = {"DJANGO_SETTINGS_MODULE": BARE["settings"], "DATABASE_URL": bare_url}
    ours = {"DJANGO_SETTINGS_MODULE": "cms.settings", "DATABASE_URL": url or sqlite_url("load")}
    return bare, ours | {"DEMO": "0", "PRODUCTION": "0", "DEBUG": "0", "REDIS_URL": ""}


def measure(options: argparse.Namespace) -> tuple[list[float], list[Run], list[Saver]]:
    bare, ours = prepare()
    os.environ.update(ours)
    import django

    django.setup()
    bare_clients, clients = bare_savers(bare), site_savers()
    ratios, runs = [], []
    for _ in range(options.rounds):
        with gunicorn(bare, application="bench.bare.wsgi") as server:
            floor = drive(server.port, bare_clients, options.saves // options.rounds)
        with gunicorn(ours) as server:
            runs.append(drive(server.port, clients, options.saves // options.rounds))
        ratios.append(runs[-1].rate / floor.rate)
        print(f"S {floor.rate:6.0f} saves a second, ours {runs[-1].rate:6.0f}: {ratios[-1]:.2f}")
    return ratios, runs, clients


def main() -> None:
    use_venv("bench.answers_load")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--saves", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    ratios, runs, clients = measure(options)
    errors = [error for run in runs for error in run.errors]
    lost, doubled = faults(clients)
    saves = sum(run.saves for run in runs)
    bars = [
        (f"P4   {median(ratios):.2f} of S's saves a second, {CLIENTS} clients, bar {LEAST}", median(ratios) >= LEAST),
        (f"{len(errors)} errors in {saves} saves", not errors),
        (f"{lost} acknowledged saves lost", not lost),
        (f"{doubled} answers doubled", not doubled),
    ]
    for sentence, good in bars:
        print(f"{sentence:70} {'ok' if good else 'NOT OK'}")
    print(*errors[:5], sep="\n")
    failed = sum(not good for _, good in bars)
    print(f"{len(bars) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
