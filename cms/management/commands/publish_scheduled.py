"""Wagtail's command of this name, however it is called: by our clock or by somebody's own."""

from django.utils import timezone
from wagtail.management.commands import publish_scheduled

from cms.domain.pagecache import forget_pages
from cms.queries.job import publishing_is_due


class Command(publish_scheduled.Command):
    def handle(self, *args, **options):
        is_due = publishing_is_due(timezone.now())  # it runs every minute: copies are forgotten only for a reason
        try:
            super().handle(*args, **options)
        finally:
            if is_due:
                forget_pages()
