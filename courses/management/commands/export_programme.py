from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from courses.contentfolder import FOLDER
from courses.domain.programme import export_programme
from courses.models import ProgrammePage


class Command(BaseCommand):
    help = "Writes the programme's pages as files: the newest draft of each."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
        parser.add_argument("--slug", default="programme")

    def handle(self, *, folder, slug, **options):
        programme = ProgrammePage.objects.filter(slug=slug).first()
        if programme is None:
            raise CommandError(f"There is no programme with the slug “{slug}”.")
        self.stdout.write(f"Wrote {len(export_programme(programme, folder))} files to {folder}.")
