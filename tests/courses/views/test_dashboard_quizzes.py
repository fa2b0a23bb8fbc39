"""The checks and tests on a lead's first page and in the list of lessons."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.courses.builders import COMING, page, url_of
from tests.courses.checks import build_check, do_check
from tests.courses.sittings import IN_W37, build_forms, sit, start

IN_W1 = datetime(2026, 9, 8, 9, 0, tzinfo=UTC)
IN_W2 = IN_W1 + timedelta(days=7)
IN_W7 = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)
IN_W13 = datetime(2026, 12, 8, 9, 0, tzinfo=UTC)
IN_HOLIDAY = datetime(2026, 10, 28, 9, 0, tzinfo=UTC)


@pytest.fixture
def see(client, lead):
    def look(moment, path="/learn/"):
        with time_machine.travel(moment, tick=False):
            client.force_login(lead)
            return page(client.get(path))

    return look


def due(text) -> list[str]:
    """What stands among the work of this week beside the lessons."""
    names = ("Module 1 check", "Module 2 check", "Pre-test", "Post-test")
    return [name for name in names if f"{name}</a></h2>" in text]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [(IN_W2, []), (IN_W7, ["Module 1 check"]), (IN_HOLIDAY, []), (IN_W13, ["Module 2 check"])],
    ids=["week 2", "week 7", "holiday", "week 13"],
)
def test_a_check_stands_on_the_first_page_in_its_week(see, moment, expected):
    build_check()
    build_check("how")
    assert due(see(moment)) == expected


def test_a_check_that_is_done_says_so(see, lead):
    build_check()
    do_check(lead, now=IN_W2)
    assert "</svg> done" in see(IN_W7).split("Module 1 check")[1].split("</li>")[0]


def test_a_check_stands_after_the_lessons_of_its_module_where_there_is_one(see, lead):
    build_check("how")
    text = see(IN_W2, "/learn/lessons/")
    assert text.index(url_of(COMING)) < text.index('<a href="/learn/checks/how/">Module 2 check</a>')
    assert "week 13</span>" in text
    assert "Module 1 check" not in text


@pytest.mark.parametrize(
    ("moment", "expected"),
    [(IN_W1, ["Pre-test"]), (IN_W2, []), (IN_W37, ["Post-test"])],
    ids=["week 1", "week 2", "week 37"],
)
def test_a_test_stands_on_the_first_page_in_its_week(see, moment, expected):
    build_forms()
    assert due(see(moment)) == expected


def test_a_pre_test_not_sat_in_week_1_is_still_offered_in_one_quiet_line(see):
    build_forms()
    text = see(IN_W2)
    line = text.split('<a href="/learn/tests/">Pre-test and post-test</a>')[1].split("</li>")[0]
    assert "the pre-test is still open" in line


def test_a_test_that_was_begun_stands_there_until_it_is_handed_in(see, lead):
    build_forms()
    start(lead, now=IN_W1)
    assert due(see(IN_W2)) == ["Pre-test"]
    sit(lead, now=IN_W1 + timedelta(hours=1))
    assert due(see(IN_W2)) == []


def test_without_checks_and_forms_nothing_is_said_of_them(see):
    for path in ("/learn/", "/learn/lessons/"):
        text = see(IN_W7, path)
        assert "check" not in text.lower()
        assert "test and" not in text


# What stands beside the lessons ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/learn/practice/", "/learn/five/", "/learn/calibration/", "/learn/help/"])
def test_what_can_be_done_at_any_time_is_one_step_from_this_week(see, path):
    assert f'<a href="{path}">' in see(IN_W2)
