"""The components of the interface as template tags; each has its one template in templates/components/.

Tags with a body end in `end…`: notice, disclosure, dialog, empty_state, data_table, quote, remark, option. The others
stand alone. templates/styleguide/index.html shows all of them in use.
"""

from functools import lru_cache
from itertools import zip_longest

from django import template
from django.template.defaultfilters import linebreaks_filter
from django.template.loader import render_to_string
from django.urls import reverse

from cms import charts
from cms.charts import HalfTerm, Week
from cms.markdown import TooMuchMarkdown, render_author_markdown, render_person_markdown
from cms.queries.site import Place, public_places, who_runs_this
from cms.templatetags.once import holder_of, kept

register = template.Library()


# Text ---------------------------------------------------------------------------------------------------------


@register.filter
def prose(text):
    """An author's Markdown as HTML; a text that is too much for it is shown as it was typed."""
    try:
        return render_author_markdown(str(text))
    except TooMuchMarkdown:
        return linebreaks_filter(str(text))


@register.filter
def person_prose(text):
    """The Markdown of anybody else."""
    try:
        return render_person_markdown(str(text))
    except TooMuchMarkdown:
        return linebreaks_filter(str(text))


@register.filter
def at(items, place):
    """The item at that place of a list: the name of the column a cell stands in."""
    return items[place]


def component(template_name, **given):
    """A component is a function of what it is given: drawn once for the same values, which must be hashable.

    The type is part of the key, since a text marked as safe equals the same text unmarked.
    """
    return _drawn(template_name, tuple((name, type(value), value) for name, value in given.items()))


@lru_cache(maxsize=4096)
def _drawn(template_name, given):
    return render_to_string(template_name, {name: value for name, _, value in given})


@register.simple_tag
def icon(name, label=""):
    """A drawing from static/img/icons.svg; with a label it speaks, without one it is decoration."""
    return component("components/icon.html", name=name, label=label)


@register.simple_tag
def fixed(template_name):
    """A part of every page that depends on nothing."""
    return component(template_name)


NAVIGATION = ("learn", "lessons", "my_answers", "lesson_search", "facilitate", "office", "account_login")
FOR_VISITORS = ("contact", "site_search")  # views of ours that stand beside the pages in the menu


@lru_cache(maxsize=1)
def navigation_paths():
    return {reverse(name) for name in (*NAVIGATION, *FOR_VISITORS)}


def places_for_visitors(context) -> tuple[Place, ...]:
    return kept(holder_of(context), "places", public_places)


@register.simple_tag(takes_context=True)
def site_header(context):
    """Who is signed in, where they may go, and which of these places this page is."""
    request = context.get("request")
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    places = () if signed_in or request is None else places_for_visitors(context)
    menu = tuple((place.title, place.path) for place in places if place.in_menu)
    known = navigation_paths() | {path for _, path in menu}
    return component(
        "components/site_header.html",
        demo=bool(context.get("demo")),
        name=user.name if signed_in else "",
        team=tuple(request.session.get("team", ())) if signed_in else (),
        menu=menu,
        here=request.path if request and request.path in known else "",
    )


@register.simple_tag(takes_context=True)
def site_footer(context):
    """The foot of the page, and the form that signs out: its token is given apart, since it differs each time.

    Visitors are told who runs the site and what else there is to read; the pages of those signed in stay short.
    """
    request = context.get("request")
    user = getattr(request, "user", None)
    if request is None or (user and user.is_authenticated):
        return component("components/site_footer.html", signed_in=request is not None, provider="", places=())
    places = tuple((place.title, place.path) for place in places_for_visitors(context) if not place.in_menu)
    provider = kept(holder_of(context), "provider", who_runs_this).name
    return component("components/site_footer.html", signed_in=False, provider=provider, places=places)


# Frame of a page ----------------------------------------------------------------------------------------------


@register.inclusion_tag("components/page_header.html")
def page_header(title, label="", lead=""):
    return {"title": title, "label": label, "lead": lead}


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*steps):
    """Pairs of title and address, then the title of this page: `{% breadcrumb "Programme" url "Lesson 1" %}`."""
    pairs = list(zip_longest(steps[:-1:2], steps[1:-1:2]))
    return {"steps": pairs, "here": steps[-1]}


@register.simple_block_tag
def notice(content, kind="", title="", role=""):
    """Kinds: nothing (news), done, unsure (only of uncertainty), error."""
    return render_to_string("components/notice.html", {"content": content, "kind": kind, "title": title, "role": role})


@register.simple_block_tag
def empty_state(content, title):
    """What is not here yet; the body says what to do next."""
    return render_to_string("components/empty_state.html", {"content": content, "title": title})


@register.simple_block_tag
def disclosure(content, summary, opened=False):
    return render_to_string("components/disclosure.html", {"content": content, "summary": summary, "opened": opened})


@register.simple_block_tag
def dialog(content, id, title, button, kind="quiet"):
    """A native dialog and the button that opens it, without JavaScript; a form with method=dialog closes it."""
    context = {"content": content, "id": id, "title": title, "button": button, "kind": kind}
    return render_to_string("components/dialog.html", context)


@register.inclusion_tag("components/tag.html")
def tag(text, kind=""):
    """Kinds: nothing, accent, unsure, error."""
    return {"text": text, "kind": kind}


# Forms --------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms):
    """What is wrong in these forms, each with a link to its field. Nothing when nothing is wrong."""
    bound = [form for form in forms if form is not None and form.is_bound]
    fields = [field for form in bound for field in form if field.errors]
    general = [error for form in bound for error in form.non_field_errors()]
    return {"fields": fields, "general": general, "count": len(fields) + len(general)}


@register.inclusion_tag("components/save_state.html")
def save_state(text="", kind="", id="save-state"):
    """A line that is read out when its words change: "Saved 10:14"."""
    return {"text": text, "kind": kind, "id": id}


@register.simple_block_tag
def option(content, text, chosen=False, best=None):
    """An option once its question has been checked; the body is its feedback. `best` None gives no verdict."""
    context = {"content": content, "text": text, "chosen": chosen, "best": best}
    return render_to_string("components/option.html", context)


# Lists and tables ---------------------------------------------------------------------------------------------


@register.inclusion_tag("components/summary_list.html")
def summary_list(rows):
    """Rows are mappings or objects with label, value and, if wanted, url and action ("Change")."""
    return {"rows": rows}


@register.simple_block_tag
def data_table(content, caption, note=""):
    """A table round the body (thead, tbody). On a phone the rows stack when their cells carry data-label."""
    return render_to_string("components/data_table.html", {"content": content, "caption": caption, "note": note})


@register.inclusion_tag("components/sort_head.html", takes_context=True)
def sort_head(context, text, key, number=False):
    """A column's head that sorts by link: ?sort=key, then ?sort=-key."""
    request = context.get("request")
    current = request.GET.get("sort", "") if request else ""
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    return {
        "request": request,
        "text": text,
        "number": number,
        "direction": direction,
        "to": f"-{key}" if direction == "ascending" else key,
    }


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context, page):
    """Previous, where we are, next, for a Django Page; keeps the rest of the address."""
    return {"request": context.get("request"), "page": page}


# Progress -----------------------------------------------------------------------------------------------------


@register.simple_tag
def progress_strip(groups, label="The year in school weeks"):
    """Half terms with their weeks."""
    return component("components/progress_strip.html", groups=tuple(groups), label=label)


@register.simple_tag
def plan_strip(modules, half_terms=(7, 7, 6, 5, 7, 7)):
    """The weeks of a year's plan: which have lessons, and of which module. Modules have lessons, these a due_week."""
    taught = {lesson.due_week: number for number, module in enumerate(modules, 1) for lesson in module.lessons}
    groups, first = [], 1
    for number, length in enumerate(half_terms, 1):
        weeks = tuple(
            Week(str(week), "done" if week in taught else "none", _plan_title(week, taught))
            for week in range(first, first + length)
        )
        groups.append(HalfTerm(f"Half term {number}", weeks))
        first += length
    return progress_strip(groups)


def _plan_title(week, taught):
    return f"module {taught[week]}" if week in taught else "no lessons"


@register.simple_tag
def pace_line(you, plan, colleagues=(), total=44):
    """Where you, your colleagues [(name, done)] and the plan stand, in lessons."""
    line = charts.pace_line(you=you, plan=plan, colleagues=tuple(colleagues), total=total)
    return component("components/pace_line.html", line=line)


@register.inclusion_tag("components/checklist.html")
def checklist(parts):
    """Parts have text, done and, if wanted, url, note and excused."""
    return {"parts": parts}


# Uncertainty --------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/interval.html")
def interval(value, low, high, total=None, level="9 times in 10"):
    """14 of 20, best read as 11 to 17 (9 times in 10)."""
    return {"value": value, "low": low, "high": high, "total": total, "level": level}


@register.inclusion_tag("components/chart.html")
def interval_figure(label, value, low, high, total, caption=""):
    """The same as a drawing: one dot with its interval on the scale of the whole test."""
    caption = caption or f"{value} of {total}, best read as {low} to {high} (9 times in 10)"
    return {"chart": charts.intervals([(label, value, low, high)], caption=caption, span=(0, total))}


@register.inclusion_tag("components/chart.html")
def chart(drawn):
    """A chart of cms/charts: SVG, the finding in words, the table of its numbers."""
    return {"chart": drawn}


# Words of others ----------------------------------------------------------------------------------------------


@register.simple_block_tag
def quote(content, source):
    return render_to_string("components/quote.html", {"content": content, "source": source})


@register.simple_block_tag
def remark(content, author, when, role=""):
    return render_to_string(
        "components/comment.html", {"content": content, "author": author, "when": when, "role": role}
    )


@register.inclusion_tag("components/evidence_note.html")
def evidence_note(author, year, title, finding, source="", status="from memory"):
    """A reference, what it found (Markdown), and in words whether we have seen it."""
    return {"author": author, "year": year, "title": title, "finding": finding, "source": source, "status": status}
