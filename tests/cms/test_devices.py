from datetime import UTC, datetime

import pytest
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse

from cms.domain.account import deactivate_person, sign_out_everywhere
from cms.models import Mail
from tests.builders import build_user
from tests.cms.signing_in import is_signed_in, sign_in_by_code, try_password

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("requests_commit")]

NOW = datetime(2026, 11, 5, 16, 0, tzinfo=UTC)
PASSWORD = "a long enough sentence"


@pytest.fixture
def ada():
    return build_user(email="ada@school.example", name="Ada Example", password=PASSWORD)


def device(address="ada@school.example"):
    client = Client()
    try_password(client, address, PASSWORD)
    assert is_signed_in(client)
    return client


def test_both_devices_are_listed_and_one_is_this(ada):
    here, _ = device(), device()
    page = here.get(reverse("usersessions_list")).content.decode()
    assert page.count('data-label="Browser"') == 2
    assert page.count("this device") == 1


def test_other_devices_can_be_signed_out_and_this_one_stays(ada):
    here, there = device(), device()
    here.post(reverse("usersessions_list"))
    assert (is_signed_in(here), is_signed_in(there)) == (True, False)


def test_nobody_sees_or_ends_the_devices_of_somebody_else(ada):
    build_user(email="eve@school.example", password=PASSWORD)
    hers, mine = device(), device("eve@school.example")
    assert mine.get(reverse("usersessions_list")).content.decode().count('data-label="Browser"') == 1
    mine.post(reverse("usersessions_list"))
    assert is_signed_in(hers)


def test_no_session_key_is_on_any_page(ada):
    client = device()
    key = client.session.session_key
    names = ["account", "usersessions_list", "account_email", "mfa_index", "my_mail", "account_logout"]
    assert [key in client.get(reverse(name)).content.decode() for name in names] == [False] * len(names)


def test_the_cookie_is_dead_after_signing_out(ada):
    client = device()
    stolen = client.cookies["sessionid"].value
    client.post(reverse("account_logout"))
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert not is_signed_in(thief)


def test_opening_the_sign_out_page_signs_nobody_out(ada):
    client = device()
    client.get(reverse("account_logout"))
    assert is_signed_in(client)


def test_signing_out_from_another_site_is_refused(ada):
    client = Client(enforce_csrf_checks=True)
    client.cookies = device().cookies
    assert client.post(reverse("account_logout")).status_code == 403
    assert is_signed_in(client)


def test_sign_out_forms_ask_the_browser_to_forget_its_drafts(ada):
    page = device().get(reverse("account_logout")).content.decode()
    asked_here = page.split("<main", 1)[1].split("</main>")[0]
    assert (asked_here.count("data-wipe-drafts"), page.count("data-wipe-drafts")) == (1, 2)


def test_a_changed_password_ends_the_other_sessions_and_keeps_this(ada):
    here, there = device(), device()
    form = {"oldpassword": PASSWORD, "password1": "quite another sentence", "password2": "quite another sentence"}
    here.post(reverse("account_change_password"), form)
    assert (is_signed_in(here), is_signed_in(there)) == (True, False)


def test_the_old_password_is_needed_for_that(ada):
    here = device()
    form = {"oldpassword": "wrong", "password1": "quite another sentence", "password2": "quite another sentence"}
    assert "This is not your present password." in here.post(reverse("account_change_password"), form).content.decode()


def test_a_password_set_anew_by_mail_ends_all_sessions(ada):
    there = device()
    ada.set_password("quite another sentence")
    ada.save()
    assert not is_signed_in(there)


def test_a_deactivated_person_is_outside_at_once(ada):
    there = device()
    deactivate_person(user=ada, by=build_user(), now=NOW)
    assert not is_signed_in(there)
    ada.refresh_from_db()
    assert ada.is_active is False


def test_the_team_can_sign_somebody_out_everywhere(ada):
    there = device()
    sign_out_everywhere(user=ada, by=build_user(), now=NOW)
    assert not is_signed_in(there)


def test_the_session_holds_no_password(ada):
    assert PASSWORD not in str(dict(device().session))


# The log of what was sent


def test_each_person_reads_what_was_sent_to_them_and_why(client, ada):
    sign_in_by_code(client, "ada@school.example")
    page = client.get(reverse("my_mail")).content.decode()
    assert "Your code for Touchstone" in page
    assert "Somebody, most likely you, asked to sign in with this address." in page


def test_nobody_reads_the_log_of_somebody_else(client, ada):
    eve = build_user()
    Mail.objects.create(to=ada.email, user=ada, kind="note", why="Because.", subject="For Ada", created_at=NOW)
    client.force_login(eve)
    assert "For Ada" not in client.get(reverse("my_mail")).content.decode()
    assert Client().get(reverse("my_mail"))["Location"].startswith(reverse("account_login"))


def test_the_log_takes_as_many_queries_for_three_mails_as_for_one(client, ada, django_assert_num_queries):
    client.force_login(ada)

    def write(number):
        Mail.objects.create(to=ada.email, user=ada, kind="note", why="W", subject=f"S{number}", created_at=NOW)

    write(1)
    with django_assert_num_queries(4):
        client.get(reverse("my_mail"))
    write(2)
    write(3)
    with django_assert_num_queries(4):
        client.get(reverse("my_mail"))


def test_a_long_log_has_pages(client, ada):
    for number in range(30):
        Mail.objects.create(to=ada.email, user=ada, kind="note", why="W", subject=f"S{number}", created_at=NOW)
    client.force_login(ada)
    assert client.get(reverse("my_mail")).content.decode().count('data-label="Subject"') == 25
    assert client.get(reverse("my_mail"), {"page": "2"}).content.decode().count('data-label="Subject"') == 5


# The folder of the demonstration


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path)
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.DEMO = True


def send(subject, text, to="ada@school.example"):
    outbox.send_mail(subject, text, "from@school.example", [to])


def test_the_mails_to_one_address_are_shown_alone(client, folder):
    send("Hers", "One")
    send("His", "Two", to="ben@school.example")
    page = client.get(reverse("demo_mail"), {"to": "ben@school.example"}).content.decode()
    assert ("His" in page, "Hers" in page) == (True, False)


def test_the_demonstration_shows_its_mails_the_newest_first(client, folder, ada):
    send("First", "One")
    send("Second", "See http://localhost:8000/account/ — it’s there")
    page = client.get(reverse("demo_mail")).content.decode()
    assert 'To <a href="?to=ada%40school.example">ada@school.example</a>' in page
    assert (
        '<a href="http://localhost:8000/account/" rel="nofollow">http://localhost:8000/account/</a> — it’s there'
        in page
    )


def test_markup_in_a_mail_is_shown_and_not_obeyed(client, folder):
    send("<script>alert(1)</script>", "<img src=x onerror=alert(1)> javascript:alert(1)")
    page = client.get(reverse("demo_mail")).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page


def test_an_empty_folder_says_so(client, folder):
    assert "No mail yet." in client.get(reverse("demo_mail")).content.decode()


def test_outside_the_demonstration_there_is_no_such_page(client, folder, settings):
    settings.DEMO = False
    assert client.get(reverse("demo_mail")).status_code == 404


def test_a_code_read_in_the_demonstrations_folder_signs_in(client, folder, ada):
    client.post(reverse("account_login"), {"login": "ada@school.example"})
    page = client.get(reverse("demo_mail")).content.decode()
    code = page.split("in to Touchstone:</p>", 1)[1].split("<p>", 1)[1].split("</p>")[0]
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert is_signed_in(client)
