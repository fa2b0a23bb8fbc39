"""The whole way of a school: it reads, books, orders and is confirmed, and its leads begin. And the waiting list."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import people
from tests.journeys.test_booking import book_for_two, go_on, open_page, type_school

pytestmark = pytest.mark.journey
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
A_FEW_TIMES = 40


def until(page, locator):
    """What a worker does in the background: the page is loaded again until it shows."""
    for _ in range(A_FEW_TIMES):
        if locator.count():
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(locator.first).to_be_visible()


def compare(page):
    page.goto("/testimonials/")
    page.get_by_label("Phase").select_option("primary")
    page.get_by_role("button", name="Show schools like ours").click()
    expect(page).to_have_url(re.compile("phase=primary"))
    page.locator("main h2 a, main h3 a").first.click()
    expect(page.get_by_role("heading", name="What was hard")).to_be_visible()


def is_pdf(page, address: str):
    reply = page.request.get(address)
    assert reply.status == 200, f"{address} answered {reply.status}"
    assert reply.body().startswith(b"%PDF-"), address
    assert reply.headers["content-disposition"].startswith("attachment")


def order(page):
    """From the quote to the order."""
    until(page, page.get_by_role("link", name="Accept the quote"))
    is_pdf(page, page.url + "quote.pdf")
    page.get_by_role("link", name="Accept the quote").first.click()
    page.get_by_label("Your name").fill("Priya Nand")
    page.get_by_label("Purchase order number").fill("PO 2027/12-b")
    page.locator("input[name=agreed]").check()
    page.get_by_role("button", name="Order the places").click()
    expect(page.get_by_text("PO 2027/12-b").first).to_be_visible()


def confirm(browsers, school: str, **options):
    page = browsers.open_as("office", **options)
    page.goto("/office/money/")
    page.get_by_role("link", name=school).first.click()
    page.locator("summary", has_text="Confirm the order").click()
    page.get_by_role("button", name="Confirm the order").click()
    expect(page.get_by_text(re.compile(r"INV-?\d+")).first).to_be_visible()


def sign_in_by_code(page, site, address: str):
    people.sign_in(page, site, address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="All lessons").first).to_be_visible()


@SCRIPTS
def test_a_school_reads_books_orders_and_its_lead_begins(browsers, site, scripts):
    options = {} if scripts else {"java_script_enabled": False}
    lead = f"jo{int(scripts)}@cardiff.example"
    school = "Ysgol Pedwar" if scripts else "Ysgol Pump"
    page = open_page(browsers, scripts=scripts)
    compare(page)
    book_for_two(page, site, school, lead=lead)
    booking = page.url
    order(page)
    confirm(browsers, school, **options)
    page.goto(booking)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Confirmed")
    invoice = page.get_by_role("link", name=re.compile(r"^INV")).first
    is_pdf(page, invoice.get_attribute("href").rstrip("/") + ".pdf")
    assert people.new_mail(site, lead, [], with_a=re.compile("place in"))
    sign_in_by_code(browsers.open(**options), site, lead)


def wait_for_three(page, school: str):
    """Where two places are left, or none any more, a group of three turns to the list."""
    page.goto("/book/february-2027/")
    start = page.get_by_role("button", name=re.compile("Begin the booking|Join the waiting list"))
    has_some_left = "Begin" in start.inner_text()
    go_on(page, start.inner_text().strip(), "Which school is it?")
    page.get_by_label("My school is not listed").check()
    go_on(page, "Save the school and go on", "Type your school")
    type_school(page, school)
    go_on(page, "Save the school and go on", "How many")
    if has_some_left:
        page.get_by_label("3 leads").check()
        page.get_by_role("button", name="Save the places and go on").click()
        page.get_by_role("button", name="Wait for 3 places instead").click()


def cancel_somebody(browsers, site, address: str):
    """The school that holds two places gives them back, by the link of its booking; its quote has another."""
    link = re.search(r"https?://\S+?(/booking/[^/\s]+/)(?=\s|$)", "\n".join(people.mails(site, address)))
    page = open_page(browsers)
    page.goto(link[1] + "cancel/")
    page.get_by_role("button", name="Cancel the booking").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cancelled")


@pytest.mark.parametrize(
    ("scripts", "leaving"),
    [(True, "office@lantern.example"), (False, "office@jessop.example")],
    ids=["with JavaScript", "without"],
)
def test_a_group_of_three_waits_is_offered_places_and_accepts(browsers, site, scripts, leaving):
    page = open_page(browsers, scripts=scripts)
    school, deputy = ("Ysgol Chwech", "chwech@cardiff.example") if scripts else ("Ysgol Saith", "saith@cardiff.example")
    wait_for_three(page, school)
    walk_to_the_list(page, deputy)
    cancel_somebody(browsers, site, leaving)
    mail = people.new_mail(site, deputy, [], with_a=re.compile("offer", re.IGNORECASE))
    page.goto(re.search(r"https?://\S+?(/waiting/[^/\s]+/)", mail)[1])
    page.get_by_role("button", name="Accept 3 places").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Held until")


def walk_to_the_list(page, deputy: str):
    """The steps that a waiting group has, in whatever order they are asked."""
    for _ in range(5):
        heading = page.get_by_role("heading", level=1).inner_text()
        if "How many" in heading:
            page.get_by_label("3 leads").check()
            only_three = page.get_by_label(re.compile("No|only", re.IGNORECASE))
            if only_three.count():
                only_three.first.check()
            page.get_by_role("button", name=re.compile("go on")).click()
        elif "Who are you?" in heading:
            page.get_by_label("Your name").fill("Deputy Head")
            page.get_by_label("Your role").fill("Deputy head")
            page.get_by_label("Your work e-mail address").fill(deputy)
            page.get_by_role("button", name="Save this and go on").click()
        else:
            break
    page.get_by_role("button", name="Join the waiting list").click()
    expect(page.get_by_text("schools").first).to_be_visible()
