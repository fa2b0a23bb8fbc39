"""The sites that are measured: the demonstration's, copied and changed so that a lead has done 0, 1 or 44 lessons."""

import shutil
import sys

from bench.environment import WORK, python, sqlite_url
from bench.subjects import COHORT, LEAD

MIGRATE_BARE = """
import django; django.setup()
from django.core.management import call_command
from django.contrib.auth.models import User
call_command("migrate", verbosity=0)
call_command("migrate", run_syncdb=True, verbosity=0)
User.objects.get_or_create(username="bare", is_active=True)
"""


def remove(name: str) -> None:
    for path in WORK.glob(f"{name}.sqlite3*"):
        path.unlink()


def build_bare(*, url: str = "") -> None:
    remove("bare")
    python("-c", MIGRATE_BARE, DJANGO_SETTINGS_MODULE="bench.bare.settings", DATABASE_URL=url or sqlite_url("bare"))


def build_site(name: str = "site", *, url: str = "") -> None:
    """The demonstration in a database of its own, or in the one that `url` names."""
    if not url:
        remove(name)
    python("manage.py", "demo", "--no-serve", "--fresh", DATABASE_URL=url or sqlite_url(name), REDIS_URL="")
    if not url:
        python("-c", CHECKPOINT, DJANGO_SETTINGS_MODULE="cms.settings", DATABASE_URL=sqlite_url(name))


CHECKPOINT = """
import django; django.setup()
from django.db import connection
connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
"""


def copy_with_done(lessons: int) -> None:
    """The site in which the lead has done so many lessons; with 0 no question has been answered either."""
    name = f"site-{lessons}"
    remove(name)
    shutil.copy(WORK / "site.sqlite3", WORK / f"{name}.sqlite3")
    print(
        python(
            *("-m", "bench.site", str(lessons)),
            DJANGO_SETTINGS_MODULE="cms.settings",
            DATABASE_URL=sqlite_url(name),
        ).strip()
    )


def set_done(lessons: int) -> None:
    """In this database the demonstration's lead has finished the first so many lessons and begun no other."""
    import django

    django.setup()
    from django.utils import timezone

    from courses.domain.progress import note_done_lessons
    from courses.models import Cohort, Enrolment, LessonPage, LessonProgress

    enrolment = Enrolment.objects.get(user__email=LEAD)
    pages = list(LessonPage.objects.descendant_of(enrolment.cohort.programme).live().order_by("path"))
    now = timezone.now()
    LessonProgress.objects.filter(enrolment=enrolment).delete()
    if not lessons:
        enrolment.user.attempts.all().delete()
    LessonProgress.objects.bulk_create(
        LessonProgress(enrolment=enrolment, lesson=page, quiz_done_at=now, reflected_at=now, completed_at=now)
        for page in pages[:lessons]
    )
    note_done_lessons(enrolment_id=enrolment.pk)
    for_sale = Cohort.objects.filter(is_public=True).order_by("starts_on").values("pk")[:1]
    Cohort.objects.filter(pk__in=for_sale).update(slug=COHORT)
    print(f"site-{lessons}: {min(lessons, len(pages))} of {len(pages)} lessons done")


if __name__ == "__main__":
    set_done(int(sys.argv[1]))
