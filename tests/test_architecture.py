"""The arrows of the house, read from the source without importing it.

A rule takes a directory and returns one sentence a violation, each beginning with the file and the line.
Every rule is shown a planted violation that it must find, and the real tree, in which it must find none.
"""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("courses", "quizzes", "cms")  # an app may import those to its right

FLOORS = {
    "base": {
        "blocktext",
        "charts",
        "clues",
        "calendarfeed",
        "contentfolder",
        "export",
        "formats",
        "giasfile",
        "giasrow",
        "kinds",
        "lessonfile",
        "linkeddata",
        "markdown",
        "money",
        "ogimage",
        "papers",
        "pdf",
        "pipetable",
        "plan",
        "psychometrics",
        "pupils",
        "schoolwords",
        "spacing",
        "terms",
        "weeks",
    },
    "blocks": {"blocks"},
    "models": {"models"},
    "queries": {"queries"},
    # What is put off until later, and the mails, belong to what decides them
    "domain": {"bookingmails", "domain", "emails", "handovermails", "moneymails", "tasks"},
    "access": {"access"},
    "adapter": {"accounts"},  # what allauth asks of us, and our sign-in forms with it
    "forms": {"forms"},
    "views": {"views"},
    "top": {
        *("apps", "demonstration", "management", "middleware", "migrations", "settings", "templatetags", "urls"),
        *("viewsets", "wagtail_hooks", "wsgi"),
    },
}
FLOOR_OF = {name: floor for floor, names in FLOORS.items() for name in names}
BELOW = {
    "base": "",
    "blocks": "base",
    "models": "base blocks",
    "queries": "base blocks models",
    "domain": "base blocks models queries",
    "access": "base blocks models queries",  # seen by views and above only
    "adapter": "base blocks models queries domain",
    "forms": "base blocks models queries domain adapter",
    "views": "base blocks models queries domain access adapter forms",
    "top": "base blocks models queries domain access adapter forms views",
}
PLAIN = (
    *("cms/blocktext.py", "cms/charts/", "cms/export.py", "cms/linkeddata.py", "cms/ogimage.py", "cms/pipetable.py"),
    "cms/pupils.py",
    *("courses/calendarfeed.py", "courses/contentfolder.py", "courses/lessonfile.py", "courses/plan.py"),
    "courses/terms.py",
    *("courses/giasfile.py", "courses/giasrow.py", "courses/money.py", "courses/papers.py"),
    *("courses/schoolwords.py", "courses/weeks.py", "quizzes/clues.py"),
    *("quizzes/formats/", "quizzes/kinds/", "quizzes/psychometrics/", "quizzes/spacing.py"),
)
FRAMEWORKS = ("django", "wagtail", "allauth", "modelcluster", "taggit")
HTTP = (
    *("django.http", "django.shortcuts", "django.forms", "django.contrib.messages", "django.template.response"),
    *("django.views", "django.middleware"),
)
MARKS_SAFE = {"SafeData", "SafeString", "SafeText", "html_safe", "mark_safe", "__html__"}


# Reading ------------------------------------------------------------------------------------------------------


def modules(tree: Path) -> Iterator[tuple[str, ast.Module]]:
    """Each Python file of the three apps: its path in the tree, and its syntax."""
    for app in APPS:
        for path in sorted((tree / app).rglob("*.py")):
            yield path.relative_to(tree).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imports(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and full name of everything imported, wherever it stands: `from a import b` gives `a.b`."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def all_imports(tree: Path) -> Iterator[tuple[str, int, str]]:
    for path, module in modules(tree):
        for line, name in imports(module):
            yield path, line, name


def is_in(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def second_part(path: str) -> str:
    """`cms/models/user.py` -> `models`, `cms/access.py` -> `access`, `cms/__init__.py` -> ``.

    The demonstration has a module a noun: `courses/demonstration_money.py` -> `demonstration`.
    """
    name = path.split("/")[1].removesuffix(".py")
    return "" if name == "__init__" else re.sub(r"^demonstration_.*", "demonstration", name)


def floor_of_import(name: str) -> str | None:
    parts = name.split(".")
    if parts[0] not in APPS or len(parts) < 2:
        return None
    return FLOOR_OF.get(second_part("/".join(parts)))


def markup(tree: Path, pattern: str = "*") -> Iterator[tuple[str, str]]:
    """Path and text of each template, wherever it lies."""
    for folder in ("templates", *(f"{app}/templates" for app in APPS)):
        for path in sorted((tree / folder).rglob(pattern)):
            if path.is_file():
                yield path.relative_to(tree).as_posix(), path.read_text(encoding="utf-8")


def found(path: str, text: str, pattern: str, sentence: str) -> list[str]:
    matches = re.finditer(pattern, text, re.IGNORECASE | re.DOTALL)
    return [f"{path}:{text.count(chr(10), 0, match.start()) + 1} {sentence}" for match in matches]


# Rules --------------------------------------------------------------------------------------------------------


def apps_look_right(tree: Path) -> list[str]:
    """courses -> quizzes -> cms, and no app looks into the tests or the bench."""
    wrong = []
    for path, line, name in all_imports(tree):
        to_the_left = APPS[: APPS.index(path.split("/")[0])]
        if is_in(name, (*to_the_left, "tests", "bench")):
            wrong.append(f"{path}:{line} imports {name}")
    return wrong


def floors_look_down(tree: Path) -> list[str]:
    """views -> forms -> domain -> queries -> models -> blocks -> base, within an app and across apps."""
    wrong = []
    for path, line, name in all_imports(tree):
        here, there = FLOOR_OF.get(second_part(path)), floor_of_import(name)
        if here and there and here != there and there not in BELOW[here].split():
            wrong.append(f"{path}:{line} is on the floor {here} and imports {name} of the floor {there}")
    return wrong


def every_module_has_a_floor(tree: Path) -> list[str]:
    names = {path: second_part(path) for path, _ in modules(tree)}
    return [
        f"{path}:1 stands on no floor: name it in FLOORS of tests/test_architecture.py"
        for path, name in names.items()
        if name and name not in FLOOR_OF
    ]


def plain_modules_import_no_framework(tree: Path) -> list[str]:
    return [
        f"{path}:{line} imports {name}, but is plain Python"
        for path, line, name in all_imports(tree)
        if path.startswith(PLAIN) and is_in(name, FRAMEWORKS)
    ]


def rules_and_reads_know_no_http(tree: Path) -> list[str]:
    return [
        f"{path}:{line} imports {name}"
        for path, line, name in all_imports(tree)
        if FLOOR_OF.get(second_part(path)) in ("domain", "queries") and is_in(name, HTTP)
    ]


def imports_are_absolute(tree: Path) -> list[str]:
    return [
        f"{path}:{node.lineno} imports relatively"
        for path, module in modules(tree)
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and node.level
    ]


def only_markdown_marks_text_safe(tree: Path) -> list[str]:
    """Two plain modules without mark_safe may say `__html__`: charts of the SVG that they drew themselves, linked
    data of the JSON in which they escaped whatever could end its script element."""
    wrong = []
    for path, module in modules(tree):
        if path == "cms/markdown.py":
            continue
        wrong += [
            f"{path}:{line} imports {name}" for line, name in imports(module) if is_in(name, ("markdown", "bleach"))
        ]
        wrong += [
            f"{path}:{line} uses {name}"
            for line, name in names_used(module)
            if name in MARKS_SAFE and not (name == "__html__" and path.startswith(("cms/charts/", "cms/linkeddata.py")))
        ]
    return wrong


def names_used(module: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.FunctionDef(name=name):
                yield node.lineno, name
            case ast.ImportFrom(names=aliases):
                yield from ((node.lineno, alias.name) for alias in aliases)


def templates_escape_everything(tree: Path) -> list[str]:
    """A .txt file is the text of a mail, where an escaped apostrophe would be the fault."""
    wrong = []
    for path, text in markup(tree):
        wrong += found(path, text, r"\|\s*safe(seq)?\b", "marks text safe")
        if not path.endswith(".txt"):
            wrong += found(path, text, r"\{%\s*autoescape\s+off", "switches escaping off")
    return wrong


def one_module_knows_the_queue(tree: Path) -> list[str]:
    return [
        f"{path}:{line} imports {name}"
        for path, line, name in all_imports(tree)
        if path != "cms/tasks.py" and is_in(name, ("django_tasks", "django_tasks_db"))
    ]


def no_signals(tree: Path) -> list[str]:
    return [
        f"{path}:{line} imports {name}"
        for path, line, name in all_imports(tree)
        if is_in(name, ("django.dispatch",)) or "signals" in name.split(".") or name.endswith(".receiver")
    ]


def models_leave_save_alone(tree: Path) -> list[str]:
    return [
        f"{path}:{node.lineno} writes its own {node.name}()"
        for path, module in modules(tree)
        if FLOOR_OF.get(second_part(path)) == "models"
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in ("save", "asave")
    ]


def templates_have_no_inline_code(tree: Path) -> list[str]:
    """What the Content-Security-Policy would refuse; JSON is not run.

    Template tags are blanked first: their arguments are not HTML.
    """
    wrong = []
    for path, text in markup(tree, "*.html"):
        html = re.sub(
            r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", lambda tag: re.sub(r"[^\n]", "_", tag[0]), text, flags=re.DOTALL
        )
        wrong += found(path, html, r"<script(?![^>]*(\ssrc\s*=|application/(ld\+)?json))", "has an inline script")
        wrong += found(path, html, r"<style\b", "has an inline stylesheet")
        wrong += found(path, html, r"<[a-z][^<>]*[\s\"'_]style\s*=", "has a style attribute")
        wrong += found(path, html, r"<[a-z][^<>]*[\s\"'_]on[a-z]+\s*=", "has an event attribute")
        wrong += found(path, html, r"javascript:", "has a script in an address")
    return wrong


def migrations_are_named(tree: Path) -> list[str]:
    return [
        f"{path}:1 has a name made up by makemigrations: use --name"
        for path, _ in modules(tree)
        if "/migrations/" in path and re.search(r"_auto_|_and_more", path)
    ]


# Proof --------------------------------------------------------------------------------------------------------

Rule = Callable[[Path], list[str]]
RULES: list[Rule] = [
    apps_look_right,
    floors_look_down,
    every_module_has_a_floor,
    plain_modules_import_no_framework,
    rules_and_reads_know_no_http,
    imports_are_absolute,
    only_markdown_marks_text_safe,
    templates_escape_everything,
    one_module_knows_the_queue,
    no_signals,
    models_leave_save_alone,
    templates_have_no_inline_code,
    migrations_are_named,
]

PLANTED: list[tuple[Rule, str, str]] = [
    (apps_look_right, "cms/domain/mail.py", "from quizzes.models import Quiz"),
    (apps_look_right, "cms/templatetags/ui.py", "import courses.queries.dashboard"),
    (apps_look_right, "quizzes/domain/attempt.py", "def start():\n    from courses import access"),
    (apps_look_right, "courses/management/commands/demo.py", "from tests.builders import build_site"),
    (floors_look_down, "courses/models/cohort.py", "from courses.queries.cohort import leads"),
    (floors_look_down, "courses/models/cohort.py", "from courses import access"),
    (floors_look_down, "courses/queries/cohort.py", "from quizzes.domain.attempt import start_attempt"),
    (floors_look_down, "courses/domain/cohort.py", "from courses.forms.cohort import CohortForm"),
    (floors_look_down, "courses/domain/cohort.py", "from courses.access import get_cohort_or_404"),
    (floors_look_down, "courses/forms/cohort.py", "from courses.views.cohort import show"),
    (floors_look_down, "courses/forms/cohort.py", "import courses.access"),
    (floors_look_down, "courses/views/cohort.py", "from courses.templatetags.courses import next_cohort"),
    (floors_look_down, "courses/access.py", "from courses.domain.cohort import open_cohort"),
    (floors_look_down, "cms/accounts.py", "from cms.forms.account import SignInForm"),
    (floors_look_down, "cms/domain/account.py", "from cms.accounts import AccountAdapter"),
    (floors_look_down, "courses/blocks.py", "from cms.models import HomePage"),
    (floors_look_down, "quizzes/kinds/match.py", "from quizzes.blocks import QuizBlock"),
    (floors_look_down, "cms/tasks.py", "from cms.views.error import csrf_failure"),
    (every_module_has_a_floor, "courses/utils.py", ""),
    (every_module_has_a_floor, "courses/core/money.py", ""),
    (plain_modules_import_no_framework, "cms/charts/line.py", "from django.utils.html import format_html"),
    (plain_modules_import_no_framework, "quizzes/kinds/match.py", "import django"),
    (plain_modules_import_no_framework, "quizzes/psychometrics/rasch.py", "from wagtail import blocks"),
    (plain_modules_import_no_framework, "courses/weeks.py", "from django.utils import timezone"),
    (rules_and_reads_know_no_http, "courses/domain/cohort.py", "from django.http import Http404"),
    (rules_and_reads_know_no_http, "courses/domain/cohort.py", "from django.contrib import messages"),
    (rules_and_reads_know_no_http, "courses/domain/cohort.py", "from django.template.response import TemplateResponse"),
    (rules_and_reads_know_no_http, "courses/queries/cohort.py", "from django import forms"),
    (rules_and_reads_know_no_http, "courses/emails.py", "from django.shortcuts import render"),
    (imports_are_absolute, "courses/domain/cohort.py", "from . import school"),
    (imports_are_absolute, "courses/domain/cohort.py", "from ..models import Cohort"),
    (only_markdown_marks_text_safe, "cms/blocks.py", "import markdown"),
    (only_markdown_marks_text_safe, "cms/blocks.py", "from bleach.sanitizer import Cleaner"),
    (only_markdown_marks_text_safe, "cms/templatetags/ui.py", "from django.utils.safestring import mark_safe"),
    (
        only_markdown_marks_text_safe,
        "cms/templatetags/ui.py",
        "from django.utils import safestring\nsafestring.SafeString('')",
    ),
    (only_markdown_marks_text_safe, "cms/templatetags/ui.py", "class Card:\n    def __html__(self): ..."),
    (templates_escape_everything, "templates/blocks/prose.html", "{{ value|safe }}"),
    (templates_escape_everything, "templates/blocks/prose.html", "{{ value | safeseq|join:'' }}"),
    (templates_escape_everything, "templates/blocks/prose.html", "{% autoescape off %}{{ value }}{% endautoescape %}"),
    (templates_escape_everything, "courses/templates/mail.txt", "{{ value|safe }}"),
    (one_module_knows_the_queue, "courses/domain/cohort.py", "from django_tasks import task"),
    (one_module_knows_the_queue, "cms/domain/mail.py", "from django_tasks_db.models import DBTaskResult"),
    (no_signals, "courses/apps.py", "from django.dispatch import receiver"),
    (no_signals, "courses/apps.py", "from django.db.models.signals import post_save"),
    (no_signals, "courses/apps.py", "from django.db.models import signals"),
    (no_signals, "courses/wagtail_hooks.py", "from wagtail.signals import page_published"),
    (models_leave_save_alone, "courses/models/cohort.py", "class Cohort:\n    def save(self, **kwargs): ..."),
    (models_leave_save_alone, "cms/models/user.py", "class User:\n    async def asave(self): ..."),
    (templates_have_no_inline_code, "templates/base.html", "<script>alert(1)</script>"),
    (templates_have_no_inline_code, "templates/base.html", '<script\n nonce="{{ request.csp_nonce }}">go()</script>'),
    (templates_have_no_inline_code, "templates/base.html", "<style>p { color: red }</style>"),
    (templates_have_no_inline_code, "templates/base.html", '<p class="a" style="color: red">'),
    (templates_have_no_inline_code, "templates/base.html", '<p{% if a > b %} style="color: {{ b }}"{% endif %}>'),
    (templates_have_no_inline_code, "templates/base.html", '<button type="button"\n  onclick="go()">'),
    (templates_have_no_inline_code, "quizzes/templates/quiz.html", '<a href="javascript:go()">'),
    (migrations_are_named, "courses/migrations/0002_auto_20260901_1200.py", ""),
    (migrations_are_named, "courses/migrations/0002_remove_cohort_note_and_more.py", ""),
]

ALLOWED: list[tuple[str, str]] = [
    ("cms/urls.py", "urlpatterns = [path('learn/', include('courses.urls'))]"),
    ("cms/models/home.py", "subpage_types = ['courses.ProgrammePage']"),
    ("cms/markdown.py", "import bleach, markdown\nfrom django.utils.safestring import mark_safe"),
    ("cms/charts/line.py", "class Svg(str):\n    def __html__(self): return self"),
    ("cms/tasks.py", "from django_tasks import task\nfrom cms.domain import mail"),
    ("cms/domain/mail.py", "from cms import tasks\nfrom django.template.loader import render_to_string"),
    ("courses/models/programme.py", "from quizzes.blocks import QuizBlock\nfrom cms.blocks import PAGE_BLOCKS"),
    ("courses/access.py", "from django.http import Http404\nfrom courses.queries import enrolment"),
    ("courses/views/lesson.py", "from courses.access import get_lesson_or_404\nfrom courses.domain import progress"),
    ("cms/forms/account.py", "from cms.accounts import may_mail"),
    ("courses/wagtail_hooks.py", "from courses.views import board"),
    ("courses/domain/form.py", "class Form:\n    def save(self): ..."),
    ("courses/migrations/0002_cohort_note.py", "from django.db import migrations"),
    (
        "templates/base.html",
        "<script src=\"{% static 'js/theme.js' %}\" defer></script>{% card style='quiet' on='top' %}",
    ),
    ("templates/mfa/key.html", '<script type="application/json" data-onload="sign">{"id": "key"}</script>'),
    ("templates/help.html", "<p>Answers are safe | safely kept. Set the style = plain, once on = yes.</p>"),
    ("templates/email/code.txt", "{% autoescape off %}Dear {{ name }}{% endautoescape %}"),
]


def plant(tree: Path, path: str, source: str) -> None:
    (tree / path).parent.mkdir(parents=True, exist_ok=True)
    (tree / path).write_text(source)


def name_of(value: object) -> str:
    return getattr(value, "__name__", "")


@pytest.mark.parametrize("rule", RULES, ids=name_of)
def test_the_code_keeps(rule):
    assert rule(ROOT) == []


@pytest.mark.parametrize(("rule", "path", "source"), PLANTED, ids=lambda value: name_of(value) or str(value)[:60])
def test_finds_a_planted_violation(tmp_path, rule, path, source):
    plant(tmp_path, path, source)
    sentences = rule(tmp_path)
    assert len(sentences) >= 1
    assert all(sentence.startswith(f"{path}:") for sentence in sentences)


@pytest.mark.parametrize(("path", "source"), ALLOWED)
def test_leaves_alone_what_is_allowed(tmp_path, path, source):
    plant(tmp_path, path, source)
    assert [sentence for rule in RULES for sentence in rule(tmp_path)] == []


def test_every_rule_has_a_planted_violation():
    assert {rule for rule, _, _ in PLANTED} == set(RULES)


def test_the_code_is_read_at_all():
    assert len(list(modules(ROOT))) > 50
