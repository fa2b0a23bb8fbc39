"""The real thing: the demonstration on a database and in a folder of its own, served by gunicorn on a free port."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent.parent
CONTENT = ROOT / "courses" / "content"
MORE_CONTENT = Path(__file__).resolve().parent / "content"

# Leads who have done nothing yet, one for each journey that leaves traces: the name is the first part of the address
JOURNEY_LEADS = (
    "plain",
    "keys",
    "cut",
    "pairing",
    "leaving",
    "corrected",
    "helped",
    "guarded",
    "marked",
    "devices",
    "reading",
    "sure",
    "unscripted",
    "practising",
    "sitting",
    "sitplain",
)
LAY_LEADS = f"""
from django.utils.timezone import localdate
from courses.demonstration import COHORT, InventedLead, lay_school, put_person
from courses.models import Cohort, School
cohort = Cohort.objects.get(name=COHORT)
for name in {JOURNEY_LEADS!r}:
    lead = InventedLead(name + "@touchstone.example", name.capitalize(), "Journey", 0)
    lay_school(name.capitalize() + " School", "Journey", School.Phase.PRIMARY, (lead,), cohort, localdate())
put_person("stranger@touchstone.example", "Sid", "Stranger")
"""


class Site:
    """Starts and stops what a server would run. Nothing of it touches the database of the tests."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.var = folder / "var"
        self.log = folder / "site.log"
        self.database = None
        self.server = None
        self.others = []

    @property
    def environment(self):
        kept = {key: value for key, value in os.environ.items() if key not in ("TOUCHSTONE_TEST_RUN", "DATABASE_URL")}
        return {
            **kept,
            "VAR_DIR": str(self.var),
            "SITE_URL": self.url,
            "ALLOWED_HOSTS": "localhost",
            "DATABASE_URL": self.database or f"sqlite:///{self.var / 'journeys.sqlite3'}",
            "TOUCHSTONE_NO_VENV": "1",
            "PYTHONUNBUFFERED": "1",
        }

    # Setting up ---------------------------------------------------------------------------------------------------

    def lay(self):
        self.var.mkdir()
        self.make_database()
        self.manage("demo", "--no-serve")
        programme = self.folder / "content"
        shutil.copytree(CONTENT, programme)
        for path in MORE_CONTENT.glob("*.md"):
            shutil.copy(path, programme / "why-assess")
        self.manage("load_programme", str(programme), "--yes")
        self.manage("shell", "--no-imports", "-c", LAY_LEADS)

    def make_database(self):
        """Beside the PostgreSQL database that the tests were given, never in it."""
        given = os.environ.get("DATABASE_URL", "")
        if not given.startswith("postgres"):
            return
        name = f"journeys_{os.getpid()}"
        with psycopg.connect(given, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        self.database = urlsplit(given)._replace(path=f"/{name}").geturl()

    def drop_database(self):
        if self.database is None:
            return
        name = urlsplit(self.database).path.strip("/")
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    # Processes ----------------------------------------------------------------------------------------------------

    def manage(self, *arguments):
        run = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=600,  # on a machine that is busy
        )
        assert run.returncode == 0, f"manage.py {arguments[0]} failed:\n{run.stdout[-2000:]}\n{run.stderr[-4000:]}"
        return run.stdout

    def run_python(self, code):
        """Python with the site's settings, for what no person does: letting time pass."""
        run = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{code}"],
            cwd=ROOT,
            env={**self.environment, "DJANGO_SETTINGS_MODULE": "cms.settings"},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert run.returncode == 0, run.stderr[-4000:]
        return run.stdout

    def start(self, *command):
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )

    def start_all(self):
        self.start_server()
        if os.environ.get("TASK_QUEUE") == "1":
            worker = ("db_worker", "--queue-name", "*", "--no-reload", "--no-startup-delay", "--interval", "0.2")
            self.others = [self.start("manage.py", *worker), self.start("manage.py", "run_due", "--loop")]

    def start_server(self):
        self.server = self.start(
            *("-m", "gunicorn", "cms.wsgi", "--bind", f"127.0.0.1:{self.port}", "--workers", "1", "--threads", "2"),
            *("--no-control-socket", "--graceful-timeout", "2"),
        )
        until = time.monotonic() + 60
        while not self.answers():
            assert self.server.poll() is None, self.tail()
            assert time.monotonic() < until, self.tail()
            time.sleep(0.1)

    def answers(self):
        try:
            return urllib.request.urlopen(f"{self.url}/healthz", timeout=10).status == 200
        except (urllib.error.URLError, OSError):
            return False

    def stop_server(self):
        stop(self.server)

    def stop_all(self):
        for process in [self.server, *self.others]:
            stop(process)

    def tail(self):
        return "The end of the site's log:\n" + self.log.read_text(errors="replace")[-4000:]


def stop(process):
    if process is None or process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]
