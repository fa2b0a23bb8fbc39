"""The pages on which a school decides and books, and those of the office: looked at as all the others are."""

import html
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.journeys.looking import Stop, look, name_of

pytestmark = pytest.mark.journey


# What people do at a stop -----------------------------------------------------------------------------------------


def by_mail(address: str, place: str, *, further: str = ""):
    """Opens the newest link of that kind that was mailed to the address."""

    def follow(page):
        shown = page.request.get(f"/demo/mail/?to={quote(address)}").text()
        links = re.findall(rf"https?://[^\s<&]+(/{place}/[^\s<&/]+/)(?=[\s<&]|$)", html.unescape(shown))
        assert links, f"No link to /{place}/ was mailed to {address}."
        reply = page.goto(links[0] + further)
        assert reply.status == 200, f"{links[0]}{further} answered {reply.status}"

    return follow


def send_nothing(page):
    page.locator("main form[method=post] button[type=submit]").first.click()
    expect(page.locator(".error-summary")).to_be_visible()


def begin(page):
    page.get_by_role("button", name="Begin the booking").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Which school is it?")


def find(page):
    begin(page)
    page.get_by_label("Find your school").press_sequentially("school")
    expect(page.get_by_role("option").first).to_be_visible()


def choose_nothing(page):
    begin(page)
    page.get_by_role("button", name="Save the school and go on").click()
    expect(page.locator(".error-summary")).to_be_visible()


def type_school(page):
    begin(page)
    page.get_by_label("My school is not listed").check()
    page.get_by_role("button", name="Save the school and go on").click()
    page.get_by_label("Name of the school").fill("Ysgol y Bont")
    page.get_by_label("Town or city").fill("Cardiff")
    page.get_by_label("Postcode").fill("CF10 1AA")
    page.get_by_label("Primary").check()


def come_to_places(page):
    type_school(page)
    page.get_by_role("button", name="Save the school and go on").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("How many leads")


def come_to_leads(page):
    come_to_places(page)
    page.get_by_label("2 leads").check()
    page.get_by_role("button", name="Save the places and go on").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who takes part?")


def come_to_booker(page):
    come_to_leads(page)
    page.get_by_role("button", name="Save the leads and go on").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who are you?")


def come_to_invoice(page):
    come_to_booker(page)
    page.get_by_label("Your name").fill("Priya Nand")
    page.get_by_label("Your role").fill("School business manager")
    page.get_by_label("Your work e-mail address").fill("office@ybont.example")
    page.get_by_role("button", name="Save this and go on").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Where does the invoice go?")


def come_to_check(page):
    come_to_invoice(page)
    page.get_by_label("Who receives the invoice").fill("Finance office")
    page.get_by_role("button", name="Save this and go on").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check the booking")


def open_first(within: str):
    """The first link of that part of the page leads to what is looked at."""

    def follow(page):
        before = page.url
        page.locator(within).first.click()
        page.wait_for_url(lambda url: url != before)

    return follow


def open_first_post(page):
    page.locator("main .post-line a, main article a, main h2 a").first.click()
    expect(page.get_by_role("link", name="Write a comment").first).to_be_visible()


def write_comment(page):
    open_first_post(page)
    page.get_by_role("link", name="Write a comment").first.click()
    expect(page.locator("main form[method=post]")).to_be_visible()


def write_empty_comment(page):
    write_comment(page)
    send_nothing(page)


MERROW, QUARRY, PENROSE = "office@merrow.example", "deputy@quarry.example", "deputy@penrose.example"
STOPS = [
    Stop("book", "/book/may-2027/"),
    Stop("book, few places left", "/book/february-2027/"),
    Stop("book, full", "/book/january-2027/"),
    Stop("book, unknown cohort", "/book/nowhere/", status=404),
    Stop("book: school", "/book/may-2027/", then=begin),
    Stop("book: school found", "/book/may-2027/", then=find),
    Stop("book: school with an error", "/book/may-2027/", then=choose_nothing),
    Stop("book: school typed", "/book/may-2027/", then=type_school),
    Stop("book: places", "/book/may-2027/", then=come_to_places),
    Stop("book: leads", "/book/may-2027/", then=come_to_leads),
    Stop("book: booker", "/book/may-2027/", then=come_to_booker),
    Stop("book: invoice", "/book/may-2027/", then=come_to_invoice),
    Stop("book: check", "/book/may-2027/", then=come_to_check),
    Stop("find a booking", "/booking/find/"),
    Stop("find a booking with errors", "/booking/find/", then=send_nothing),
    Stop("booking, held", "/", then=by_mail(MERROW, "booking")),
    Stop("booking: names", "/", then=by_mail(MERROW, "booking", further="names/")),
    Stop("booking: places", "/", then=by_mail(MERROW, "booking", further="places/")),
    Stop("booking: cancel", "/", then=by_mail(MERROW, "booking", further="cancel/")),
    Stop("booking, ordered", "/", then=by_mail("office@northfold.example", "booking")),
    Stop("booking, confirmed", "/", then=by_mail("office@garrick.example", "booking")),
    Stop("booking, expired", "/", then=by_mail("office@sandal.example", "booking")),
    Stop("booking, cancelled", "/", then=by_mail("office@oldmill.example", "booking")),
    Stop("waiting, offered", "/", then=by_mail(QUARRY, "waiting")),
    Stop("waiting", "/", then=by_mail(PENROSE, "waiting")),
    Stop("quote", "/", then=by_mail(MERROW, "booking", further="quote/")),
    Stop("quote to accept", "/", then=by_mail(MERROW, "booking", further="accept/")),
    Stop("order", "/", then=by_mail("office@garrick.example", "booking", further="order/")),
    Stop("statement", "/", then=by_mail("office@garrick.example", "booking", further="statement/")),
    Stop("blog", "/blog/"),
    Stop("post with comments", "/blog/", then=open_first_post),
    Stop("comment", "/blog/", then=write_comment),
    Stop("comment with errors", "/blog/", then=write_empty_comment),
    Stop("office", "/office/", "office"),
    Stop("office: bookings", "/office/bookings/", "office"),
    Stop("office: no bookings", "/office/bookings/?q=zeppelin", "office"),
    Stop("office: a booking", "/office/bookings/", "office", open_first("main tbody th a")),
    Stop("office: a booking by telephone", "/office/bookings/new/", "office"),
    Stop("office: cohorts", "/office/cohorts/", "office"),
    Stop("office: a cohort", "/office/cohorts/", "office", open_first("main h2 a")),
    Stop("office: schools", "/office/schools/", "office"),
    Stop("office: register", "/office/register/", "office"),
    Stop("office: money", "/office/money/", "office"),
    Stop("office: an order", "/office/money/", "office", open_first("main tbody th a")),
    Stop("office: an order for a trust", "/office/money/together/", "office"),
    Stop("facilitator: hand-overs", "/facilitate/hand-overs/", "facilitator"),
    Stop("hand over a place", "/learn/hand-over/", "colleague"),
    Stop("hand over a place with errors", "/learn/hand-over/", "colleague", send_nothing),
]


@pytest.mark.parametrize("stop", STOPS, ids=name_of)
def test_page_is_accessible_fits_a_phone_and_stands_still(browsers, stop):
    assert look(browsers, stop) == []
