"""The bits of the programme that pages show: pace, weeks, the outline of a programme."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string

from cms.charts import HalfTerm, Week
from cms.templatetags.ui import component
from courses.plan import YEAR_WEEKS
from courses.queries.five import seconds, words
from courses.weeks import ONE_WEEK

register = template.Library()


STATE_WORDS = {
    "on pace": "on pace",
    "ahead": "ahead of the plan",
    "new": "just joined",
    "quiet": "no state this week",
    "paused": "paused",
    "finished": "finished",
    "left": "has left",
}


@register.simple_tag
def state_words(pace) -> str:
    if pace.state == "behind":
        return f"{pace.lag} lessons behind the plan"
    return STATE_WORDS[pace.state]


@register.filter
def question_count(number: int) -> str:
    return words(number).lower()


@register.filter
def question_words(number: int) -> str:
    return f"{words(number)}, {seconds(number)} seconds"


@register.simple_tag
def week_line(board) -> str:
    """One sentence under the heading: which week it is and what it asks."""
    if board.week == 0:
        return f"Week 1 begins on {day_words(board.next_monday)}." if board.next_monday else "No dates are set yet."
    if board.is_holiday:
        ends = f" Week {board.week + 1} begins on {day_words(board.next_monday)}." if board.next_monday else ""
        return f"Nothing is due.{ends}"
    if not board.this_week:
        return f"Week {board.week} of {YEAR_WEEKS}. No new lessons this week."
    if board.minutes:
        return f"Week {board.week} of {YEAR_WEEKS}. About {board.minutes} minutes of lessons."
    return f"Week {board.week} of {YEAR_WEEKS}. This week’s lessons are finished."


def day_words(day) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


@register.simple_tag
def colleague_marks(board) -> list[tuple[str, int]]:
    return [(one.lead.name.partition(" ")[0], one.pace.done) for one in board.colleagues]


@register.simple_tag
def year_groups(board) -> tuple[HalfTerm, ...]:
    """The school weeks of the year by half term, for the progress strip."""
    done = tuple(lesson.pk in board.lead.finished for lesson in board.outline.lessons)
    due = tuple(lesson.due_week for lesson in board.outline.lessons)
    return year_of(board.year.mondays[:YEAR_WEEKS], due, done, 0 if board.is_holiday else board.week)


@lru_cache(maxsize=2048)
def year_of(mondays, due, done, week: int) -> tuple[HalfTerm, ...]:
    """`due` and `done` go lesson by lesson: the week in which it is due, and whether it is finished."""
    half_terms: list[list[Week]] = []
    for number, monday in enumerate(mondays, 1):
        if number == 1 or monday - mondays[number - 2] > ONE_WEEK:
            half_terms.append([])
        parts = [is_done for due_week, is_done in zip(due, done, strict=True) if due_week == number]
        half_terms[-1].append(week_cell(number, monday, parts, is_now=number == week))
    return tuple(HalfTerm(f"Half term {n}", tuple(weeks)) for n, weeks in enumerate(half_terms, 1))


def week_cell(number: int, monday, parts: list[bool], *, is_now: bool) -> Week:
    words = f"week of {monday.day} {monday:%B}"
    if parts:
        words += f", {sum(parts)} of {len(parts)} lessons finished"
    if is_now:
        state = "now"
    elif parts and all(parts):
        state = "done"
    else:
        state = "part" if any(parts) else "none"
    return Week(str(number), state, words)


@register.simple_tag
def lesson_article(*, lesson, lead, is_team, chunks, checklist, done, neighbours, outline):
    """The lesson as this reader sees it, put together from parts that others see too."""
    return put_together(
        lead.user_id if lead else None,
        component("courses/lesson/header.html", lesson=lesson, is_lead=bool(lead), is_team=is_team),
        tuple(lesson_chunk(chunk, lesson.path) for chunk in chunks),
        component("courses/lesson/unwritten.html", lesson=lesson) if not lesson.is_written else "",
        component("courses/lesson/parts.html", lesson=lesson, done=done, checklist=checklist) if checklist else "",
        component("courses/lesson/neighbours.html", before=neighbours[0], after=neighbours[1]),
        module_menu(outline, lesson, lead) if lead else "",
    )


@lru_cache(maxsize=256)  # of up to 40 kB each
def put_together(*parts):
    names = ("user_id", "header", "body", "unwritten", "checklist", "neighbours", "menu")
    return render_to_string("courses/lesson/article.html", dict(zip(names, parts, strict=True)))


def lesson_chunk(chunk, page_url):
    """A stretch of the lesson: finished text, its quiz, or a place to write."""
    if chunk.kind == "html":
        return chunk.html
    if chunk.kind == "quiz":
        return component("courses/lesson/quiz.html", items=chunk.items, page_url=page_url)
    return component("courses/lesson/reflection.html", part=chunk)


def module_menu(outline, lesson, lead):
    """The lessons of this module, which of them the lead has finished, and which one this is."""
    module = outline.modules[lesson.module - 1]
    finished = frozenset(one.pk for one in module.lessons if one.pk in lead.finished)
    return component("courses/lesson/module_menu.html", module=module, finished=finished, here=lesson.pk)


@register.simple_tag(takes_context=True)
def form_tokens(context, chunks, checklist) -> list[tuple[str, str]]:
    """Each form of the lesson by its id, with its token: the forms themselves are kept and shared."""
    token = str(context["csrf_token"])
    forms = [form for chunk in chunks for form in forms_in(chunk)]
    if checklist and checklist.needs_tick:
        forms.append("tick-form")
    return [(form, token) for form in forms]


def forms_in(chunk) -> list[str]:
    if chunk.kind == "quiz":
        return [f"{item.anchor}-form" for item in chunk.items if item.has_form]
    if chunk.kind == "reflection" and chunk.action:
        return [f"reflection-{chunk.block}-form"]
    return []


@register.simple_tag
def checklist_parts(checklist) -> list[dict]:
    return [
        {"text": part.name, "url": f"#{part.anchor}", "note": part.words, "done": part.is_done}
        for part in checklist.parts
    ]
