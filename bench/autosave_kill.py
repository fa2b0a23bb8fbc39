"""Forty leads answer while workers are killed: python bench/autosave_kill.py [--seconds 10] [--lossy]

An answer that was acknowledged must be in the database, at once and at the end, and an older one must never stand
over a newer one. Uses SQLite under var/bench/, or the database that DATABASE_URL names, whose name must contain
"bench" because the demonstration is laid in it anew. With --lossy the site forgets one save in twenty after it has
acknowledged it: this run is right when it finds losses.
"""

import argparse
import json
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

sys.path[0] = str(Path(__file__).resolve().parent.parent)  # instead of bench/, whose site.py hides Python's own

from bench import site  # noqa: E402
from bench.environment import sqlite_url, use_venv  # noqa: E402
from bench.server import Server, gunicorn  # noqa: E402
from bench.subjects import LEAD, LESSON  # noqa: E402

KILL_EVERY = 0.5
FEWEST = 40  # acknowledged saves, or the run proves nothing; how many there are in a second is the machine's affair


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--leads", type=int, default=40)
    parser.add_argument("--lossy", action="store_true", help="the control: must find losses")
    parser.add_argument("--build", action="store_true", help="only build the site")
    parser.add_argument("--keep", action="store_true", help="use the site that the last run built")
    return parser.parse_args()


@dataclass
class Tally:
    """What happened, counted by all threads."""

    counts: Counter = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, what: str) -> None:
        with self.lock:
            self.counts[what] += 1


@dataclass
class Question:
    """One question as one lead answers it: what was sent under each number, and what the database showed last."""

    user_id: int
    key: str
    action: str
    hidden: dict[str, str]
    choices: list[dict[str, str]]
    sent: dict[int, dict[str, str]] = field(default_factory=dict)
    acknowledged: int = 0
    seen: int = 0

    def stored(self) -> tuple[int, dict]:
        from quizzes.models import Answer

        rows = Answer.objects.filter(attempt__user_id=self.user_id, question__key=self.key)
        return rows.values_list("seq", "response").first() or (0, {})

    def fault(self) -> str:
        """ "" when the database holds the newest acknowledged answer or a later one that was sent."""
        seq, response = self.stored()
        before, self.seen = self.seen, max(self.seen, seq)
        if seq < before:
            return "older over newer"
        if seq < self.acknowledged:
            return "lost"
        if seq in self.sent and not set(self.sent[seq].values()) <= set(response.values()):
            return "older over newer"
        return ""


class Lead(threading.Thread):
    def __init__(self, port: int, user_id: int, cookies: str, tally: Tally, until: float):
        super().__init__(daemon=True)
        self.port, self.user_id, self.cookies, self.tally, self.until = port, user_id, cookies, tally, until
        self.connection: HTTPConnection | None = None
        self.questions: list[Question] = []

    def request(self, method: str, path: str, data: dict[str, str] | None = None) -> tuple[int, str]:
        """Ask until there is an answer, as the browser's script does; (0, "") when the time is over."""
        from bench.client import TOKEN

        body = urlencode({**data, "csrfmiddlewaretoken": TOKEN}) if data else None
        headers = {"Cookie": self.cookies, "Accept": "application/json" if data else "text/html"}
        if data:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        while time.monotonic() < self.until + 10:
            try:
                self.connection = self.connection or HTTPConnection("localhost", self.port, timeout=5)
                self.connection.request(method, path, body, headers)
                reply = self.connection.getresponse()
                return reply.status, reply.read().decode()
            except (OSError, HTTPException):
                self.tally.add("broken replies, sent again")
                if self.connection:
                    self.connection.close()
                self.connection = None
                time.sleep(0.05)
        return 0, ""

    def open_lesson(self) -> None:
        from bench.client import answer_forms

        status, html = self.request("GET", LESSON)
        if status != 200:
            self.tally.add(f"lesson answered {status}")
        for action, hidden, choices in answer_forms(html):
            self.questions.append(Question(self.user_id, action.rstrip("/").split("/")[-1], action, hidden, choices))

    def save(self, question: Question, seq: int) -> None:
        fields = {**question.hidden, **question.sent[seq], "do": "save", "seq": str(seq)}
        status, text = self.request("POST", question.action, fields)
        if status == 200 and json.loads(text)["seq"] >= seq:
            self.tally.add("acknowledged")
            question.acknowledged = max(question.acknowledged, seq)
        elif status == 409:
            self.tally.add("refused as older")
        elif status:
            self.tally.add(f"answered {status}")
        if fault := question.fault():
            self.tally.add(fault)

    def run(self) -> None:
        from django.db import connection

        try:
            self.open_lesson()
            while self.questions and time.monotonic() < self.until:
                question = random.choice(self.questions)
                seq = max(question.sent, default=0) + 1
                question.sent[seq] = question.choices[seq % len(question.choices)]
                self.save(question, seq)
                if seq > 1 and random.random() < 0.1:
                    self.save(question, seq - 1)  # one that was held up on its way
        except Exception as error:
            self.tally.add(f"a lead stopped: {error!r}")
            raise
        finally:
            connection.close()


def kill_workers(server: Server, until: float, tally: Tally) -> None:
    while time.monotonic() < until:
        time.sleep(KILL_EVERY)
        workers = server.workers()
        if workers:
            os.kill(random.choice(workers), signal.SIGKILL)
            tally.add("workers killed")


def enrol(leads: int) -> list[tuple[int, str]]:
    """New leads beside the demonstration's: their ids and cookies."""
    from django.conf import settings

    from bench.client import TOKEN, session_cookie
    from cms.models import User
    from courses.models import Enrolment

    like = Enrolment.objects.get(user__email=LEAD)
    people = []
    for number in range(leads):
        user, made = User.objects.get_or_create(
            email=f"bench{number}@touchstone.example", defaults={"first_name": "Bench", "last_name": str(number)}
        )
        if made:
            Enrolment.objects.create(user=user, school=like.school, cohort=like.cohort, joined_on=like.joined_on)
        user.attempts.all().delete()
        cookie = f"{settings.SESSION_COOKIE_NAME}={session_cookie(user.email)}"
        people.append((user.pk, f"{cookie}; {settings.CSRF_COOKIE_NAME}={TOKEN}"))
    return people


def work(server: Server, people: list[tuple[int, str]], seconds: float, tally: Tally) -> list[Question]:
    until = time.monotonic() + seconds
    leads = [Lead(server.port, user_id, cookies, tally, until) for user_id, cookies in people]
    for lead in leads:
        lead.start()
    kill_workers(server, until, tally)
    for lead in leads:
        lead.join()
    return [question for lead in leads for question in lead.questions]


def judge(tally: Tally, options: argparse.Namespace) -> list[bool]:
    counts = tally.counts
    lost, older, saves, kills = (
        counts[what] for what in ("lost", "older over newer", "acknowledged", "workers killed")
    )
    errors = sum(count for what, count in counts.items() if what.startswith(("answered", "lesson", "a lead")))
    bars = [
        (f"{saves} saves acknowledged, at least {FEWEST}", saves >= FEWEST),
        (f"{kills} workers killed", kills >= 0.6 * options.seconds / KILL_EVERY),
        (f"{errors} other answers", errors == 0),
    ]
    if options.lossy:
        bars.append((f"control: {lost} losses found, about {saves // 20} were planted", lost > 0))
    else:
        bars.append((f"{lost} acknowledged answers lost", lost == 0))
        bars.append((f"{older} older answers over newer ones", older == 0))
    for sentence, good in bars:
        print(f"{sentence:60} {'ok' if good else 'NOT OK'}")
    return [good for _, good in bars]


def prepare(options: argparse.Namespace) -> dict[str, str]:
    """Build the site; the environment values under which it runs, here and in the workers."""
    url = os.environ.get("DATABASE_URL", "")
    if url and "bench" not in url.rsplit("/", 1)[-1]:
        sys.exit('DATABASE_URL must name a database with "bench" in its name: it is filled anew.')
    values = {
        "DJANGO_SETTINGS_MODULE": "cms.settings",
        "DATABASE_URL": url or sqlite_url("kill"),
        "DEMO": "0",
        "PRODUCTION": "0",
    }
    if not options.keep:
        site.build_site("kill", url=url)
    return values


def main() -> None:
    use_venv("bench.autosave_kill")
    options = arguments()
    values = prepare(options)
    if options.build:
        return
    os.environ.update(values)
    import django

    django.setup()
    people = enrol(options.leads)
    tally = Tally()
    application = "bench.lossy" if options.lossy else "cms.wsgi"
    with gunicorn(values, application=application, threads=8) as server:
        questions = work(server, people, options.seconds, tally)
    for question in questions:
        if fault := question.fault():
            tally.add(f"{fault}")
    for what, count in sorted(tally.counts.items()):
        print(f"{count:6} {what}")
    verdicts = judge(tally, options)
    print(f"{sum(verdicts)} passed, {len(verdicts) - sum(verdicts)} failed")
    sys.exit(0 if all(verdicts) else 1)


if __name__ == "__main__":
    main()
