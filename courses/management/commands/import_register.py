from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from courses.domain.registerimport import ImportGoingOn, put_register_now
from courses.giasfile import RegisterRefused


class Command(BaseCommand):
    help = "Imports the national register of schools: a CSV file of Get Information about Schools, or its zip."

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path)
        parser.add_argument("--fewer", action="store_true", help="It is right if many schools are missing from it.")

    def handle(self, *, path, fewer, **options):
        try:
            with path.open("rb") as file:
                done = put_register_now(
                    file=file, name=path.name, allows_fewer=fewer, by=None, now=now(), tell=self.tell
                )
        except OSError as error:
            raise CommandError(f"The file cannot be opened: {error.strerror}.") from error
        except RegisterRefused as refused:
            raise CommandError(f"Nothing was imported. {refused}") from refused
        except ImportGoingOn as error:
            raise CommandError("Another import is going on. Give it up on /office/register/ or wait for it.") from error
        self.stdout.write(
            f"\n{done.read:,} rows read: {done.added:,} new, {done.changed:,} changed, {done.unchanged:,} as before, "
            f"{done.vanished:,} no longer there."
        )
        if done.links is not None:
            self.stdout.write(f"{done.links:,} links from an old school to its successor.")
        for reason, count in done.left_out.items():
            self.stdout.write(f"Left out, {reason}: {count:,}.")

    def tell(self, percent, rows):
        self.stdout.write(f"\r{percent:3} %  {rows:,} schools", ending="")
        self.stdout.flush()
