"""200 people click twice for 30 places: python bench/booking_race.py [--runs 10] [--kill] [--lose] [--unguarded]

Each person has filled in a booking for two places; both clicks send it at the same moment, over HTTP. Afterwards
nothing may be sold twice, nobody may hold two bookings, no place may be empty while somebody was refused, nobody may
have been told what is not so, and every answer must be a page. With --kill a worker is killed every 0.7 s; with --lose
15 % of the replies never reach the browser, which sends the form again. With --unguarded the site looks before it
sells, as careless sites do: that run is right when it oversells. Uses SQLite under var/bench/, or the database that
DATABASE_URL names, whose name must contain "bench".
"""

import argparse
import os
import random
import re
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

from bench.environment import sqlite_url, use_venv  # noqa: E402
from bench.server import Server, gunicorn  # noqa: E402

PLACES, LEADS, PRICE = 30, 2, 48_000
KILL_EVERY, MOST_KILLS, LOST = 0.7, 20, 0.15  # on a machine that is busy, killing without end would let nobody in
PATIENCE = 300  # seconds for which a person sends again what had no answer
HEADING = re.compile(r"<h1[^>]*>\s*(.*?)\s*</h1>", re.DOTALL)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--lose", action="store_true")
    parser.add_argument("--unguarded", action="store_true", help="the control: must oversell")
    parser.add_argument("--keep", action="store_true", help="use the database of the last run")
    parser.add_argument("--build", action="store_true", help="only build the database")
    return parser.parse_args()


@dataclass
class Click(threading.Thread):
    """One click of a person, and what the browser shows in the end."""

    port: int
    key: str
    gate: threading.Barrier
    lose: bool
    seen: Counter = field(default_factory=Counter)
    told: str = "nothing"
    heading: str = ""

    def __post_init__(self):
        super().__init__(daemon=True)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        from bench.client import TOKEN

        self.gate.wait()
        form = urlencode({"price": PRICE, "csrfmiddlewaretoken": TOKEN})
        status, location, text = self.ask("POST", f"/book/draft/{self.key}/send/", form)
        if status == 302:
            status, _, text = self.ask("GET", location)
            self.told = "booked" if status == 200 and "/booking/" in location else f"sent to {location}: {status}"
        elif status == 409:
            self.told = "full" if "places" in text else "refused without a word"
        else:
            self.told = f"status {status}"
        found = HEADING.search(text)
        self.heading = re.sub(r"<[^>]+>|\s+", " ", found[1]).strip() if found else ""

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        """Ask until there is an answer, as a person does who reloads."""
        from bench.client import TOKEN

        headers = {"Cookie": f"csrftoken={TOKEN}", "Host": "localhost", "Accept": "text/html"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
                connection.request(method, path, body, headers)
                reply = connection.getresponse()
                text = reply.read().decode()
                connection.close()
            except (OSError, HTTPException):
                self.seen["connections broken"] += 1
                time.sleep(0.1)
                continue
            if reply.status >= 500:
                self.seen["server errors"] += 1
            if self.lose and random.random() < LOST:
                self.seen["replies lost"] += 1
                continue
            return reply.status, reply.headers.get("Location", ""), text
        return 0, "", ""


def lay() -> None:
    """A database with nothing but what a booking needs."""
    from django.core.management import call_command

    from cms.domain.site import put_home
    from courses.models import Calendar, ProgrammePage

    call_command("migrate", verbosity=0)
    if not ProgrammePage.objects.exists():
        put_home().add_child(instance=ProgrammePage(title="Race", slug="race"))
        Calendar.objects.create(name="Race")


def lay_cohort(people: int):
    """A cohort of its own for each run, and one finished draft for each person."""
    from datetime import timedelta
    from uuid import uuid4

    from django.utils.timezone import localdate, now

    from courses.domain.draft import start_draft
    from courses.models import BookingDraft, Calendar, Cohort, ProgrammePage
    from courses.weeks import monday_of

    name = f"race-{uuid4().hex[:8]}"
    cohort = Cohort.objects.create(
        name=name,
        slug=name,
        programme=ProgrammePage.objects.get(),
        calendar=Calendar.objects.get(),
        starts_on=monday_of(localdate() + timedelta(days=90)),
        is_public=True,
        places=PLACES,
        places_left=PLACES,
        price_pence=PRICE,
    )
    drafts = [start_draft(cohort=cohort, waits=False, now=now()) for _ in range(people)]
    for number, draft in enumerate(drafts):
        draft.data |= answers(f"{name} school {number}", f"booker{number}@school.example")
    BookingDraft.objects.bulk_update(drafts, ["data"])
    return cohort, [draft.key for draft in drafts]


def answers(school: str, email: str) -> dict:
    return {
        "school": {"urn": "", "name": school, "town": "Holm", "postcode": "AB1 2CD", "phase": "primary"},
        "places": {"leads": LEADS, "fewest": LEADS},
        "leads": {"people": []},
        "booker": {"booker_name": "Ada", "booker_role": "", "booker_email": email, "booker_phone": ""},
        "invoice": {"invoice_name": "Ada", "invoice_email": email, "invoice_address": "Holm", "po_number": ""},
    }


def kill_workers(server: Server, clicks: list[Click], seen: Counter) -> None:
    while seen["workers killed"] < MOST_KILLS and any(click.is_alive() for click in clicks):
        time.sleep(KILL_EVERY)
        workers = server.workers()
        if workers:
            os.kill(random.choice(workers), signal.SIGKILL)
            seen["workers killed"] += 1


def race(server: Server, options: argparse.Namespace) -> Counter:
    """One run; what was found."""
    cohort, keys = lay_cohort(options.people)
    gate = threading.Barrier(2 * len(keys))
    clicks = [Click(server.port, key, gate, options.lose) for key in keys for _ in range(2)]
    seen: Counter = Counter()
    began = time.monotonic()
    for click in clicks:
        click.start()
    if options.kill:
        kill_workers(server, clicks, seen)
    for click in clicks:
        click.join()
    seen["requests a second"] = round(len(clicks) / (time.monotonic() - began))
    return seen + judge(cohort, clicks)


def judge(cohort, clicks: list[Click]) -> Counter:
    from courses.models import Booking
    from courses.queries.waiting import count_places

    places = count_places(cohort)
    found: Counter = Counter()
    for click in clicks:
        found.update(click.seen)
        found[f"told {click.told}: {click.heading}"] += 1
    booked = Counter(Booking.objects.filter(cohort=cohort).values_list("key", flat=True))
    schools = Counter(Booking.objects.filter(cohort=cohort).values_list("school__name", flat=True))
    refused = sum(click.told == "full" for click in clicks)
    found["places sold"] = LEADS * sum(booked.values())
    found["places oversold"] = max(0, LEADS * sum(booked.values()) - PLACES)
    found["second bookings"] = sum(count - 1 for count in (booked + schools).values() if count > 1)
    found["places empty while refusing"] = places.left if refused and places.left >= LEADS else 0
    found["told a lie"] = sum((click.told == "booked") != (click.key in booked) for click in clicks)
    found["places that do not add up"] = int(not places.adds_up)
    found["answers that are no page"] = sum(
        click.told not in ("booked", "full") or not click.heading for click in clicks
    )
    return found


FAULTS = (
    *("places oversold", "second bookings", "places empty while refusing", "told a lie", "server errors"),
    *("places that do not add up", "answers that are no page"),
)


def report(runs: list[Counter], options: argparse.Namespace) -> bool:
    for what in sorted({what for run in runs for what in run} - set(FAULTS)):
        numbers = sorted(run[what] for run in runs)
        print(f"{what:32} {numbers[0]:5} {numbers[len(numbers) // 2]:5} {numbers[-1]:5}   least, middle, most of a run")
    totals = {what: sum(run[what] for run in runs) for what in FAULTS}
    for what, total in totals.items():
        print(f"{what:32} {total:5}")
    if options.unguarded:
        return totals["places oversold"] > 0
    return not any(totals.values()) and (not options.kill or any(run["workers killed"] for run in runs))


def main() -> None:
    use_venv("bench.booking_race")
    options = arguments()
    url = os.environ.get("DATABASE_URL", "")
    if url and "bench" not in url.rsplit("/", 1)[-1]:
        sys.exit('DATABASE_URL must name a database with "bench" in its name.')
    values = {
        "DJANGO_SETTINGS_MODULE": "cms.settings",
        "DATABASE_URL": url or sqlite_url("race"),
        "VAR_DIR": str(Path("var/bench/race").resolve()),
        "DEMO": "0",
        "PRODUCTION": "0",
        "TASK_QUEUE": "1",  # as in production: the mails wait for a worker
        "REDIS_URL": "",
    }
    os.environ.update(values)
    Path(values["VAR_DIR"]).mkdir(parents=True, exist_ok=True)
    import django

    django.setup()
    if not options.keep:
        lay()
    if options.build:
        return
    application = "bench.unguarded" if options.unguarded else "cms.wsgi"
    with gunicorn(values, application=application, threads=8) as server:
        runs = [race(server, options) for _ in range(options.runs)]
    good = report(runs, options)
    print("1 passed, 0 failed" if good else "0 passed, 1 failed")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
