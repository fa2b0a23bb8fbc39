"""Every address x every role (decision 19).

What is expected of our own addresses stands in tests/access/expectations.py, of Wagtail's and allauth's in
tests/access/wagtail.py.
"""

from types import ModuleType

import pytest
from django.http import HttpResponse
from django.urls import path

from tests.access import wagtail
from tests.access.addresses import addresses, our_addresses
from tests.access.expectations import arguments_of, data_of, read_table
from tests.access.outcome import body, outcome, stored, undone
from tests.access.roles import ROLES, SECRETS, UNFACTORED, laid_world

pytestmark = pytest.mark.django_db
LINES = read_table()
OURS = {address.key: address for address in our_addresses()}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with laid_world(django_db_blocker) as world:
        yield world


def place(line, world) -> str:
    """The path of a line of the table."""
    return OURS[line.name].path(arguments_of(world).get(line.key, {}))


def ask(client, line, world):
    if line.method == "GET":
        return client.get(place(line, world))
    return client.post(place(line, world), data_of(world).get(line.key, {}))


def found_secrets(response, role) -> list[str]:
    """The secrets in this answer that the role may not see."""
    text = body(response)
    return [word for word, roles in SECRETS.items() if role not in roles and word in text]


# The table ----------------------------------------------------------------------------------------------------


def undeclared(urlconf=None) -> list[str]:
    declared = {(line.method, line.name) for line in LINES}
    return [
        f"{method} {address.key} (/{address.route}) has no line in the table of tests/access/expectations.py: "
        "write down what each role may expect of it, and its arguments and form data below the table."
        for address in our_addresses(urlconf)
        for method in ("GET", "POST")
        if (method, address.key) not in declared
    ]


def test_every_address_has_a_declared_expectation():
    assert undeclared() == []


def test_no_line_of_the_table_is_left_over():
    known = {address.key for address in our_addresses()}
    assert [str(line) for line in LINES if line.name not in known] == []


@pytest.mark.parametrize("name", ["brand_new", None])
def test_a_new_address_without_an_expectation_fails(settings, name):
    from cms.urls import urlpatterns

    view = path("brand/new/", lambda request: HttpResponse("hello"), name=name)
    urlconf = ModuleType("brand_new_urls")
    urlconf.urlpatterns = [view, *urlpatterns]
    settings.ROOT_URLCONF = urlconf
    sentences = undeclared()
    assert len(sentences) == 2
    assert sentences[0].startswith(f"GET {name or 'brand/new/'} (/brand/new/) has no line in the table")


# The walk -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_each_address_answers_as_declared(world, role):
    client = world.client(role)
    wrong = walk(world, client, role, [line for line in LINES if line.method == "GET"])
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_each_form_is_taken_or_refused_as_declared_and_changes_nothing_else(world, role):
    wrong = walk(world, world.client(role), role, [line for line in LINES if line.method == "POST"])
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", UNFACTORED)
def test_without_the_second_factor_the_team_gets_no_further(world, role, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    wrong = walk(world, world.client(role), role, LINES, unfactored=True)
    assert not wrong, "\n".join(wrong)


def walk(world, client, role, lines, *, unfactored=False) -> list[str]:
    wrong, before = [], stored()
    for line in lines:
        with undone(before) as watched:
            response = ask(client, line, world)
            changed = watched.changed()
        got = outcome(response) + ("+" if changed else "")
        expected = line.expected(role, unfactored=unfactored)
        if got != expected:
            wrong.append(f"{line}: {got} instead of {expected} {changed or ''}")
        may_show_feedback = line.name in ("answer", "practise") and line.method == "POST"
        wrong += [f"{line}: shows {word}" for word in found_secrets(response, role) if not may_show_feedback]
    return wrong


# Wagtail's admin ----------------------------------------------------------------------------------------------

STAFF = ("editor", "office", "superuser")


def admin_path(address, world, slug="written") -> str:
    return address.path(wagtail.arguments(address, world, world.lessons[slug]))


def signed_in_again(world, role, client):
    """GET /admin/logout/ takes the cookie away, so every request of the walk brings it anew."""
    if role != "visitor":
        client.cookies["sessionid"] = client.session_key
    return client


def admin_client(world, role):
    client = world.client(role)
    if role != "visitor":
        client.session_key = client.cookies["sessionid"].value
    return client


def test_every_part_of_the_admin_says_who_may_be_shown_it():
    silent = [address.route for address in wagtail.admin_addresses() if wagtail.may_be_shown(address) is None]
    assert silent == [], "Add a line to ADMIN in tests/access/wagtail.py."


@pytest.mark.parametrize(
    ("role", "method"),
    [("visitor", "get"), ("visitor", "post"), ("lead", "get"), ("lead", "post"), ("facilitator", "get")],
)
def test_the_admin_shows_nothing_to_those_without_access(world, role, method):
    client = admin_client(world, role)
    wrong, before = [], stored()
    for address in wagtail.admin_addresses():
        with undone(before) as watched:
            response = getattr(signed_in_again(world, role, client), method)(admin_path(address, world))
            changed = watched.changed()
        if outcome(response) not in ("in", "go", "403", "404", "405") or changed:
            wrong.append(f"{address.route}: {outcome(response)} {changed or ''}")
        wrong += [f"{address.route}: shows {word}" for word in found_secrets(response, role)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("visitor", *STAFF)])
def test_no_lead_and_no_facilitator_holds_any_right_of_the_admin(world, role):
    assert world.people[role].get_all_permissions() == set()
    assert outcome(world.client(role).get("/admin/")) == "404"


@pytest.mark.parametrize("role", STAFF)
def test_the_admin_shows_each_role_its_own_part(world, role):
    client = admin_client(world, role)
    wrong, opened = [], set()
    for address in wagtail.admin_addresses():
        with undone({}):
            response = signed_in_again(world, role, client).get(admin_path(address, world))
        if response.status_code == 200:
            opened.add(address.key)
            if role != "superuser" and role not in wagtail.may_be_shown(address):
                wrong.append(f"{address.route}: shown")
        if response.status_code >= 500:
            wrong.append(f"{address.route}: {response.status_code}")
        wrong += [f"{address.route}: shows {word}" for word in found_secrets(response, role)]
    assert not wrong, "\n".join(wrong)
    assert [key for key in wagtail.MUST_OPEN[role] if key not in opened] == []


EVERYTHING = {"is_superuser": "on", "is_staff": "on", "is_active": "on", "groups": ["1", "2"], "title": "Changed"}


@pytest.mark.parametrize("role", ["editor", "office"])
def test_no_form_of_the_admin_changes_rights_or_the_work_of_leads(world, role):
    client = admin_client(world, role)
    wrong, before = [], stored()
    person = world.people[role]
    data = EVERYTHING | {"email": person.email, "first_name": "Changed", "last_name": "Changed", "name": "Changed"}
    for address in wagtail.admin_addresses():
        with undone(before) as watched:
            signed_in_again(world, role, client).post(admin_path(address, world), data)
            changed = wagtail.UNTOUCHABLE[role].intersection(watched.changed())
        if changed:
            wrong.append(f"{address.route}: {sorted(changed)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ["editor", "office"])
@pytest.mark.parametrize("page", ["wagtailusers_users:edit", "wagtailusers_users:add", "wagtailusers_groups:edit"])
def test_only_superusers_change_people_and_groups(world, role, page):
    address = next(address for address in addresses() if address.key == page)
    fields = {"pk": world.people[role].pk if "users" in page else world.people[role].groups.first().pk}
    client = world.client(role)
    with undone(stored()) as watched:
        response = client.post(address.path(fields), EVERYTHING | {"email": "new@new.example"})
        assert watched.changed() == []
    assert outcome(response) == "go"


def test_the_own_account_page_of_the_admin_gives_no_rights(world):
    person = world.people["editor"]
    data = {f"{prefix}{name}": value for prefix in ("", "name_email-") for name, value in EVERYTHING.items()}
    names = {"name_email-first_name": "New", "name_email-last_name": "Name", "name_email-email": "new@new.example"}
    with undone({}):
        world.client("editor").post("/admin/account/", data | names)
        person.refresh_from_db()
        assert (person.is_superuser, person.is_staff, person.email) == (False, False, "editor@editor.example")
    person.refresh_from_db()


@pytest.mark.parametrize("slug", ["draft", "withdrawn", "written"])
@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("editor", "superuser")])
def test_drafts_and_withdrawn_lessons_are_shown_to_editors_alone(world, slug, role):
    client, page = world.client(role), world.lessons[slug]
    ways = [
        f"/learn/why/{slug}/",
        f"/learn/why/{slug}/?mode_name=&in_preview_panel=true",
        f"/programme/why/{slug}/",
        f"/programme/why/{slug}/?mode_name=",
        f"/admin/pages/{page.pk}/view_draft/",
        f"/admin/pages/{page.pk}/edit/preview/?mode_name=&in_preview_panel=true",
        f"/admin/pages/{page.pk}/revisions/{page.latest_revision_id}/view/",
        f"/admin/pages/{page.pk}/revisions/compare/earliest...latest/",
        f"/admin/pages/{page.pk}/history/",
        f"/admin/api/main/pages/{page.pk}/?fields=*",
        "/learn/search/?q=text",
        "/programme/",
        "/programme/why/",
        "/sitemap.xml",
    ]
    hidden = [word for word in SECRETS if word.startswith(("text-of-the-", "Title of the ")) and "written" not in word]
    wrong = []
    for way in ways:
        text = body(client.get(way))
        wrong += [f"{way}: {word}" for word in hidden if role not in SECRETS[word] and word in text]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ["nobody", "lead", "facilitator"])
def test_who_may_not_use_the_admin_ends_on_a_page(world, role):
    assert world.client(role).get("/admin/", follow=True).status_code in (200, 403, 404)


# allauth ------------------------------------------------------------------------------------------------------


def test_a_visitor_finds_the_pages_of_signing_in_open_and_all_others_closed(world):
    client, wrong = world.client("visitor"), []
    for address in wagtail.brought("account/"):
        response = client.get(address.path({"pk": 1, "uidb36": "1", "key": "set-password"}))
        if address.name not in wagtail.ALLAUTH_OPEN and outcome(response) != "in":
            wrong.append(f"{address.route}: {outcome(response)}")
        if response.status_code >= 500:
            wrong.append(f"{address.route}: {response.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ["nobody", "lead", "facilitator", "editor", "superuser"])
def test_the_account_pages_show_nobody_elses_secrets(world, role):
    client, wrong, before = world.client(role), [], stored()
    for address in wagtail.brought("account/"):
        with undone(before):
            response = client.get(address.path({"pk": 1, "uidb36": "1", "key": "set-password"}))
        wrong += [f"{address.route}: shows {word}" for word in found_secrets(response, role)]
        if response.status_code >= 500:
            wrong.append(f"{address.route}: {response.status_code}")
    assert not wrong, "\n".join(wrong)
