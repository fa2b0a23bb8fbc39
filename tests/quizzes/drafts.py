"""One sound draft of each kind, and a hypothesis strategy that makes many."""

from hypothesis import strategies as st

from quizzes.formats.text import Draft, parse_fence
from quizzes.kinds import KINDS
from quizzes.kinds.base import letters_by_text

TEXTS = {
    "single": """\
::: question t-single
kind: single
pillar: purpose
difficulty: 1
stem: What is the strongest criticism?

A school adopts three words, each in three steps.

(*) It rebuilds levels
    KEYFEEDBACK because steps return.
( ) The words are vague
    WRONGFEEDBACK precision of label is not precision of judgement.
( ) Too few steps
    WRONGFEEDBACK finer steps make error look like progress.
:::""",
    "multiple": """\
::: question t-multiple
kind: multiple
pillar: validity
stem: Which of these are evidence?

[*] Work in books
    KEYFEEDBACK it is what a pupil did.
[ ] A target grade
    WRONGFEEDBACK it is a hope.
[*] Answers to a test
    KEYFEEDBACK so are these.
[ ] A seating plan
    WRONGFEEDBACK it is an arrangement.
:::""",
    "reasons": """\
::: question t-reasons
kind: reasons
pillar: purpose
revisits: what-makes-use-formative
statement-is: false
right: KEYFEEDBACK it is false.
wrong: WRONGFEEDBACK it is false.
stem: Once a result is in a tracker it cannot be used formatively.
after: AFTERTEXT is shown at the end.

( ) Entering it makes it summative
    WRONGFEEDBACK no.
(*) What matters is what changes
    KEYFEEDBACK yes.
:::""",
    "match": """\
::: question t-match
kind: match
pillar: purpose
stem: Match each question to its short name.

- Why are we doing it? => Purpose
    KEYFEEDBACK the job comes first.
- What can we say from it? => Validity
    KEYFEEDBACK the conclusions.
- How sure are we? => Reliability
    KEYFEEDBACK the same again.
:::""",
    "order": """\
::: question t-order
kind: order
pillar: value
stem: Put the steps in order.

1. Name the decision
    KEYFEEDBACK first.
2. Choose the evidence
    KEYFEEDBACK second.
3. Act
    KEYFEEDBACK third.
:::""",
    "group": """\
::: question t-group
kind: group
pillar: reliability
groups: Random | Systematic
stem: Sort the errors.

- A bad night => Random
    KEYFEEDBACK it varies.
- A misprinted question => Systematic
    KEYFEEDBACK it hits all alike.
- A lucky guess => Random
    KEYFEEDBACK it varies too.
:::""",
    "number": """\
::: question t-number
kind: number
pillar: reliability
difficulty: 2
answer: 7.1
tolerance: 0.1
unit: points
right: KEYFEEDBACK 1.4 times 5.
wrong: WRONGFEEDBACK multiply by 1.4.
stem: What is the standard error of the difference?

The standard error of each score is 5.

~~~ table
caption: Two scores

| Score | Error |
| --- | --- |
| First | 5 |
| Second | 5 |
~~~

Both come from one test.

- 10
    WRONGFEEDBACK errors do not simply add.
- 5
    WRONGFEEDBACK that is one score alone.
:::""",
    "text": """\
::: question t-text
kind: text
pillar: validity
accept: Construct | the construct
right: KEYFEEDBACK that is the word.
wrong: WRONGFEEDBACK read key idea 2.
stem: What do we call what an assessment is meant to assess?

- content
    WRONGFEEDBACK content is only part of it.
:::""",
}


def build_draft(kind="single") -> Draft:
    return parse_fence(TEXTS[kind])


# Strategies: any content that the text format can hold -----------------------------------------------------------

ALPHABET = st.sampled_from("aàbcdeéXYZ019’“”–%.,;?! ")
phrases = st.text(ALPHABET, min_size=1, max_size=25).map(lambda text: " ".join(("w" + text).split()))
paragraphs = st.lists(phrases, min_size=1, max_size=3).map("\n".join)


def distinct(strategy, least, most=6):
    return st.lists(
        strategy, min_size=least, max_size=most, unique_by=lambda text: " ".join(text.casefold().split()).rstrip(".")
    )


@st.composite
def exhibits(draw):
    found = []
    for _ in range(draw(st.integers(0, 2))):
        rows = "| a | b |\n| --- | --- |\n| c | 1 |"
        fields = {"caption": draw(paragraphs), "note": draw(st.just("") | phrases), "rows": rows}
        found.append({"type": "table", **fields, "after": draw(st.just("") | paragraphs)})
    return found


@st.composite
def drafts(draw, kinds=tuple(KINDS)):
    kind = draw(st.sampled_from(kinds))
    content = {
        "stem": draw(paragraphs),
        "situation": draw(st.just("") | paragraphs),
        "exhibits": draw(exhibits()),
        "after": draw(st.just("") | paragraphs),
        "revisits": draw(st.just("") | st.just("why-before-what")),
        **draw(OWN[kind]),
    }
    return Draft(
        "m1-q1", kind, draw(st.sampled_from(["purpose", "value"])), draw(st.sampled_from([None, 1, 2, 3])), content
    )


@st.composite
def options(draw, many=False):
    texts = draw(distinct(phrases, 2))
    best = draw(st.sets(st.sampled_from(range(len(texts))), min_size=1, max_size=len(texts) if many else 1))
    return {
        "entries": [
            {"id": "abcdef"[index], "text": text, "feedback": draw(paragraphs), "key": index in best}
            for index, text in enumerate(texts)
        ]
    }


@st.composite
def reasons(draw):
    own = {"statement_is": draw(st.booleans()), "right": draw(paragraphs), "wrong": draw(paragraphs)}
    return {**own, **draw(options())}


@st.composite
def pairs(draw):
    lefts = draw(distinct(phrases, 2))
    rights = draw(distinct(phrases, len(lefts), len(lefts)))
    places = [
        {"id": str(number), "text": text}
        for number, text in enumerate(sorted(rights, key=lambda text: (text.casefold(), text)), 1)
    ]
    place_of = {place["text"]: place["id"] for place in places}
    ids = letters_by_text(lefts)
    return {
        "places": places,
        "entries": [
            {"id": entry_id, "text": left, "feedback": draw(paragraphs), "place": place_of[right]}
            for entry_id, left, right in zip(ids, lefts, rights, strict=True)
        ],
    }


@st.composite
def orders(draw):
    texts = draw(distinct(phrases, 3))
    return {
        "entries": [
            {"id": entry_id, "text": text, "feedback": draw(paragraphs), "place": str(place)}
            for place, (entry_id, text) in enumerate(zip(letters_by_text(texts), texts, strict=True), 1)
        ]
    }


@st.composite
def groups(draw):
    names = draw(distinct(phrases, 2, 4))
    texts = draw(distinct(phrases, 2))
    return {
        "places": [{"id": str(number), "text": name} for number, name in enumerate(names, 1)],
        "entries": [
            {
                "id": entry_id,
                "text": text,
                "feedback": draw(paragraphs),
                "place": str(draw(st.integers(1, len(names)))),
            }
            for entry_id, text in zip(letters_by_text(texts), texts, strict=True)
        ],
    }


@st.composite
def numbers(draw):
    answer = draw(st.decimals(-999, 999, places=2))
    wrong = draw(st.lists(st.integers(2000, 3000), max_size=3, unique=True))
    return {
        "answer": str(answer),
        "tolerance": draw(st.sampled_from(["0", "0.1", "2"])),
        "unit": draw(st.sampled_from(["", "%", "points", "£"])),
        "right": draw(paragraphs),
        "wrong": draw(paragraphs),
        "entries": [
            {"id": "abc"[index], "text": str(value), "feedback": draw(paragraphs)} for index, value in enumerate(wrong)
        ],
    }


@st.composite
def texts(draw):
    answers = draw(st.lists(st.sampled_from(["one", "two words", "Three’s"]), min_size=1, unique=True))
    wrong = draw(st.lists(st.sampled_from(["four", "five"]), unique=True))
    return {
        "accept": answers,
        "right": draw(paragraphs),
        "wrong": draw(paragraphs),
        "entries": [
            {"id": "ab"[index], "text": text, "feedback": draw(paragraphs)} for index, text in enumerate(wrong)
        ],
    }


OWN = {
    "single": options(),
    "multiple": options(many=True),
    "reasons": reasons(),
    "match": pairs(),
    "order": orders(),
    "group": groups(),
    "number": numbers(),
    "text": texts(),
}
