"""What somebody finds who is not signed in."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey
SAMPLE = "/learn/why-assess/why-before-what/"


def test_a_visitor_finds_the_sample_lesson_and_tries_a_question_of_which_nothing_is_kept(browsers):
    page = browsers.open()
    page.goto("/")
    page.get_by_role("link", name="What the year asks of you").click()
    page.locator("li").filter(has_text="Free to read").first.get_by_role("link").click()
    expect(page.get_by_text("nothing you answer is kept").first).to_be_visible()
    one = with_choice(page)
    one.get_by_role("radio").first.check()
    one.get_by_role("button", name="Check this try").click()
    expect(one.locator(".verdict").first).to_be_visible()
    assert all(text.strip() for text in one.locator(".feedback").all_inner_texts())
    expect(one).to_contain_text("Nothing that you answer here is kept.")
    page.reload()
    expect(one.locator(".verdict")).to_have_count(0)
    expect(one.get_by_role("radio", checked=True)).to_have_count(0)


def test_a_visitor_without_javascript_tries_a_question_and_finds_the_way_back(browsers):
    page = browsers.open(java_script_enabled=False)
    page.goto(SAMPLE)
    one = with_choice(page)
    one.get_by_role("radio").first.check()
    one.get_by_role("button", name="Check this try").click()
    expect(page.locator(".item .verdict").first).to_be_visible()
    page.get_by_role("link", name="Back to the page with this question").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert SAMPLE in page.url


def test_a_lesson_that_is_not_a_sample_is_not_shown_and_the_page_has_a_way_on(browsers):
    page = browsers.open(forgive=["status of 404"])
    reply = page.goto("/learn/why-assess/why-did-levels-go/")
    assert reply.status == 404
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="the home page").click()
    expect(page.locator("h1.promise")).to_be_visible()


def test_an_address_that_leads_nowhere_says_so(browsers):
    page = browsers.open(forgive=["status of 404"])
    assert page.goto("/nowhere/").status == 404
    expect(page.get_by_role("heading", name="This page is not here")).to_be_visible()


def test_a_page_for_leads_asks_a_visitor_to_sign_in_and_comes_back(browsers):
    page = browsers.open()
    page.goto("/learn/answers/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "next=/learn/answers/" in page.url


def with_choice(page):
    """The first question of which one option is chosen."""
    key = page.locator(".item:has(input[name=choice]):not(:has(input[name=judgement]))").first.get_attribute("id")
    return page.locator(f"#{key}")
