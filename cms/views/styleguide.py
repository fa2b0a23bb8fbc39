"""Every component in every state on one page of the staff: for looking at, for screenshots, for accessibility tests."""

from types import SimpleNamespace

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from wagtail.blocks import StreamBlock, StreamValue

from cms import charts
from cms.access import require_staff
from cms.blocks import PAGE_BLOCKS
from cms.charts import HalfTerm, Week


class ExampleForm(forms.Form):
    name = forms.CharField(label="Full name", max_length=60)
    email = forms.EmailField(label="E-mail address", help_text="We write once a week, never in holidays.")
    note = forms.CharField(
        label="Note",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Do not enter pupils’ names, initials, dates of birth or unique pupil numbers.",
    )
    phase = forms.ChoiceField(
        label="Phase", choices=[("primary", "Primary"), ("secondary", "Secondary")], widget=forms.RadioSelect
    )
    term = forms.ChoiceField(label="Term", choices=[("1", "Autumn"), ("2", "Spring"), ("3", "Summer")])
    fewer = forms.BooleanField(label="Fewer places would do", required=False)


INTERVALS = [("Reading test", 14, 11, 17), ("Spelling test", 9, 6, 12), ("Quick quiz", 3, None, None)]
TESTS = [("Autumn", 12), ("Autumn", 14), ("Autumn", 14), ("Autumn", 19), ("Spring", 11), ("Spring", 15), ("Spring", 18)]
CLASS = [(f"Pupil {n}", score) for n, score in enumerate([21, 23, 24, 24, 25, 26, 26, 26, 27, 28, 28, 29, 31, 34])]
GAINS = [("Year 3", 1), ("Year 4", 2), ("Year 5", 3), ("Year 6", 6)]
SEM = [(5, 4.1, 3.2, 5.0), (10, 3.0, 2.4, 3.6), (20, 2.1, 1.7, 2.6), (40, 1.5, 1.2, 1.9), (80, 1.1, 0.9, 1.3)]
REASONS = [
    ("Nobody could name a decision that followed", 11),
    ("Two collections asked for the same thing", 7),
    ("The result came too late to be used", 4),
]
STANDING = [(-1.2, 4), (-0.4, 11), (0.3, 17), (1.1, 9), (2.0, 3)]  # logits, people
DIFFICULTY = [
    ("1", "Name the decision", -1.1, -1.5, -0.7),
    ("2", "Choose", 0.1, -0.3, 0.5),
    ("3", "Doubt", 1.0, 0.6, 1.4),
]
SERIES = [
    (school, term, value)
    for school, values in [("Ashdown", (12, 15, 14)), ("Birch Lane", (9, 13, 17)), ("Carr", (16, 15, None))]
    for term, value in zip(("Aut", "Spr", "Sum"), values, strict=True)
]


def example_charts():
    return [
        charts.intervals(INTERVALS, caption="Only the reading test tells the two classes apart.", x="Marks out of 20"),
        charts.strip(CLASS, caption="Half the class lies between 24 and 28.", x="Marks"),
        charts.strip(TESTS, caption="Spring’s spread is as wide as autumn’s.", x="Marks"),
        charts.line(
            GAINS, caption="Half of all the progress is credited to the last year.", x="Year", y="Points gained"
        ),
        charts.line(
            SEM, caption="A longer test is less uncertain, by less and less.", x="Questions", y="Error in marks"
        ),
        charts.histogram(GAINS, caption="Half of all the progress falls in Year 6.", y="Points gained in the year"),
        charts.histogram(REASONS, caption="Most of what was stopped had no decision behind it."),
        charts.multiples(SERIES, caption="Birch Lane rose in both terms; the others did not.", x="Term", y="Marks"),
        charts.wright(STANDING, DIFFICULTY, caption="Question 3 was the hardest, question 1 the easiest."),
    ]


def example_blocks():
    """The blocks that need no picture or document, as an editor would fill them."""
    block = StreamBlock([pair for pair in PAGE_BLOCKS if pair[0] not in ("image", "download")])
    return StreamValue(
        block,
        [
            ("prose", block.child_blocks["prose"].to_python(PROSE)),
            ("evidence", block.child_blocks["evidence"].to_python(EVIDENCE)),
            ("key_idea", block.child_blocks["key_idea"].to_python("A test is only ever good *for* something.")),
            ("worked_example", block.child_blocks["worked_example"].to_python(EXAMPLE)),
            ("misconception", block.child_blocks["misconception"].to_python(BELIEF)),
            ("table", block.child_blocks["table"].to_python(TABLE)),
            ("figure", block.child_blocks["figure"].to_python(FIGURE)),
            ("video", block.child_blocks["video"].to_python(VIDEO)),
        ],
    )


PROSE = """## A test applies for a post

A school with a vacancy writes the job description before it reads the applications. Nobody calls a fine cellist a
failed goalkeeper. She applied for something else.

A test stands in the same position. Ask whether it is good, and there is nothing to say yet. Ask whether it is good
for finding the pupils in Year 2 who cannot blend sounds, and you know at once what to look for:

1. simple words,
2. enough of them,
3. read aloud, early in the year.

The job tells you what counts as good enough evidence. See [the programme](/programme/) for the rest."""
EVIDENCE = {
    "author": "Newton, P.",
    "year": "2007",
    "title": "Clarifying the purposes of educational assessment",
    "source": "Assessment in Education 14(2)",
    "status": "checked",
    "finding": "Finds three different things meant by “assessment purpose”.",
}
EXAMPLE = {
    "title": "One test, three jobs",
    "phase": "primary",
    "text": "The school bought it, because its neighbour had. Some time later it asked three people what it was for.",
}
BELIEF = {
    "belief": "“Choose a good test first, then decide how to use it.”",
    "answer": "It tempts because tests come ready made, while a purpose has to be talked out in a free hour.",
}
TABLE = {
    "caption": "Three uses of one reading test",
    "note": "Invented for this page.",
    "rows": "| Use | Who decides | By when | Needs |\n|---|---|---|---|\n"
    "| Find who needs help | Class teacher | Next Monday | Many easy questions |\n"
    "| Report progress | Head | July | A scale that links the terms |",
}
FIGURE = {
    "kind": "histogram",
    "caption": "Half of all the progress reported falls in the last year.",
    "x": "Year group",
    "y": "Points gained in the year",
    "rows": "| Year | Points |\n|---|---|\n| Year 3 | 1 |\n| Year 4 | 2 |\n| Year 5 | 3 |\n| Year 6 | 6 |",
}
VIDEO = {"url": "https://video.example/1", "title": "A marker thinks aloud", "transcript": "I give this one a seven."}


def example_year():
    states = {**dict.fromkeys(range(1, 10), "done"), 10: "part", 11: "now", 30: "off", 36: "mark"}
    groups, first = [], 1
    for number, length in enumerate((7, 7, 6, 5, 7, 7), 1):
        weeks = tuple(Week(str(week), states.get(week, "none")) for week in range(first, first + length))
        groups.append(HalfTerm(f"Half term {number}", weeks))
        first += length
    return groups


def example_scores():
    """A score whose range comes from the answers of many, and one whose range is approximated."""
    alpha = SimpleNamespace(value=0.71, low=0.6, high=0.8)
    level = "9 times in 10"
    return [
        SimpleNamespace(
            right="14",
            questions=20,
            level=level,
            is_measured=True,
            people=79,
            note="",
            alpha=alpha,
            band=SimpleNamespace(low=11, high=17, sem=1.9),
        ),
        SimpleNamespace(
            right="5",
            questions=8,
            level=level,
            is_measured=False,
            people=3,
            band=SimpleNamespace(low=3, high=7, sem=1.4),
        ),
    ]


def styleguide(request):
    require_staff(request.user)
    activity = SimpleNamespace(
        title="Five requests", output="Five rows of your school’s register.", text="Think of the last five requests."
    )
    wrong = ExampleForm({"email": "not an address", "phase": "primary", "term": "1"})
    context = {
        "colours": [
            "paper",
            "sunk",
            "raised",
            "ink",
            "muted",
            "line",
            "edge",
            "accent",
            "accent-soft",
            "unsure",
            "error",
        ],
        "form": ExampleForm(auto_id="ok_%s"),
        "wrong_form": wrong,
        "page_of_many": Paginator(range(100), 10).page(3),
        "rows": [
            {"label": "School", "value": "Ashdown Primary School", "url": "#rows"},
            {"label": "Leads", "value": 2, "url": "#rows"},
            {"label": "Order number", "value": ""},
        ],
        "parts": [
            SimpleNamespace(text="Three questions", done=True, url="#parts", note="checked"),
            SimpleNamespace(text="Reflection", done=False, url="#parts", note="not yet saved"),
            SimpleNamespace(text="Lesson 2.4", done=False, excused=True),
        ],
        "year": example_year(),
        "one_colleague": [("Ben", 10)],
        "same_place": [("Ben", 14)],
        "two_colleagues": [("Ben", 9), ("Chandra", 40)],
        "scores": example_scores(),
        "charts": example_charts(),
        "blocks": example_blocks(),
        "activity": activity,
    }
    return render(request, "styleguide/index.html", context)
