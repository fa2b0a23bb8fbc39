"""A page as axe and a ruler see it: on a phone and on a desktop, dark and light.

Each stop loads its page twice, dark on a phone and light on a desktop, and looks at the other scheme in between.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}
RULES_OF_COLOUR = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
PHONE, DESKTOP = {"width": 320, "height": 640}, {"width": 1280, "height": 900}
MOST_SHIFT = 0.02
REFUSED = r"status of 4\d\d .*\(http://[^/]+/(?!static/|media/)[^)]*\)$"  # a page or form, never a style or script
SHIFT = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => setTimeout(() => resolve(sum), 0));
})"""


@dataclass(frozen=True)
class Stop:
    name: str
    path: str
    who: str = ""
    then: Callable[[Page], None] | None = None  # what is done on the page before it is looked at
    status: int = 200
    is_asked: bool = False  # whether a lead waits for help


def name_of(stop: Stop) -> str:
    return re.sub(r"\W+", "-", stop.name)


def look(browsers, stop: Stop) -> list[str]:
    """What is wrong with this page; an empty list when nothing is."""
    options = {"viewport": PHONE, "color_scheme": "dark", "forgive": [REFUSED]}
    page = browsers.open_as(stop.who, **options) if stop.who else browsers.open(**options)
    faults = []

    shift = load(page, stop)
    faults += [*shifted("on a phone", shift), *violations(page, "dark, 320 px", RULES), *too_wide(page)]
    page.emulate_media(color_scheme="light")
    faults += violations(page, "light, 320 px", RULES_OF_COLOUR)

    page.set_viewport_size(DESKTOP)
    if stop.then is None:
        faults += shifted("on a desktop", load(page, stop))
    faults += violations(page, "light, 1280 px", RULES)
    page.emulate_media(color_scheme="dark")
    faults += violations(page, "dark, 1280 px", RULES_OF_COLOUR)
    return [f"{stop.name}, {page.url}: {fault}" for fault in faults]


def load(page, stop) -> float:
    reply = page.goto(stop.path)
    assert reply.status == stop.status, f"{stop.path} answered {reply.status}"
    shift = page.evaluate(SHIFT)
    if stop.then:
        stop.then(page)
    return shift


def shifted(where, shift):
    return [f"{where} the page shifts by {shift:.3f} while it loads"] if shift > MOST_SHIFT else []


def too_wide(page):
    width = page.evaluate("document.documentElement.scrollWidth")
    if width <= PHONE["width"]:
        return []
    culprits = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > 321)
          .slice(0, 5).map((e) => `${e.tagName.toLowerCase()}.${e.className?.baseVal ?? e.className}`)"""
    )
    return [f"{width} px wide at 320 px: {culprits}"]


def violations(page, where, rules):
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("(rules) => axe.run(document, rules).then((results) => results.violations)", rules)
    return [
        f"{where}: {violation['id']}: {violation['help']}: "
        + "; ".join(f"{node['target']} {node['html'][:160]}" for node in violation["nodes"][:3])
        for violation in found
    ]
