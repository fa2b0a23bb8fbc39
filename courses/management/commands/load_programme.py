from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.domain.site import put_home
from courses.contentfolder import FOLDER, ContentError, read_folder
from courses.domain.programme import EditedSince, load_programme, planned_changes


class Command(BaseCommand):
    help = "Makes or updates the programme's pages from its files, after showing what would change."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
        parser.add_argument("--dry-run", action="store_true", help="Show what would change and stop.")
        parser.add_argument("--yes", action="store_true", help="Do not ask before loading.")
        who = parser.add_mutually_exclusive_group()
        who.add_argument(
            "--theirs", action="store_const", const="site", dest="keep", help="Keep pages as edited on the site."
        )
        who.add_argument("--ours", action="store_const", const="files", dest="keep", help="The files win.")

    def handle(self, *, folder, dry_run, yes, keep, **options):
        try:
            files = read_folder(folder)
        except ContentError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        changes = planned_changes(files, home=put_home())
        self.show(changes)
        todo = [change for change in changes if change.kind != "same"]
        if dry_run:
            return
        if todo and not yes and input("Load this? [y/N] ").strip().lower() not in ("y", "yes"):
            raise CommandError("Nothing was loaded.")
        try:
            load_programme(files, home=put_home(), by=None, now=timezone.now(), keep=keep or "")
        except ContentError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        except EditedSince as error:
            raise CommandError(
                f"Nothing was loaded: {len(error.changes)} pages were edited on the site since they were last loaded "
                "(shown above). Choose --theirs to keep them as they are on the site, or --ours to let the files win."
            ) from error
        if todo:
            self.stdout.write(f"Loaded {len(files.sources)} files.")

    def show(self, changes):
        for change in changes:
            if change.kind != "same":
                self.stdout.write(f"{change.kind}: {change.path}")
                self.stdout.writelines(f"    {line}\n" for line in change.difference)
        same = sum(change.kind == "same" for change in changes)
        self.stdout.write(f"{len(changes) - same} pages to change, {same} already the same.")
