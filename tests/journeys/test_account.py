"""People look after their accounts: a password, a new address, devices."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import people

pytestmark = pytest.mark.journey
PASSWORD = "a long sentence about chalk"


def test_a_password_is_set_by_mail_and_opens_the_account(browsers, site):
    page = browsers.open()
    page.goto("/account/password/reset/")
    before = people.mails(site, "guarded")
    page.get_by_label("Your e-mail address").fill(people.address("guarded"))
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", name="Look in your mail")).to_be_visible()
    link = re.search(r"http://localhost:\d+\S+", people.new_mail(site, "guarded", before))[0]

    page.goto(link)
    for box in page.locator("input[type=password]").all():
        box.fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    page.get_by_role("link", name="Sign in with it").click()
    page.get_by_label("Your e-mail address").fill(people.address("guarded"))
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="This week", level=1)).to_be_visible()

    page.goto(link)
    expect(page.get_by_role("heading", name="This link does not work any more")).to_be_visible()


def test_a_new_address_takes_over_once_its_code_is_typed(browsers, site):
    page = browsers.open()
    people.sign_in(page, site, "holm3")
    page.goto("/account/")
    page.get_by_role("link", name="Change the address").click()
    page.get_by_label("Your new e-mail address").fill("moved@touchstone.example")
    page.get_by_role("button", name="Send the code").click()
    page.get_by_label("Code").fill(people.code_in(people.new_mail(site, "moved", [])))
    page.get_by_role("button", name="Use this address").click()
    page.goto("/account/")
    expect(page.get_by_role("main")).to_contain_text("moved@touchstone.example")

    again = browsers.open()
    people.sign_in(again, site, "moved")
    expect(again.get_by_role("heading", name="This week", level=1)).to_be_visible()


def test_the_list_of_devices_signs_the_other_one_out(browsers, site):
    here, there = browsers.open(), browsers.open()
    people.sign_in(there, site, "devices")
    people.sign_in(here, site, "devices")
    here.locator("details.account-menu summary").click()
    here.get_by_role("link", name="Devices").click()
    expect(here.locator("tbody tr")).to_have_count(2)
    here.get_by_role("button", name="Sign out of all other devices").click()
    expect(here.locator("tbody tr")).to_have_count(1)

    there.reload()
    expect(there.get_by_role("heading", name="Sign in")).to_be_visible()
    here.goto("/learn/")
    expect(here.get_by_role("heading", name="This week", level=1)).to_be_visible()
