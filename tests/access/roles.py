"""The world in which rights are tested: two cohorts, three schools, everybody's secrets, and one person for each role.

Each secret is a word that stands nowhere else. `SECRETS` says which roles may ever be served it.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from tempfile import TemporaryDirectory
from types import SimpleNamespace

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client, override_settings
from django.utils.timezone import localdate
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, Site, Workflow

from cms.models import Facilitator, FailedTask, JobRun, Mail, Provider, User
from courses.demonstration import put_groups
from courses.models import (
    Calendar,
    ClosedDay,
    Cohort,
    Enrolment,
    FormOrder,
    HelpRequest,
    LessonPage,
    LessonProgress,
    ModulePage,
    ProgrammePage,
    Reflection,
    RegisterImport,
    School,
    Sitting,
    Term,
)
from quizzes.domain.attempt import start_attempt
from quizzes.domain.question import put_question, put_quiz
from quizzes.formats.text import parse_fence
from quizzes.models import Quiz
from tests.access.blog import ADDRESS, WAITING_TEXT, lay_blog
from tests.access.booking import lay_booking
from tests.access.five import lay_five
from tests.access.meeting import lay_meeting
from tests.access.money import lay_money
from tests.access.office import lay_office
from tests.builders import build_site, build_user
from tests.cms.builders import build_consent, build_enquiry, build_readiness_page, build_testimonial
from tests.quizzes.builders import build_checked_answer, build_draft_answer
from tests.quizzes.drafts import TEXTS

NOW = datetime(2026, 11, 5, 10, 14, tzinfo=UTC)
MONDAY = date(2026, 9, 7)
ASKED, OPEN, TYPED = "single", "reasons", "text"  # the kinds of the lesson's questions, which are also their keys
BLOCKS = {
    "reflection": "11111111-1111-4111-8111-111111111111",
    "sample": "22222222-2222-4222-8222-222222222222",
}

# Roles --------------------------------------------------------------------------------------------------------

LEADS = ("lead", "second", "other")
TEAM = ("facilitator", "elsewhere", "editor", "office", "superuser")
OUTSIDE = ("visitor", "nobody", "left")
ROLES = (*OUTSIDE, *LEADS, *TEAM)
UNFACTORED = ("facilitator", "editor", "superuser")  # the same people while the second factor is not yet given
ROLE_NAMES = {
    "visitor": "a visitor",
    "nobody": "signed in without enrolment",
    "left": "a lead who has left",
    "lead": "a lead",
    "second": "the second lead of the same school",
    "other": "a lead of another school in the same cohort",
    "facilitator": "the facilitator of this cohort",
    "elsewhere": "the facilitator of another cohort",
    "editor": "an editor",
    "office": "the office",
    "superuser": "a superuser",
}

# Secrets: word -> roles that may be served it -----------------------------------------------------------------

NOBODY_BUT_THE_OWNER: dict[str, tuple[str, ...]] = {}
for owner in LEADS:
    for thing in ("reflection", "answer"):
        NOBODY_BUT_THE_OWNER[f"secret-{thing}-of-{owner}"] = (owner,)
MAY_READ_EVERY_LESSON = (*LEADS, *TEAM)
SECRETS = {
    **NOBODY_BUT_THE_OWNER,
    "secret-reflection-of-far": (),
    "secret-answer-of-far": (),
    **{f"secret-help-of-{owner}": (owner, "facilitator") for owner in LEADS},
    "secret-help-of-far": ("elsewhere",),
    **{f"secret-reply-to-{owner}": (owner, "facilitator") for owner in LEADS},
    "secret-reply-to-far": ("elsewhere",),
    "secret-note-of-the-booker": ("office", "superuser"),
    "secret-reason-of-Ourselves": ("facilitator",),
    "secret-reason-of-Faraway": ("elsewhere",),
    "secret-excuse-of-lead": ("lead", "facilitator"),
    # Colleagues see each other's names; a school's name and people are its own, its facilitator's and the office's
    "Ourselves School": ("left", "lead", "second", "facilitator", "office", "superuser"),
    "Neighbour School": ("other", "facilitator", "office", "superuser"),
    "Faraway School": ("elsewhere", "office", "superuser"),
    "Leadperson": ("lead", "second", "facilitator", "office", "superuser"),
    "Secondperson": ("lead", "second", "facilitator", "office", "superuser"),
    "Otherperson": ("other", "facilitator", "office", "superuser"),
    "Farperson": ("elsewhere", "office", "superuser"),
    "Leftperson": ("left", "lead", "second", "facilitator", "office", "superuser"),
    # Nobody has answered the open question; the asked one only the lead has. Editors write them
    f"FEEDBACK{OPEN}": ("editor", "superuser"),
    f"AFTER{OPEN}": ("editor", "superuser"),
    f"FEEDBACK{TYPED}": ("editor", "superuser"),
    f"FEEDBACK{ASKED}": ("lead", "editor", "superuser"),
    f"AFTER{ASKED}": ("lead", "editor", "superuser"),
    "FEEDBACKsample": ("editor", "superuser"),
    # Nobody has handed in a post-test
    "FEEDBACKform": ("editor", "superuser"),
    "FEEDBACKcheck": ("editor", "superuser"),
    "text-of-the-written": MAY_READ_EVERY_LESSON,
    "text-of-the-draft": ("editor", "superuser"),
    "text-of-the-revision": ("editor", "superuser"),
    "text-of-the-withdrawn": ("editor", "superuser"),
    # Wagtail's choosers name every page to whoever has admin access
    "Title of the draft": ("editor", "office", "superuser"),
    "Title of the revision": ("editor", "office", "superuser"),
    "Title of the withdrawn": ("editor", "office", "superuser"),
    "secret-document": ("editor", "superuser", *MAY_READ_EVERY_LESSON),
    WAITING_TEXT: ("editor", "superuser"),
    ADDRESS: ("editor", "superuser"),
    "secret-mail-text": (),
    "secret-task-error": ("office", "superuser"),
    "secret-job-error": ("office", "superuser"),
    "secret-enquiry": ("office", "superuser"),
    "secret-note": ("lead", "second"),
    "secret-action": ("lead", "second"),
    "secret-evidence": ("editor", "office", "superuser"),
}


# The world ----------------------------------------------------------------------------------------------------


@dataclass(repr=False)
class World:
    people: dict[str, User] = field(default_factory=dict)
    enrolments: dict[str, Enrolment] = field(default_factory=dict)
    lessons: dict[str, LessonPage] = field(default_factory=dict)
    questions: dict[str, object] = field(default_factory=dict)
    helps: dict[str, HelpRequest] = field(default_factory=dict)
    closed: dict[str, ClosedDay] = field(default_factory=dict)
    things: SimpleNamespace = field(default_factory=SimpleNamespace)

    def client(self, role: str, **options) -> Client:
        """A browser in which this role is signed in; server errors come back as answers, not as exceptions."""
        client = Client(raise_request_exception=False, **options)
        if role != "visitor":
            client.force_login(self.people[role])
        return client


@contextmanager
def laid_world(blocker):
    """The world for a whole module of tests, each of which runs in a savepoint inside it."""
    with (
        TemporaryDirectory() as folder,
        override_settings(
            MEDIA_ROOT=f"{folder}/media",
            EMAIL_FILE_PATH=f"{folder}/mail",
            POST_TEST_WEEK=100,  # never, whatever day the tests are run on
        ),
        blocker.unblock(),
        transaction.atomic(),
    ):
        yield build_world()
        transaction.set_rollback(True)


def build_world() -> World:
    world = World()
    build_people(world)
    build_lessons(world)
    build_cohorts(world)
    build_tests(world)
    for owner in (*LEADS, "far"):
        build_work(world, owner)
    lay_five(world)
    lay_booking(world)
    lay_blog(world)
    lay_office(world)
    lay_meeting(world)
    lay_money(world)
    build_machinery(world)
    build_visitor_pages(world)
    return world


def build_people(world: World) -> None:
    for role in (*ROLES[1:], "far", "fresh"):
        world.people[role] = build_user(email=f"{role}@{role}.example", name=f"Pat {role.title()}person")
    User.objects.filter(pk=world.people["superuser"].pk).update(is_superuser=True, is_staff=True)
    world.people["superuser"].refresh_from_db()
    editors, office = put_groups()
    world.people["editor"].groups.set([editors, Group.objects.get(name="Moderators")])
    world.people["office"].groups.set([office])


def build_questions(world: World) -> None:
    for key, kind in [(ASKED, ASKED), (OPEN, OPEN), (TYPED, TYPED), ("sample", "single")]:
        text = TEXTS[kind].replace("KEYFEEDBACK", f"FEEDBACK{key} ").replace("WRONGFEEDBACK", f"FEEDBACK{key} ")
        draft = parse_fence(text)
        draft = replace(draft, key=key, content=draft.content | {"after": f"AFTER{key}"})
        world.questions[key] = put_question(draft=draft, by=None, now=NOW)[0]
    asked = [world.questions[key] for key in (ASKED, OPEN, TYPED)]
    world.things.quiz = put_quiz(key="written", title="A quiz", questions=asked, now=NOW)
    world.things.sample_quiz = put_quiz(key="sample", title="Another", questions=[world.questions["sample"]], now=NOW)


def build_lessons(world: World) -> None:
    home = build_site()
    things = world.things
    things.programme = put_page(home, ProgrammePage(title="Programme", slug="programme"))
    things.module = put_page(things.programme, ModulePage(title="Why", slug="why"))
    PageViewRestriction.objects.create(page=things.module, restriction_type=PageViewRestriction.LOGIN)
    build_questions(world)
    things.document = build_document()
    quiz, sample_quiz = things.quiz.pk, things.sample_quiz.pk
    reflection = {"type": "reflection", "value": {"label": "", "prompt": "Think."}, "id": BLOCKS["reflection"]}
    bodies = {
        "written": [
            ("prose", "text-of-the-written", ""),
            ("quiz", quiz, ""),
            ("download", {"document": things.document.pk, "title": "A sheet"}, ""),
        ],
        "sample": [("prose", "For everybody.", ""), ("quiz", sample_quiz, "")],
        "plain": [("prose", "Read this.", "")],
        "draft": [("prose", "text-of-the-draft", "")],
        "withdrawn": [("prose", "text-of-the-withdrawn", "")],
    }
    for slug, body in bodies.items():
        blocks = [{"type": kind, "value": value, "id": f"{n}-{slug}"} for n, (kind, value, _) in enumerate(body)]
        blocks += [reflection] if slug == "written" else []
        page = LessonPage(
            title=f"Title of the {slug}",
            slug=slug,
            is_sample=slug == "sample",
            body=LessonPage.body.field.to_python([]),
        )
        page.body = LessonPage.body.field.stream_block.to_python(blocks)
        world.lessons[slug] = put_page(things.module, page, publish=slug != "draft")
    world.lessons["withdrawn"].unpublish()
    world.lessons["withdrawn"].refresh_from_db()
    draft = LessonPage.objects.get(pk=world.lessons["written"].pk)
    draft.title, draft.intention = "Title of the revision", "text-of-the-revision"
    things.revision = draft.save_revision()
    world.lessons["written"].refresh_from_db()


def put_page(parent, page, *, publish=True):
    page.live = False
    parent.refresh_from_db()
    parent.add_child(instance=page)
    revision = page.save_revision(clean=False)
    if publish:
        revision.publish()
    page.refresh_from_db()
    return page


def build_document():
    root = Collection.get_first_root_node()
    private = root.add_child(instance=Collection(name="For those who are signed in"))
    CollectionViewRestriction.objects.create(collection=private, restriction_type=CollectionViewRestriction.LOGIN)
    document = get_document_model()(title="A sheet", collection=private)
    document.file.save("a-sheet.txt", ContentFile(b"secret-document"), save=False)
    document.file_size = len(b"secret-document")  # or the first page that shows it would write it down
    document.save()
    return document


def build_cohorts(world: World) -> None:
    calendar = build_calendar("A common year")
    world.things.calendar = calendar
    cohorts = {
        name: Cohort.objects.create(
            name=f"Cohort {name}", programme=world.things.programme, calendar=calendar, starts_on=MONDAY
        )
        for name in ("here", "far")
    }
    world.things.cohort, world.things.far_cohort = cohorts["here"], cohorts["far"]
    cohorts["here"].facilitators.add(world.people["facilitator"])
    cohorts["far"].facilitators.add(world.people["elsewhere"])
    schools = {}
    for name in ("Ourselves", "Neighbour", "Faraway"):
        own = build_calendar(f"{name} dates")
        schools[name] = School.objects.create(name=f"{name} School", own_calendar=own)
        world.closed[name] = ClosedDay.objects.create(calendar=own, day=date(2026, 11, 27), reason="INSET")
    places = {
        "lead": ("Ourselves", "here"),
        "second": ("Ourselves", "here"),
        "left": ("Ourselves", "here"),
        "other": ("Neighbour", "here"),
        "far": ("Faraway", "far"),
    }
    for who, (school, cohort) in places.items():
        world.enrolments[who] = Enrolment.objects.create(
            user=world.people[who],
            school=schools[school],
            cohort=cohorts[cohort],
            joined_on=MONDAY,
            state=Enrolment.State.LEFT if who == "left" else Enrolment.State.ACTIVE,
        )


def build_tests(world: World) -> None:
    """A check and two forms of one question each; the first lead has begun one form."""
    for key, quiz, mode in [
        ("check", "check-why", Quiz.Mode.CHECK),
        ("form-a", "form-a", Quiz.Mode.TEST),
        ("form-b", "form-b", Quiz.Mode.TEST),
    ]:
        secret = f"FEEDBACK{key.partition('-')[0]} "
        text = TEXTS["single"].replace("KEYFEEDBACK", secret).replace("WRONGFEEDBACK", secret)
        world.questions[key] = put_question(draft=replace(parse_fence(text), key=key), by=None, now=NOW)[0]
        put_quiz(key=quiz, title=quiz, questions=[world.questions[key]], now=NOW, mode=mode)
    lead = world.enrolments["lead"]
    FormOrder.objects.create(cohort=lead.cohort, school=lead.school, first="form-a", drawn_at=NOW)
    attempt = start_attempt(quiz=Quiz.objects.get(key="form-a"), user=lead.user, now=NOW)
    Sitting.objects.create(enrolment=lead, occasion="pre-test", attempt=attempt)


def build_calendar(name: str) -> Calendar:
    calendar = Calendar.objects.create(name=name)
    # On the day of the test there is school, whenever it is run
    ends_on = max(MONDAY + timedelta(days=320), localdate() + timedelta(days=30))
    Term.objects.create(calendar=calendar, starts_on=MONDAY, ends_on=ends_on)
    return calendar


def build_work(world: World, owner: str) -> None:
    """What one lead has written and answered."""
    enrolment, lesson, user = world.enrolments[owner], world.lessons["written"], world.people[owner]
    Reflection.objects.create(
        enrolment=enrolment,
        lesson=lesson,
        block=BLOCKS["reflection"],
        prompt="Think.",
        text=f"secret-reflection-of-{owner}",
        seq=3,
        saved_at=NOW,
    )
    if owner == "lead":
        build_checked_answer(world.things.quiz, user=user, question=world.questions[ASKED])
        LessonProgress.objects.create(
            enrolment=enrolment,
            lesson=world.lessons["sample"],
            excused_at=NOW,
            excused_by=world.people["facilitator"],
            excuse_reason="secret-excuse-of-lead",
        )
    typed = {"text": f"secret-answer-of-{owner}"}
    build_draft_answer(world.things.quiz, user=user, question=world.questions[TYPED], response=typed, seq=3)
    world.helps[owner] = HelpRequest.objects.create(
        enrolment=enrolment, lesson=lesson, text=f"secret-help-of-{owner}", asked_at=NOW
    )
    HelpRequest.objects.create(
        enrolment=enrolment,
        text="Another question.",
        asked_at=NOW,
        answer=f"secret-reply-to-{owner}",
        answered_at=NOW,
        answered_by=world.people["facilitator"],
    )


def build_visitor_pages(world: World) -> None:
    things = world.things
    build_readiness_page()
    things.testimonial = build_testimonial(consent=False)
    things.consent = build_consent(things.testimonial, until=date(2099, 1, 1), evidence="secret-evidence")
    things.enquiry = build_enquiry(text="secret-enquiry", asked_at=NOW)
    things.shown_facilitator = Facilitator.objects.create(name="Shown", role="Facilitator", text="Text.")


def build_machinery(world: World) -> None:
    world.things.mail = Mail.objects.create(
        to="lead@lead.example",
        user=world.people["lead"],
        kind="login code",
        why="Somebody asked to sign in.",
        subject="Your code",
        text="secret-mail-text",
        created_at=NOW,
    )
    world.things.task = FailedTask.objects.create(
        name="cms.domain.mail.send_mail_row", error="secret-task-error", attempts=5, failed_at=NOW
    )
    things = world.things
    things.site = Site.objects.get(is_default_site=True)
    Provider.objects.create(site=things.site)
    things.workflow = Workflow.objects.get()
    things.image = get_image_model().objects.create(title="A picture", file=get_test_image_file())
    things.redirect = Redirect.objects.create(old_path="/old", redirect_link="/")
    things.register_import = RegisterImport.objects.create(
        at=NOW, ended_at=NOW, file_name="a register", size=1, state="done"
    )
    things.job = JobRun.objects.create(job="clear-sessions", slot="1", started_at=NOW, error="secret-job-error")
