"""A school books without signing in: on a phone and at a desk, with JavaScript and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.looking import RULES, violations

pytestmark = pytest.mark.journey
PHONE = {"viewport": {"width": 320, "height": 720}}


def open_page(browsers, *, scripts=True, **options):
    page = browsers.open(java_script_enabled=scripts, forgive=["422"], **options)
    page.context.scripted = scripts
    return page


def cohort_with_many_places(site) -> str:
    """Its address: the demonstration names its cohorts by their months."""
    code = "from courses.models import Cohort\nprint(Cohort.objects.filter(is_public=True).latest('places_left').slug)"
    return f"/book/{site.run_python(code).split()[-1]}/"


def fits(page) -> bool:
    """Nothing stands beyond the right edge; asked from outside, since a page without scripts runs none."""
    box = page.locator("main").bounding_box()
    return box["x"] + box["width"] <= page.viewport_size["width"]


def go_on(page, button, heading):
    """Looks at the page that is left, then sends its form."""
    assert fits(page), page.url
    if page.context.scripted:
        assert violations(page, page.url, RULES) == []
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def type_school(page, name):
    page.get_by_label("Name of the school").fill(name)
    page.get_by_label("Town or city").fill("Cardiff")
    page.get_by_label("Postcode").fill("CF10 1AA")
    page.get_by_label("Primary").check()


def book_for_two(page, site, school, *, lead="jo@cardiff.example"):
    """From the cohort to the booking's own page."""
    page.goto(cohort_with_many_places(site))
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
    go_on(page, "Begin the booking", "Which school is it?")
    page.get_by_label("My school is not listed").check()
    go_on(page, "Save the school and go on", "Type your school")
    type_school(page, school)
    go_on(page, "Save the school and go on", "How many leads take part?")
    page.get_by_label("2 leads").check()
    go_on(page, "Save the places and go on", "Who takes part?")
    page.get_by_label("First name").first.fill("Jo")
    page.get_by_label("Last name").first.fill("Lead")
    go_on(page, "Save the leads and go on", "Who takes part?")
    expect(page.get_by_role("alert")).to_contain_text("Type the e-mail address too")
    page.get_by_label("Work e-mail address").first.fill(lead)
    go_on(page, "Save the leads and go on", "Who are you?")
    page.get_by_label("Your name").fill("Priya Nand")
    page.get_by_label("Your role").fill("School business manager")
    page.get_by_label("Your work e-mail address").fill("office@cardiff.example")
    go_on(page, "Save this and go on", "Where does the invoice go?")
    expect(page.get_by_label("E-mail address for the invoice")).to_have_value("office@cardiff.example")
    page.get_by_label("Who receives the invoice").fill("Finance office")
    go_on(page, "Save this and go on", "Check the booking")
    page.get_by_role("link", name="Change Purchase order number").click()
    page.get_by_label("Purchase order number").fill("PO 2027/12")
    go_on(page, "Save this and go on", "Check the booking")
    expect(page.get_by_text("PO 2027/12")).to_be_visible()
    go_on(page, "Send the booking", "Held until")


def cancel(page):
    page.get_by_role("link", name="Cancel this booking").click()
    expect(page.get_by_text("it costs nothing")).to_be_visible()
    go_on(page, "Cancel the booking", "Cancelled")
    expect(page.get_by_text("You owe nothing.")).to_be_visible()


def test_a_school_reads_books_for_two_and_cancels(browsers, site):
    page = open_page(browsers)
    book_for_two(page, site, "Ysgol Un")
    reference = re.search(r"TS-\w{4}-\w{3}", page.inner_text("main"))[0]
    address = page.url
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Held until")  # nothing is sent again
    page.goto("/demo/mail/")
    expect(page.get_by_text(reference).first).to_be_visible()
    page.goto(address)
    cancel(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_the_same_on_a_phone(browsers, site, scripts):
    page = open_page(browsers, scripts=scripts, **PHONE)
    book_for_two(page, site, "Ysgol Dau" if scripts else "Ysgol Tri")
    cancel(page)


def test_a_school_finds_itself_in_the_register(browsers, site):
    page = open_page(browsers)
    page.goto(cohort_with_many_places(site))
    page.get_by_role("button", name="Begin the booking").click()
    expect(page.get_by_label("Find your school")).to_be_visible()
    assert fits(page)
