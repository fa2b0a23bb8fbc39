"""What a hostile reader, writer or neighbouring site may try. The world and its secrets: tests/access/roles.py."""

import re
import time
from types import SimpleNamespace

import pytest
import time_machine
from django.apps import apps
from django.db import models
from django.urls import reverse
from wagtail.documents import get_document_model

from cms.domain.account import deactivate_person
from cms.models import Mail, User
from courses.domain.help import ask_help
from courses.models import Enrolment
from courses.queries.enrolment import current_lead
from quizzes.domain.question import put_quiz
from tests.access.addresses import our_addresses
from tests.access.expectations import arguments_of, data_of, read_table
from tests.access.outcome import NOT_COMPARED, body, outcome, stored, undone
from tests.access.roles import NOW, OPEN, ROLES, laid_world
from tests.builders import build_user
from tests.courses.builders import load_small
from tests.courses.programme_texts import FILES
from tests.quizzes.builders import build_question
from tests.quizzes.drafts import TEXTS

pytestmark = pytest.mark.django_db
OURS = {address.key: address for address in our_addresses()}
WITHOUT_TOKEN = ("stop_mail_now",)  # a mail program posts there (RFC 8058): the signed address is the right
WRITES = [
    line
    for line in read_table()
    if line.method == "POST"
    and line.name not in WITHOUT_TOKEN
    and any(cell.endswith("+") for cell in line.cells.values())
]
LEADS_WRITE = [line for line in WRITES if line.cells["lead"].endswith("+")]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with laid_world(django_db_blocker) as world:
        yield world


def place(line, world) -> str:
    return OURS[line.name].path(arguments_of(world).get(line.key, {}))


def somebody_who_may(line) -> str:
    return next(role for role in ROLES if line.cells[role].endswith("+"))


# Other sites --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["visitor", "lead", "facilitator", "superuser"])
def test_no_form_is_taken_without_its_token(world, role):
    client, wrong, before = world.client(role, enforce_csrf_checks=True), [], stored()
    for line in [line for line in read_table() if line.method == "POST" and line.name not in WITHOUT_TOKEN]:
        with undone(before) as watched:
            response = client.post(place(line, world), data_of(world).get(line.key, {}))
            changed = watched.changed()
        in_the_admin = "failed_task" in line.name or line.name == "settle_comment"
        refusals = (403, 404) if in_the_admin else (403,)  # the admin is not there for everybody
        if response.status_code not in refusals or changed:
            wrong.append(f"{line}: {response.status_code} {changed}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("line", WRITES, ids=str)
def test_a_token_does_not_help_a_form_on_another_site(world, line):
    client = world.client(somebody_who_may(line), enforce_csrf_checks=True)
    token = "a" * 32
    client.cookies["csrftoken"] = token

    def data():  # anew each time: a file is read once
        return data_of(world).get(line.key, {}) | {"csrfmiddlewaretoken": token}

    with undone(stored()) as watched:
        response = client.post(place(line, world), data(), headers={"origin": "https://evil.example"})
        assert (response.status_code, watched.changed()) == (403, [])
    with undone(stored()) as watched:
        client.post(place(line, world), data())
        assert watched.changed() != []


@pytest.mark.parametrize(
    "name", ["account_login", "account_logout", "account_reset_password", "account_change_password"]
)
def test_allauths_forms_want_a_token_too(world, name):
    client = world.client(
        "lead" if name in ("account_logout", "account_change_password") else "visitor", enforce_csrf_checks=True
    )
    assert client.post(reverse(name), {"login": "lead@lead.example"}).status_code == 403


def test_nobody_is_signed_out_by_opening_an_address(world):
    client = world.client("editor")
    client.get("/admin/logout/")
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("address", ["/admin/login/", "/_util/login/"])
def test_there_is_one_way_to_sign_in(world, address):
    build_user(email="with@password.example", password="a-good-long-password")
    client = world.client("visitor")
    for name in ("username", "login"):
        client.post(address, {name: "with@password.example", "password": "a-good-long-password"})
    assert outcome(client.get("/account/")) == "in"


# Mass assignment ----------------------------------------------------------------------------------------------


def every_field(world) -> dict[str, str]:
    """Every name of every field of every model, with a value that would do harm: other people's records above all."""
    far = {
        "user": world.people["far"].pk,
        "enrolment": world.enrolments["far"].pk,
        "school": world.enrolments["far"].school_id,
        "cohort": world.things.far_cohort.pk,
        "attempt": world.people["far"].attempts.get().pk,
        "id": 1,
        "pk": 1,
    }
    names = {}
    for model in apps.get_models():
        for field in model._meta.get_fields():
            value = far.get(field.name, harmful(field))
            names |= {field.name: value, getattr(field, "attname", field.name): value}
    return names | {f"{name}_id": value for name, value in far.items()}


def harmful(field) -> str:
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.DateField):
        return "2026-01-01"
    if field.name == "state":
        return "finished"
    return "1"


DRAWN = re.compile(
    r"/\d+/|[A-Z]{4}-[A-Z]{4}|data': '.*?'"
    r"|TS-\w{4}-\w{3}|'key': '[\w-]{43}'|/(booking|waiting|draft)/[^/\s]+/|'(object_id|booking_id)': '?\d+'?"
)


def rows() -> dict[str, list[str]]:
    """Every row without its number, and without what is drawn by lot: password hashes, codes, numbers in links."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if (
            model._meta.label in {*NOT_COMPARED, "wagtailcore.ReferenceIndex"}
            or not model._meta.managed
            or model._meta.proxy
        ):
            continue
        lines = []
        for row in model._base_manager.values():
            for drawn in ("id", "password", "attempt_id"):
                row.pop(drawn, None)
            lines.append(DRAWN.sub("*", repr(row)))
        found[model._meta.label] = sorted(lines)
    return found


def signed_in_just_now(client):
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "email": ""}]
    session.save()
    return client


ACCOUNT_FORMS = {
    "account_email": {"email": "mine@new.example", "action_add": ""},
    "account_set_password": {"password1": "a-good-long-password", "password2": "a-good-long-password"},
    "mfa_activate_totp": {"code": "000000"},
    "mfa_generate_recovery_codes": {},
    "usersessions_list": {},
    "wagtailadmin_account": {},
}
OPTIONAL = {
    "ask_help": {"lesson": ""},
    "contact": {"role": "", "school": "", "website": ""},
    "meeting_note": {"not_discussed": ""},
    "settle_action": {"reason": ""},
    "meeting_slot": {"place": ""},
}
FORMS = [*[line.key for line in LEADS_WRITE], *ACCOUNT_FORMS]


@pytest.mark.parametrize("form", FORMS)
def test_no_field_of_any_model_can_be_slipped_into_a_form(world, form):
    if form in ACCOUNT_FORMS:
        address, data = reverse(form), ACCOUNT_FORMS[form]
    else:
        line = next(line for line in LEADS_WRITE if line.key == form)
        address, data = place(line, world), data_of(world).get(form, {})
    data = OPTIONAL.get(form, {}) | data  # what the form itself asks and need not be told
    results = []
    with time_machine.travel(NOW, tick=False):
        for extra in ({}, every_field(world)):
            client = signed_in_just_now(world.client("lead"))
            with undone({}):
                response = client.post(address, {**extra, **data})
                results.append((response.status_code, rows()))
    (status, plain), (status_of_slipped, slipped) = results
    assert status_of_slipped == status
    assert {label: set(slipped[label]) ^ set(plain[label]) for label in plain if slipped[label] != plain[label]} == {}


@pytest.mark.parametrize("form", [line.key for line in WRITES if not line.cells["lead"].endswith("+")])
def test_a_lead_cannot_talk_their_way_into_a_form_of_the_team(world, form):
    line = next(line for line in WRITES if line.key == form)
    client = world.client("lead")
    with undone(stored()) as watched:
        client.post(place(line, world), every_field(world) | data_of(world).get(form, {}))
        assert watched.changed() == []


# Answers before they are given --------------------------------------------------------------------------------

GIVEN_AWAY = ("KEYFEEDBACK", "WRONGFEEDBACK", "AFTERTEXT", 'class="right', "data-key", "correct")


@pytest.fixture
def all_kinds(world):
    """The lesson asks one question of every kind; the lead has answered none of them."""
    questions = [build_question(kind, key=f"all-{kind}") for kind in TEXTS]
    quiz = put_quiz(key="written", title="A quiz", questions=questions, now=NOW)
    return SimpleNamespace(client=world.client("second"), questions=questions, quiz=quiz, path="/learn/why/written/")


def test_the_lesson_page_gives_no_answer_away(all_kinds):
    for ending in ("", "?again=all-single", "?look=all-single", "?again=all-text&do=check"):
        page = body(all_kinds.client.get(all_kinds.path + ending))
        assert "all-single" in page
        assert [word for word in GIVEN_AWAY if word in page] == []


@pytest.mark.parametrize(
    "headers", [{}, {"accept": "application/json"}, {"hx-request": "true"}], ids=["page", "json", "htmx"]
)
@pytest.mark.parametrize("do", ["save", "check", "practice", "show", ""])
def test_saving_half_an_answer_gives_none_away(all_kinds, headers, do):
    for question in all_kinds.questions:
        data = {"version": question.current_id, "seq": 1, "order": "", "do": do}
        response = all_kinds.client.post(f"{all_kinds.path}answer/{question.key}/", data, headers=headers)
        if response.status_code == 302:
            response = all_kinds.client.get(response["Location"], headers=headers)
        assert [word for word in GIVEN_AWAY if word in body(response)] == []


def test_a_draft_that_would_be_right_is_not_told_so(all_kinds):
    question = all_kinds.questions[0]
    for choice in "abc":
        data = {"version": question.current_id, "seq": ord(choice), "order": "", "do": "save", "choice": choice}
        saved = all_kinds.client.post(
            f"{all_kinds.path}answer/{question.key}/", data, headers={"accept": "application/json"}
        )
        assert sorted(saved.json()) == ["saved", "seq"]
        tried = all_kinds.client.post(f"{all_kinds.path}answer/{question.key}/", data | {"do": "practice"}, follow=True)
        assert [word for word in GIVEN_AWAY if word in body(tried)] == []


def test_after_the_first_answer_nothing_is_a_second_try(all_kinds):
    question = all_kinds.questions[0]
    address = f"{all_kinds.path}answer/{question.key}/"
    data = {"version": question.current_id, "seq": 1, "order": "", "do": "check", "choice": "b", "confidence": "2"}
    all_kinds.client.post(address, data)
    first = question.answers.get(attempt__user__email="second@second.example")
    for do in ("check", "save", "practice"):
        all_kinds.client.post(address, data | {"seq": 9, "choice": "a", "do": do})
        again = question.answers.get(pk=first.pk)
        assert (again.response, again.score, again.checked_at) == (first.response, first.score, first.checked_at)


def test_an_answer_to_a_version_of_another_question_is_refused(world, all_kinds):
    question, foreign = all_kinds.questions[0], world.questions["sample"]
    data = {"version": foreign.current_id, "seq": 1, "order": "", "do": "check", "choice": "a"}
    with undone(stored()) as watched:
        response = all_kinds.client.post(f"{all_kinds.path}answer/{question.key}/", data)
        assert (response.status_code, watched.changed()) == (400, [])


@pytest.mark.parametrize("word", ["KEYFEEDBACK", "FEEDBACKreasons", "AFTERreasons", "secret", "text-of-the-revision"])
def test_the_search_finds_no_feedback_and_no_drafts(world, word):
    page = body(world.client("lead").get("/learn/search/", {"q": word}))
    assert "/learn/why/written/" not in page


@pytest.mark.parametrize("address", ["/api/", "/api/v2/pages/", "/api/v3/pages/", "/api/v2/documents/", "/graphql/"])
@pytest.mark.parametrize("role", ["visitor", "lead", "superuser"])
def test_there_is_no_public_api(world, address, role):
    assert world.client(role).get(address).status_code == 404


def test_no_key_of_an_open_question_reaches_the_admin_api(world):
    client = world.client("office")
    for kind in ("pages", "documents", "images"):
        text = body(client.get(f"/admin/api/main/{kind}/", {"fields": "*", "limit": 20}))
        assert "text-of-the" not in text
        assert "FEEDBACK" not in text


@pytest.mark.parametrize("role", [role for role in ROLES if role != "visitor"])
def test_the_key_of_the_session_stands_in_no_page(world, role):
    client = world.client(role)
    key = client.cookies["sessionid"].value
    lines = [line for line in read_table() if line.method == "GET" and line.cells[role] == "200"]
    assert [str(line) for line in lines if key in body(client.get(place(line, world)))] == []
    assert key not in body(client.get("/account/devices/"))


# Files --------------------------------------------------------------------------------------------------------


def test_a_document_of_a_private_collection_is_not_served_to_visitors(world):
    document = world.things.document
    for headers in ({}, {"if-none-match": f'"{document.get_file_hash()}"'}, {"if-none-match": "*"}):
        response = world.client("visitor").get(document.url, headers=headers)
        assert outcome(response) == "in"
        assert "secret-document" not in body(response)
        assert "etag" not in response.headers


def test_files_lie_at_no_address_beside_wagtails(world):
    for name in (
        "/media/documents/a-sheet.txt",
        "/media/images/../documents/a-sheet.txt",
        "/media/images/%2e%2e/documents/a-sheet.txt",
    ):
        assert world.client("superuser").get(name).status_code in (400, 404)


def test_a_document_is_downloaded_never_opened_in_the_page(world):
    response = world.client("lead").get(world.things.document.url)
    assert response["Content-Disposition"].startswith("attachment")


def test_downloads_of_a_loaded_lesson_are_not_public(world, tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "loaded.txt").write_text("secret")
    path = next(path for path in FILES if "reading" in path)
    with undone({}):
        load_small(
            tmp_path, {path: FILES[path] + "\n::: download\nfile: loaded.txt\ntitle: A sheet\n:::\n"}, keep="files"
        )
        document = get_document_model().objects.get(title="loaded.txt")
        assert outcome(world.client("visitor").get(document.url)) == "in"


# Rights are read in the request -------------------------------------------------------------------------------


def test_a_lead_who_leaves_is_out_at_once_with_the_page_still_open(world):
    client, place_ = world.client("second"), world.enrolments["second"]
    assert client.get("/learn/why/written/").status_code == 200
    Enrolment.objects.filter(pk=place_.pk).update(state=Enrolment.State.LEFT)
    question = world.questions[OPEN]
    data = {"version": question.current_id, "seq": 99, "do": "save", "choice": "a"}
    assert client.get("/learn/").status_code == 404
    assert client.get("/learn/answers/").status_code == 200  # what they wrote themselves stays theirs to read
    assert client.get("/learn/why/written/").status_code == 404
    with undone(stored()) as watched:
        assert client.post(f"/learn/why/written/answer/{OPEN}/", data).status_code == 404
        assert watched.changed() == []


def test_a_deactivated_person_is_out_at_once(world):
    for role in ("lead", "facilitator", "editor"):
        client = world.client(role)
        deactivate_person(user=world.people[role], by=None, now=NOW)
        for address in ("/account/", "/learn/", "/facilitate/", "/admin/", "/styleguide/"):
            assert outcome(client.get(address)) == "in"


def test_the_form_of_the_admin_deactivates_as_well(world):
    client = world.client("lead")
    User.objects.filter(pk=world.people["lead"].pk).update(is_active=False)
    assert outcome(client.get("/learn/")) == "in"


def test_a_facilitator_taken_off_a_cohort_sees_nothing_of_it_at_once(world):
    client, pk = world.client("facilitator"), world.enrolments["lead"].pk
    assert client.get(f"/facilitate/leads/{pk}/").status_code == 200
    world.things.cohort.facilitators.remove(world.people["facilitator"])
    addresses = [
        "/facilitate/",
        f"/facilitate/leads/{pk}/",
        f"/facilitate/help/{world.helps['lead'].pk}/",
        "/learn/why/written/",
    ]
    assert [client.get(address).status_code for address in addresses] == [404] * 4


def test_a_facilitator_of_two_cohorts_who_loses_one_keeps_the_other(world):
    client = world.client("facilitator")
    world.things.far_cohort.facilitators.add(world.people["facilitator"])
    assert client.get(f"/facilitate/leads/{world.enrolments['far'].pk}/").status_code == 200
    world.things.far_cohort.facilitators.remove(world.people["facilitator"])
    page = body(client.get("/facilitate/"))
    assert "Faraway School" not in page
    assert "Ourselves School" in page


def test_an_editor_out_of_the_groups_is_out_of_the_admin(world):
    client = world.client("editor")
    assert client.get("/admin/pages/").status_code == 200
    world.people["editor"].groups.clear()
    assert outcome(client.get("/admin/pages/")) == "404"


def test_a_session_that_claims_places_in_the_navigation_opens_nothing(world):
    client = world.client("nobody")
    session = client.session
    session["team"] = ["learn", "facilitate", "admin"]
    session.save()
    assert [client.get(address).status_code for address in ("/learn/", "/facilitate/", "/styleguide/")] == [404] * 3


# Neighbours ---------------------------------------------------------------------------------------------------


def test_each_mailbox_holds_only_its_own_threads(world):
    with undone({}):
        for owner in ("lead", "other", "far"):
            ask_help(lead=current_lead(world.people[owner]), lesson_pk=None, text=f"thread of {owner}", now=NOW)
        seen = {(mail.to, mail.text) for mail in Mail.objects.filter(kind="help asked")}
        near = {text for to, text in seen if to == "facilitator@facilitator.example"}
        assert any("thread of lead" in text for text in near)
        assert not any("thread of far" in text for text in near)
        assert {to for to, text in seen if "thread of far" in text} == {"elsewhere@elsewhere.example"}


def test_the_own_mail_page_shows_nobody_elses_mail(world):
    other = world.people["other"]
    Mail.objects.create(user=other, to=other.email, kind="x", why="x", subject="for-other-alone", created_at=NOW)
    assert "for-other-alone" in body(world.client("other").get("/account/mail/"))
    assert "for-other-alone" not in body(world.client("lead").get("/account/mail/"))


def test_the_folder_of_demonstration_mail_is_shut_outside_the_demonstration(world, settings):
    settings.DEMO = False
    assert world.client("superuser").get("/demo/mail/").status_code == 404


@pytest.mark.parametrize("owner", ["other", "far"])
def test_a_bulk_of_foreign_numbers_in_the_own_forms_changes_only_the_own_rows(world, owner):
    """Foreign numbers mixed into the form of somebody who may write there."""
    enrolment = world.enrolments[owner]
    foreign = {"enrolment": [enrolment.pk], "enrolment_id": enrolment.pk, "lead": enrolment.pk, "pk": enrolment.pk}
    with undone({}):
        before = [str(row) for row in enrolment.reflections.values()]
        client = world.client("lead")
        client.post(place(LEADS_WRITE[0], world), {"text": "Mine.", "seq": 99} | foreign)
        client.post(f"/learn/dates/closed/{world.closed['Faraway'].pk}/remove/", foreign)
        client.post(f"/learn/dates/closed/{world.closed['Neighbour'].pk}/remove/", foreign)
        assert [str(row) for row in enrolment.reflections.values()] == before
        assert enrolment.school.own_calendar.closed_days.count() == 1
        assert not enrolment.help_requests.filter(text="Mine.").exists()


def test_the_help_form_takes_no_lesson_of_another_programme(world):
    """The number of a draft lesson tells nothing and is not kept."""
    draft = world.lessons["draft"]
    client = world.client("lead")
    assert draft.title not in body(client.get("/learn/help/", {"lesson": draft.pk}))
    with undone({}):
        client.post("/learn/help/", {"text": "Help.", "lesson": draft.pk})
        assert world.enrolments["lead"].help_requests.order_by("-pk").first().lesson_id is None


def test_a_facilitator_excuses_no_lesson_that_is_not_published(world):
    client, data = world.client("facilitator"), {"lesson": world.lessons["draft"].pk, "reason": "Ill."}
    with undone(stored()) as watched:
        response = client.post(f"/facilitate/leads/{world.enrolments['lead'].pk}/excuse/", data)
        assert (response.status_code, watched.changed()) == (422, [])
