"""The bits of the programme that pages show: pace, weeks, the outline of a programme."""

from django import template

from courses.plan import YEAR_WEEKS
from courses.queries.programme import programme_outline
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


@register.inclusion_tag("courses/programme/outline.html", takes_context=True)
def programme_outline_of(context, page):
    return {"modules": programme_outline(page.pk).modules, "request": context.get("request")}


@register.simple_tag
def colleague_marks(board) -> list[tuple[str, int]]:
    return [(one.lead.name.partition(" ")[0], one.pace.done) for one in board.colleagues]


@register.simple_tag
def year_groups(board) -> list[dict]:
    """The school weeks of the year by half term, for the progress strip."""
    groups: list[dict] = []
    for number, monday in enumerate(board.year.mondays[:YEAR_WEEKS], 1):
        if not groups or monday - groups[-1]["last"] > ONE_WEEK:
            groups.append({"name": f"Half term {len(groups) + 1}", "weeks": []})
        groups[-1]["last"] = monday
        groups[-1]["weeks"].append(week_cell(board, number, monday))
    return groups


def week_cell(board, number: int, monday) -> dict:
    due = [lesson.pk in board.lead.finished for lesson in board.outline.due_in(number)]
    words = f"week of {monday.day} {monday:%B}"
    if due:
        words += f", {sum(due)} of {len(due)} lessons finished"
    if number == board.week and not board.is_holiday:
        state = "now"
    elif due and all(due):
        state = "done"
    else:
        state = "part" if any(due) else "none"
    return {"label": number, "state": state, "title": words, "url": ""}


@register.simple_tag
def checklist_parts(checklist) -> list[dict]:
    return [
        {"text": part.name, "url": f"#{part.anchor}", "note": part.words, "done": part.is_done}
        for part in checklist.parts
    ]
