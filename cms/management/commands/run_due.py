import time

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from cms.domain.job import run_due_jobs
from cms.queries.job import last_runs


class Command(BaseCommand):
    help = "Run the jobs that are due. Call it every minute, or let --loop do so."

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="run every 60 seconds until interrupted")
        parser.add_argument("--list", action="store_true", help="print the jobs and when each last ran")

    def handle(self, *, loop, list, **options):
        if list:
            self.print_jobs()
        elif loop:
            self.keep_running()
        else:
            self.run_once()

    def run_once(self):
        for run in run_due_jobs(now=timezone.now()):
            self.stdout.write(f"{run.job} {run.slot}: {run.error or 'done'}")

    def keep_running(self):
        try:
            while True:
                close_old_connections()
                try:
                    self.run_once()
                except OperationalError as error:  # the database is away: the next minute may be better
                    self.stderr.write(f"The database did not answer: {error}")
                time.sleep(60 - time.time() % 60)
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")

    def print_jobs(self):
        for row in last_runs():
            began = f"{timezone.localtime(row['began']):%A %-d %B %Y, %H:%M}" if row["began"] else "never"
            well = "" if row["began"] is None or row["ended_well"] else ", never without an error"
            self.stdout.write(f"{row['job']} (every {row['every']}): {began}{well}")
