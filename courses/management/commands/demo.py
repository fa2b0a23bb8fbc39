import threading
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.timezone import localdate

from cms.domain.pagecache import forget_pages
from courses.demonstration import COHORT, SCHOOLS, TEAM, lay_demonstration
from courses.models import Cohort

LARGE_SCHOOLS = 350


class Command(BaseCommand):
    help = "Sets up the demonstration, keeps what is there, and serves it."

    def add_arguments(self, parser):
        parser.add_argument("--fresh", action="store_true", help="Throw the demonstration away and lay it anew.")
        parser.add_argument("--large", action="store_true", help=f"Add {LARGE_SCHOOLS} schools of two leads.")
        parser.add_argument("--no-serve", action="store_true", help="Set up and stop.")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, fresh, large, no_serve, port, **options):
        if settings.PRODUCTION:
            raise CommandError("The demonstration is not for production: unset PRODUCTION.")
        if fresh:
            self.say("Throwing the old demonstration away")
            self.throw_away()
        self.say("Preparing the database")
        call_command("migrate", verbosity=0)
        lay_demonstration(today=localdate(), say=self.say)
        if large:
            self.lay_large()
        forget_pages()
        self.introduce(port)
        if not no_serve:
            self.serve(port)

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()

    def throw_away(self):
        if connection.vendor == "sqlite":
            connection.close()
            for ending in ("", "-wal", "-shm"):
                Path(f"{connection.settings_dict['NAME']}{ending}").unlink(missing_ok=True)
        else:
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        for mail in Path(settings.EMAIL_FILE_PATH).glob("*.log"):
            mail.unlink()

    def lay_large(self):
        from courses.demonstration_answers import lay_answers  # seconds of work, only when asked for
        from courses.demonstration_large import lay_large

        lay_large(schools=LARGE_SCHOOLS, today=localdate(), say=self.say)
        lay_answers(today=localdate(), say=self.say)

    def introduce(self, port):
        cohort = Cohort.objects.get(name=COHORT)
        first = SCHOOLS[0][3]
        people = [(first[0].email, "an assessment lead"), (first[1].email, "the colleague, who is ahead")]
        people += [(email, words) for email, (*_, words) in TEAM.items()]
        self.say(
            f"\nThe demonstration was laid so that week 1 began on {cohort.starts_on:%A} {cohort.starts_on.day} "
            f"{cohort.starts_on:%B %Y}; --fresh lays it anew around today."
        )
        self.say("Everybody in it is invented. Second factors are not asked for here; in production they are.")
        self.say("\nSign in with one of these addresses. The code comes by mail, which you read at /demo/mail/.")
        for email, words in people:
            self.say(f"  {email:36} {words}")
        self.say(f"\nTouchstone: http://localhost:{port}/     Mail: http://localhost:{port}/demo/mail/\n")

    def serve(self, port):
        # The clock ticks beside the server, so that scheduled publishing happens here as it does in production
        threading.Thread(target=call_command, args=("run_due",), kwargs={"loop": True}, daemon=True).start()
        call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)
