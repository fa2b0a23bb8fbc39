"""The meetings of the demonstration's first school: the first is complete, the second has been begun. Invented."""

from datetime import date, datetime, time, timedelta

from django.utils.timezone import make_aware

from cms.models import User
from courses.domain.meeting import add_action, complete_meeting, open_meeting, save_note, set_slot, share_meeting
from courses.models import Cohort, Meeting, SchoolMeeting
from courses.queries.enrolment import Lead, current_lead
from courses.weeks import ONE_WEEK

LEAD, COLLEAGUE = "lead@touchstone.example", "colleague@touchstone.example"
FIRST = (
    "Two of the five. Both of us could name who decides for the phonics check and for the reading ages; for the other "
    "three we named different people, and one of us said “the file”.",
    "The autumn reading test: it groups pupils, it goes to governors and it is in appraisal. Grouping comes first. "
    "Appraisal should go.",
    "“What do you need by Friday?” Three colleagues asked it this month; nobody asked what it was for.",
    "The Year 4 team, who care about their evenings, and the business manager, who cares about the licence.",
)
SECOND = (
    "Rows 3, 7 and 11 have no use that either of us could date.",
    "The share of pupils at the expected standard in Year 6. Three ways: choose who sits, teach to the paper, mark "
    "kindly in the teacher-assessed part.",
)


def lay_meetings(*, cohort: Cohort, today: date) -> None:
    leads = {email: User.objects.get(email=email) for email in (LEAD, COLLEAGUE)}
    lead = current_lead(leads[LEAD])
    if lead is None or lead.cohort_id != cohort.pk or SchoolMeeting.objects.filter(school=lead.school_id).exists():
        return
    first, second = Meeting.objects.filter(programme=cohort.programme_id).order_by("number")[:2]
    set_slot(lead=lead, weekday=3, starts_at=time(15, 45), minutes=60, place="Year 6 room", now=at(cohort, 1, 1))
    held = write(lead, first, FIRST, by=leads[LEAD], now=at(cohort, 4, 3))
    for what, who, days in (
        ("Tell appraisers that the autumn reading test is no evidence about teachers", "Tom", 21),
        ("Ask the Year 4 team which of the five requests they would drop", "Nadia", 28),
    ):
        due_on = held.opened_at.date() + timedelta(days=days)
        add_action(held=held, what=what, who=who, due_on=due_on, by=leads[COLLEAGUE], now=held.opened_at)
    complete_meeting(held=held, no_action_because="", by=leads[COLLEAGUE], now=held.opened_at + timedelta(hours=1))
    share_meeting(held=held, shared=True, by=leads[LEAD], now=held.opened_at + timedelta(hours=1))
    write(lead, second, SECOND, by=leads[COLLEAGUE], now=make_aware(datetime.combine(today, time(8))))


def write(lead: Lead, meeting: Meeting, texts, *, by: User, now: datetime) -> SchoolMeeting:
    held = open_meeting(lead=lead, meeting=meeting, now=now)
    for prompt, text in zip(meeting.prompts.all(), texts, strict=False):
        save_note(held=held, prompt=prompt, text=text, not_discussed=False, seq=1, by=by, now=now)
    return held


def at(cohort: Cohort, week: int, weekday: int) -> datetime:
    """A quarter to four on a day of that week; the demonstration's first half term has no holiday before week 7."""
    day = cohort.starts_on + (week - 1) * ONE_WEEK + timedelta(days=weekday)
    return make_aware(datetime.combine(day, time(15, 45)))
