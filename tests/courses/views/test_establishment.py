"""The finder of schools, and the office's pages of the register."""

import pytest
from django.contrib.auth.models import Permission
from django.test import RequestFactory
from django.utils.timezone import now

from courses.domain import registerimport as domain
from courses.forms.establishment import FinderForm, finder_of
from courses.models import Establishment, RegisterImport
from tests.builders import build_user
from tests.courses.builders import page
from tests.courses.register.files import ONE, as_file, put, row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def keeper(client):
    user = build_user(name="Joan Fell")
    user.user_permissions.add(Permission.objects.get(codename="add_registerimport"))
    client.force_login(user)
    return user


# The search -----------------------------------------------------------------------------------------------------


def test_the_search_answers_with_options_that_carry_their_urn(client):
    put(ONE)
    text = page(client.get("/schools/search/", {"q": "holm"}))
    assert 'role="option" aria-selected="false" data-urn="900001"' in text
    assert "Holm QA1 1AA · Primary, ages 4 to 11 · URN 900001" in text


def test_a_name_that_is_hostile_is_shown_as_text(client):
    put(row(name="<script>alert(1)</script> School"))
    text = page(client.get("/schools/search/", {"q": "script"}))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; School" in text
    assert "<script>" not in text


def test_who_searches_too_often_is_asked_to_wait(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "school_search": "2/m/ip"}
    assert [client.get("/schools/search/").status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize(
    ("urn", "error"),
    [
        ("", "Search for your school and choose it, or choose “My school is not listed”."),
        ("900009", "This school is not in the register. Search for it again."),
        ("<b>", "This school is not in the register. Search for it again."),
        ("900002", "This school has closed. Search for the one that you work at now."),
    ],
)
def test_a_choice_that_cannot_be_is_refused_in_words(urn, error):
    put(ONE, row(urn="900002", status="Closed"))
    form = FinderForm({"urn": urn})
    assert not form.is_valid()
    assert form.errors["urn"] == [error]


@pytest.mark.parametrize(("sent", "urn"), [("900001", "900001"), ("unlisted", "")])
def test_a_school_is_chosen_or_said_not_to_be_listed(sent, urn):
    put(ONE)
    form = FinderForm({"urn": sent})
    assert form.is_valid()
    assert form.cleaned_data["urn"] == urn


def test_without_a_script_the_page_shows_the_results_and_keeps_what_a_draft_chose():
    put(ONE, row(urn="900002"))
    finder = finder_of(RequestFactory().get("/book/x/", {"q": "holm"}), FinderForm(), chosen="900002")
    assert (finder.text, finder.chosen.urn, [one.urn for one in finder.others]) == ("holm", "900002", ["900001"])


def test_what_was_sent_is_chosen_again_when_the_form_fails():
    put(ONE)
    finder = finder_of(RequestFactory().post("/book/x/"), FinderForm({"urn": "unlisted"}), chosen="900001")
    assert (finder.is_unlisted, finder.chosen) == (True, None)


# The office's pages ---------------------------------------------------------------------------------------------


def test_the_empty_page_says_what_to_do(client, keeper):
    text = page(client.get("/office/register/"))
    assert "No register has been imported yet" in text
    assert "There has been none." in text


def test_a_file_that_is_sent_is_imported_and_its_page_says_what_changed(
    client, keeper, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/office/register/", {"file": as_file([ONE])})
    made = RegisterImport.objects.get()
    assert response.url == f"/office/register/{made.pk}/"
    assert (made.state, made.by, Establishment.objects.count()) == ("done", keeper, 1)
    text = page(client.get(response.url))
    assert "The register was imported" in text
    assert "New: 1" in text
    assert "Joan Fell" in text
    assert "1 January" not in text


@pytest.mark.parametrize(
    ("data", "error"),
    [({}, "Choose the file that you downloaded."), ({"file": b"<html>"}, "This is a web page, not the register.")],
)
def test_a_file_that_is_not_the_register_is_refused_at_once(client, keeper, data, error):
    data = {name: as_html(value) for name, value in data.items()}
    response = client.post("/office/register/", data)
    assert response.status_code == 422
    assert error in page(response)
    assert not RegisterImport.objects.exists()


def as_html(value):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("edubasealldata.csv", value)


def test_a_second_file_waits_for_the_first(client, keeper):
    waiting = domain.receive_register(file=as_file([ONE]), name="a.csv", allows_fewer=False, by=keeper, now=now())
    response = client.post("/office/register/", {"file": as_file([ONE])})
    assert response.status_code == 422
    assert "An import is going on already. Wait for its end, or give it up." in page(response)
    assert RegisterImport.objects.get() == waiting


def test_progress_moves_by_htmx_and_by_looking_again(client, keeper):
    going = RegisterImport.objects.create(at=now(), file_name="a.csv", size=1, state="running", percent=40, read=20_000)
    address = f"/office/register/{going.pk}/"
    whole, part = page(client.get(address)), page(client.get(address, headers={"HX-Request": "true"}))
    for text in (whole, part):
        assert '<progress id="register-bar" max="100" value="40">40 %</progress>' in text
        assert f'hx-get="{address}"' in text
    assert "Look again" in whole
    assert "<html" not in part


def test_when_the_import_has_ended_the_page_is_loaded_anew(client, keeper):
    ended = RegisterImport.objects.create(at=now(), ended_at=now(), file_name="a.csv", size=1, state="done")
    response = client.get(f"/office/register/{ended.pk}/", headers={"HX-Request": "true"})
    assert response["HX-Refresh"] == "true"
    assert "hx-get" not in page(response)


def test_an_import_may_be_given_up_once(client, keeper):
    going = RegisterImport.objects.create(at=now(), file_name="a.csv", size=1)
    for told in ("The import was given up. Nothing was changed.", "This import had ended already."):
        assert told in page(client.post(f"/office/register/{going.pk}/stop/", follow=True))
    going.refresh_from_db()
    assert going.state == "stopped"


def test_why_a_file_was_refused_stands_on_its_page(client, keeper):
    refused = RegisterImport.objects.create(
        at=now(), ended_at=now(), file_name="<b>.csv", size=1, state="refused", sentence="Line 3 has 2 values."
    )
    text = page(client.get(f"/office/register/{refused.pk}/"))
    assert "The file was refused, and nothing was changed" in text
    assert "Line 3 has 2 values." in text
    assert "&lt;b&gt;.csv" in text


@pytest.mark.parametrize("imports", [1, 3])
def test_the_page_asks_as_much_for_one_import_as_for_three(client, keeper, imports, django_assert_num_queries):
    for _ in range(imports):
        RegisterImport.objects.create(at=now(), ended_at=now(), file_name="a", size=1, state="done", by=keeper)
    with django_assert_num_queries(8):
        client.get("/office/register/")
