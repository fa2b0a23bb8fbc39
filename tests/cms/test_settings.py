import pytest

from tests.cms import production


def test_production_starts_with_all_values():
    assert production.run("-c", "import cms.settings").returncode == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY must be given and have at least 50 characters"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be given and have at least 50 characters"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS must name the hosts of the site"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must not be *"),
        ({"SITE_URL": None}, "SITE_URL must begin with https://"),
        ({"SITE_URL": "http://touchstone.example"}, "SITE_URL must begin with https://"),
        ({"EMAIL_URL": None}, "EMAIL_URL must name the mail server"),
        ({"DEMO": "1"}, "DEMO must not be on"),
    ],
)
def test_production_does_not_start_without(changes, sentence):
    process = production.run("-c", "import cms.settings", **changes)
    assert process.returncode == 1
    assert process.stderr.splitlines()[-1] == (
        f"django.core.exceptions.ImproperlyConfigured: PRODUCTION=1, but: {sentence}."
    )


def test_what_is_missing_is_told_all_at_once():
    process = production.run("-c", "import cms.settings", SECRET_KEY=None, EMAIL_URL=None)
    assert "SECRET_KEY must be given and have at least 50 characters; EMAIL_URL must name" in process.stderr


def test_djangos_own_checks_for_production_are_silent():
    process = production.run("manage.py", "check", "--deploy", "--fail-level", "INFO")
    assert (process.returncode, process.stdout) == (0, "System check identified no issues (1 silenced).\n")


def test_what_makes_tests_fast_cannot_reach_production(monkeypatch):
    assert (
        production.run("-c", "import cms.settings as s; assert not s.TEST_RUN", TOUCHSTONE_TEST_RUN="1").returncode == 0
    )


def test_production_asks_for_the_second_factor_and_uses_the_queue(monkeypatch):
    settings = production.load(monkeypatch)
    assert (settings["SECOND_FACTOR_REQUIRED"], settings["TASK_QUEUE"], settings["DEMO"], settings["DEBUG"]) == (
        True,
        True,
        False,
        False,
    )
