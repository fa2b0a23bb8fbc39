"""Every address x every role (decision 19). The expectations stand in tests/access/expectations.py."""

from types import ModuleType

import pytest
from django.http import HttpResponse
from django.urls import path

from tests.access.addresses import our_addresses
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
        may_show_feedback = line.name == "answer" and line.method == "POST"
        wrong += [f"{line}: shows {word}" for word in found_secrets(response, role) if not may_show_feedback]
    return wrong
