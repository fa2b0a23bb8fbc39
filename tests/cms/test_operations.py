"""What the team sees of mails, tasks and jobs in Wagtail's admin, and who may change people."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from cms.models import FailedTask, JobRun, Mail, User
from tests.builders import build_user
from tests.cms.signing_in import is_signed_in, sign_in_by_code

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 5, 16, 0, tzinfo=UTC)


def build_staff(*codenames):
    user = build_user()
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    return user


@pytest.fixture
def mail():
    return Mail.objects.create(
        to="ada@school.example",
        kind="login code",
        why="Because.",
        subject="Your code",
        text="BCDF-GHJK",
        created_at=NOW,
    )


@pytest.fixture
def failed():
    return FailedTask.objects.create(
        name="tests.cms.test_tasks.fail", arguments={}, error="ValueError: no luck", attempts=5, failed_at=NOW
    )


@pytest.mark.parametrize("place", ["mail_log", "failed_tasks", "job_runs"])
def test_a_list_opens_to_those_with_the_permission_and_to_nobody_else(client, place, mail, failed):
    JobRun.objects.create(job="note", slot="2026-11-05", started_at=NOW)
    codename = {"mail_log": "view_mail", "failed_tasks": "view_failedtask", "job_runs": "view_jobrun"}[place]
    client.force_login(build_staff(codename))
    assert client.get(reverse(f"{place}:index")).status_code == 200
    client.force_login(build_staff())
    assert client.get(reverse(f"{place}:index")).status_code == 302
    client.force_login(build_user())
    assert client.get(reverse(f"{place}:index")).status_code == 404


def test_staff_read_of_a_mail_what_and_why_but_never_its_text(client, mail):
    client.force_login(build_staff("view_mail"))
    pages = [
        client.get(reverse("mail_log:index")),
        client.get(reverse("mail_log:inspect", args=[mail.pk])),
        client.get(reverse("mail_log:index"), {"export": "csv"}),
    ]
    texts = [b"".join(page.streaming_content if page.streaming else [page.content]).decode() for page in pages]
    assert ["Your code" in text for text in texts] == [True] * 3
    assert ["BCDF-GHJK" in text for text in texts] == [False] * 3


def test_the_log_can_be_taken_away_as_a_spreadsheet(client, mail):
    client.force_login(build_staff("view_mail"))
    response = client.get(reverse("mail_log:index"), {"export": "xlsx"})
    assert response["Content-Disposition"].endswith('.xlsx"')


def test_the_log_is_filtered_by_state_and_address(client, mail):
    client.force_login(build_staff("view_mail"))
    assert "Your code" in client.get(reverse("mail_log:index"), {"to__icontains": "ada"}).content.decode()
    assert "Your code" not in client.get(reverse("mail_log:index"), {"state": "sent"}).content.decode()


@pytest.mark.parametrize("place", ["mail_log", "failed_tasks", "job_runs"])
@pytest.mark.parametrize("action", ["add", "edit", "delete"])
def test_not_even_a_superuser_writes_these_rows_by_form(client, place, action, mail, failed):
    run = JobRun.objects.create(job="note", slot="2026-11-05", started_at=NOW)
    row = {"mail_log": mail, "failed_tasks": failed, "job_runs": run}[place]
    client.force_login(build_staff())
    client.force_login(build_user(is_superuser=True))
    url = reverse(f"{place}:{action}", args=[] if action == "add" else [row.pk])
    assert [client.get(url).status_code, client.post(url, {"subject": "changed"}).status_code] == [302, 302]
    assert type(row).objects.filter(pk=row.pk).exists()


def test_a_failed_task_is_run_again_by_a_press(client, failed):
    client.force_login(build_staff("view_failedtask", "change_failedtask"))
    assert "Run it again" in client.get(reverse("failed_tasks:inspect", args=[failed.pk])).content.decode()
    client.post(reverse("run_failed_task_again", args=[failed.pk]))
    failed.refresh_from_db()
    assert failed.settled_at is not None


def test_a_failed_task_is_settled_by_a_press_once(client, failed):
    staff = build_staff("view_failedtask", "change_failedtask")
    client.force_login(staff)
    client.post(reverse("settle_failed_task", args=[failed.pk]))
    page = client.post(reverse("settle_failed_task", args=[failed.pk]), follow=True).content.decode()
    failed.refresh_from_db()
    assert failed.settled_by == staff
    assert "Somebody has dealt with this task already." in page


@pytest.mark.parametrize("name", ["run_failed_task_again", "settle_failed_task"])
def test_without_the_permission_or_by_a_link_nothing_is_settled(client, failed, name):
    url = reverse(name, args=[failed.pk])
    client.force_login(build_staff("view_failedtask"))
    assert client.post(url).status_code == 404
    assert "Run it again" not in client.get(reverse("failed_tasks:inspect", args=[failed.pk])).content.decode()
    client.force_login(build_user(is_superuser=True))
    assert client.get(url).status_code == 405
    failed.refresh_from_db()
    assert failed.settled_at is None


# People and groups


def every_right_but_superuser():
    user = build_user(name="Nearly Everything")
    user.user_permissions.set(Permission.objects.all())
    return user


def people_addresses(user, group):
    return [
        reverse("wagtailusers_users:index"),
        reverse("wagtailusers_users:add"),
        reverse("wagtailusers_users:edit", args=[user.pk]),
        reverse("wagtailusers_users:delete", args=[user.pk]),
        reverse("wagtailusers_groups:index"),
        reverse("wagtailusers_groups:add"),
        reverse("wagtailusers_groups:edit", args=[group.pk]),
        reverse("wagtailusers_groups:delete", args=[group.pk]),
        *(
            reverse("wagtail_bulk_action", args=["cms", "user", action], query={"id": user.pk})
            for action in ("assign_role", "delete", "set_active_state")
        ),
    ]


def test_only_a_superuser_changes_people_and_groups(client):
    climber, group = every_right_but_superuser(), Group.objects.create(name="Team")
    boss = build_user(is_superuser=True)
    client.force_login(climber)
    for url in people_addresses(climber, group):
        assert (url, client.get(url).status_code) in [(url, 302), (url, 403), (url, 404)]
    client.force_login(boss)
    for url in people_addresses(climber, group):
        assert (url, client.get(url).status_code) == (url, 200)


def test_nobody_makes_themselves_a_superuser(client):
    climber, group = every_right_but_superuser(), Group.objects.create(name="Team")
    client.force_login(climber)
    form = {
        "email": climber.email,
        "first_name": "Nearly",
        "last_name": "Everything",
        "is_superuser": "on",
        "is_active": "on",
        "groups": [group.pk],
        "role": group.pk,
        "mark_as_active": "False",
    }
    for url in people_addresses(climber, group):
        client.post(url, form)
    assert list(User.objects.filter(is_superuser=True)) == []
    climber.refresh_from_db()
    assert (climber.is_active, list(climber.groups.all())) == (True, [])


def test_a_superuser_adds_a_person_by_address_and_name_who_then_signs_in(client, requests_commit):
    client.force_login(build_user(is_superuser=True))
    url = reverse("wagtailusers_users:add")
    client.post(url, {"email": "New@School.example", "first_name": "New", "last_name": "Person", "is_active": "on"})
    client.post(reverse("account_logout"))
    sign_in_by_code(client, "new@school.example")
    assert is_signed_in(client)
    assert User.objects.get(email="new@school.example").has_usable_password() is False
