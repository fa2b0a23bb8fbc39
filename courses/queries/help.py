from courses.models import HelpRequest


def my_help_requests(enrolment_id: int) -> list[HelpRequest]:
    mine = HelpRequest.objects.filter(enrolment_id=enrolment_id)
    return list(mine.select_related("lesson", "answered_by"))


def open_help_requests(user) -> list[HelpRequest]:
    """Unanswered questions of the cohorts this person facilitates, the oldest first."""
    waiting = HelpRequest.objects.filter(enrolment__cohort__facilitators=user.pk, answered_at__isnull=True)
    return list(
        waiting.select_related("lesson", "enrolment__user", "enrolment__school", "enrolment__cohort").order_by(
            "asked_at"
        )
    )
