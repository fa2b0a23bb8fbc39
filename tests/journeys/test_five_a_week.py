"""Five questions by the link of a mail, on a phone, signed in as nobody: with JavaScript and without."""

import re
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import people
from tests.journeys.looking import REFUSED, RULES, RULES_OF_COLOUR, too_wide, violations

pytestmark = pytest.mark.journey
days = count(1)
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
# What the clock does on a Thursday, on whatever day the tests run
SEND = """
from datetime import date
from django.utils.timezone import now
from cms.models import User
from courses.domain.five import deal_finished_lessons, send_to
from courses.queries.enrolment import current_lead
deal_finished_lessons(now=now())
send_to([current_lead(User.objects.get(email="{email}"))], thursday=date(2001, 1, {day}), now=now())
"""
PUT_AWAY = "S.objects.filter(user__email='lead@touchstone.example', ended_at=None).update(ended_at=now())"


def link_from_mail(site, name: str) -> str:
    before = people.mails(site, name)
    site.run_python(SEND.format(email=people.address(name), day=next(days)))
    return re.search(r"/five/[\w-]+/", people.new_mail(site, name, before))[0]


def answer_somehow(page: Page):
    """Whatever kind of question it is: an answer to all of it, right or not."""
    form = page.locator(".five form").first
    for place, choice in enumerate(form.get_by_role("combobox").all()):
        options = choice.locator("option").count() - 1
        choice.select_option(index=place % options + 1)
    names = {radio.get_attribute("name") for radio in form.get_by_role("radio").all()}
    for name in names - {"confidence"}:
        form.locator(f"input[name='{name}']").first.check()
    for box in form.get_by_role("checkbox").all()[:1]:
        box.check()
    for box in form.get_by_role("textbox").all():
        box.fill("1")
    form.get_by_label("Fairly sure").check()
    form.get_by_role("button", name="Check my answer").tap()


def faults(page: Page, where: str) -> list[str]:
    found = [*violations(page, f"{where}, light", RULES), *too_wide(page)]
    page.emulate_media(color_scheme="dark")
    found += violations(page, f"{where}, dark", RULES_OF_COLOUR)
    page.emulate_media(color_scheme="light")
    return found


def number_of(page: Page) -> tuple[int, int]:
    number, count = re.search(r"Question (\d) of (\d)", page.locator("h1").inner_text()).groups()
    return int(number), int(count)


def answer_to_the_end(page: Page, look) -> list[str]:
    found, (_, count) = look(page, "open question"), number_of(page)
    for number in range(1, count + 1):
        assert number_of(page) == (number, count)
        page.reload()
        assert number_of(page) == (number, count)
        answer_somehow(page)
        expect(page.locator(".verdict")).to_be_visible()
        expect(page.locator(".feedback").first).to_be_visible()
        found += look(page, f"feedback {number}")
        page.get_by_role("link", name=re.compile("Next question|See how the cohort answered")).tap()
    expect(page.get_by_role("heading", name="How the cohort answered")).to_be_visible()
    return found + look(page, "end")


@pytest.mark.parametrize(("who", "has_scripts"), [("lead", True), ("colleague", False)])
def test_the_link_in_the_mail_leads_through_the_questions_to_how_the_cohort_answered(browsers, site, who, has_scripts):
    link = link_from_mail(site, who)
    page = browsers.open(**PHONE, java_script_enabled=has_scripts)
    page.goto(link)
    found = answer_to_the_end(page, faults if has_scripts else lambda page, where: [])
    assert not found, "\n".join(found)
    lines = page.locator(".five-lines > li")
    expect(lines.first).to_contain_text(re.compile(r"\d of \d others in your cohort|Not enough others"))
    page.goto("/learn/five/")
    expect(page.get_by_label("Your e-mail address")).to_be_visible()


def test_half_an_answer_and_an_ended_link_say_what_to_do(browsers, site):
    link = link_from_mail(site, "lead")
    page = browsers.open(**PHONE, forgive=[REFUSED])
    page.goto(link)
    page.get_by_role("button", name="Check my answer").tap()
    expect(page.get_by_text("Say how sure you are.")).to_be_visible()
    found = faults(page, "half an answer")
    site.run_python("from quizzes.models import ReviewSitting as S\nfrom django.utils.timezone import now\n" + PUT_AWAY)
    page.goto(link)
    expect(page.get_by_role("link", name="Sign in and go on")).to_be_visible()
    found += faults(page, "ended link")
    assert not found, "\n".join(found)
