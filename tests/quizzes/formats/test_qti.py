"""QTI 2.1, 2.2 and 3.0 in the shape in which tools write it. The questions are our own."""

import io
import re
import zipfile

import pytest

from quizzes.formats.exchange import ImportRefused, read_questions

NONE = "No feedback came with this question."
ORDER_LOST = "Its options keep their order there; here they are shuffled."
NAMESPACES = {
    "2.1": "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "2.2": "http://www.imsglobal.org/xsd/imsqti_v2p2",
    "3.0": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
ENTRY = "simpleAssociableChoice"
MANIFEST = '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>{}</resources></manifest>'
MATCH_CORRECT = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>'


def item(body, values=(), *, cardinality="single", base="identifier", more="", attributes="", after=MATCH_CORRECT):
    right = "".join(f"<value>{value}</value>" for value in values)
    return (
        f'<assessmentItem xmlns="{NAMESPACES["2.1"]}" identifier="i1" title="A title" {attributes}>'
        f'<responseDeclaration identifier="R" cardinality="{cardinality}" baseType="{base}">'
        f"<correctResponse>{right}</correctResponse>{more}</responseDeclaration>"
        f"<itemBody>{body}</itemBody>{after}</assessmentItem>"
    )


def interaction(name, inside, prompt="Which?"):
    return f'<{name} responseIdentifier="R"><prompt>{prompt}</prompt>{inside}</{name}>'


def several(tag, **texts):
    return "".join(f'<{tag} identifier="{name}">{text}</{tag}>' for name, text in texts.items())


def as_version_3(text):
    """The same item in the names of QTI 3."""

    def kebab(name):
        return re.sub(r"([A-Z])", lambda sign: f"-{sign[1].lower()}", name)

    text = re.sub(r"<(/?)(?!p\b|b\b|br\b)([a-zA-Z]+)", lambda tag: f"<{tag[1]}qti-{kebab(tag[2])}", text)
    text = re.sub(r' ([a-zA-Z]+)="', lambda name: f' {kebab(name[1])}="', text)
    return text.replace(NAMESPACES["2.1"], NAMESPACES["3.0"])


CHOICE = interaction("choiceInteraction", several("simpleChoice", a="Mean", b="Mode", c="Range"))
SETS = (
    f"<simpleMatchSet>{several(ENTRY, a='Frog', b='Cat', c='Newt')}</simpleMatchSet>"
    f"<simpleMatchSet>{several(ENTRY, x='Amphibian', y='Mammal', z='Bird')}</simpleMatchSet>"
)
GAPS = (
    f"{several('gapText', w='winter', s='summer', f='fall')}"
    '<p>Now is the <gap identifier="g1"/> of it,<br/>made <gap identifier="g2"/>.</p><p>So it is.</p>'
)
ITEMS = {
    "single": item(CHOICE, ["b"]),
    "multiple": item(CHOICE, ["a", "b"], cardinality="multiple"),
    "order": item(
        interaction("orderInteraction", several("simpleChoice", a="Second", b="First", c="Third")),
        ["b", "a", "c"],
        cardinality="ordered",
    ),
    "group": item(
        interaction("matchInteraction", SETS), ["a x", "b y", "c x"], cardinality="multiple", base="directedPair"
    ),
    "match": item(
        interaction("associateInteraction", several(ENTRY, a="Frog", b="Cat", c="Pond", d="House")),
        ["a c", "b d"],
        cardinality="multiple",
        base="pair",
    ),
    "gaps": item(
        interaction("gapMatchInteraction", GAPS), ["w g1", "s g2"], cardinality="multiple", base="directedPair"
    ),
    "text": item(
        '<p>The middle is the <textEntryInteraction responseIdentifier="R"/>.</p>',
        ["median"],
        base="string",
        more='<mapping><mapEntry mapKey="median" mappedValue="1"/><mapEntry mapKey="Median" mappedValue="1"/>'
        '<mapEntry mapKey="middle" mappedValue="1"/></mapping>',
    ),
    "number": item('<p>2 + 2 is <textEntryInteraction responseIdentifier="R"/></p>', ["4"], base="integer"),
    "inline": item(
        '<p>It is the <inlineChoiceInteraction responseIdentifier="R">'
        f"{several('inlineChoice', a='mean', b='mode')}</inlineChoiceInteraction> here.</p>",
        ["a"],
    ),
}


def only(text):
    [draft] = read_questions(text.encode(), format="qti").drafts
    return draft


def reasons(text):
    [line] = read_questions(text.encode(), format="qti").report
    return line.reasons


def entries(draft, *fields):
    places = {place["id"]: place["text"] for place in draft.content.get("places", [])}
    return [
        tuple(places.get(entry[f], entry[f]) if f == "place" else entry[f] for f in fields)
        for entry in draft.content["entries"]
    ]


EXPECTED = {
    "single": ("single", [("Mean", False), ("Mode", True), ("Range", False)]),
    "multiple": ("multiple", [("Mean", True), ("Mode", True), ("Range", False)]),
    "order": ("order", [("First", "1"), ("Second", "2"), ("Third", "3")]),
    "group": ("group", [("Frog", "Amphibian"), ("Cat", "Mammal"), ("Newt", "Amphibian")]),
    "match": ("match", [("Frog", "Pond"), ("Cat", "House")]),
    "gaps": ("group", [("Now is the ____ of it,", "winter"), ("made ____ .", "summer")]),
    "inline": ("single", [("mean", True), ("mode", False)]),
    "text": ("text", []),
    "number": ("number", []),
}


@pytest.mark.parametrize("version", NAMESPACES)
@pytest.mark.parametrize("name", EXPECTED)
def test_each_interaction_in_each_version(name, version):
    text = (
        as_version_3(ITEMS[name]) if version == "3.0" else ITEMS[name].replace(NAMESPACES["2.1"], NAMESPACES[version])
    )
    draft = only(text)
    field = "key" if draft.kind in ("single", "multiple") else "place"
    assert (draft.kind, entries(draft, "text", field) if draft.content["entries"] else []) == EXPECTED[name]


def test_groups_on_the_left_are_places_all_the_same():
    values = ["x a", "y b", "x c"]
    sets = "".join(reversed(SETS.partition("</simpleMatchSet>")[::2])) + "</simpleMatchSet>"
    draft = only(item(interaction("matchInteraction", sets), values, cardinality="multiple", base="directedPair"))
    assert (draft.kind, entries(draft, "text", "place")) == EXPECTED["group"]


def test_typed_answers():
    assert only(ITEMS["text"]).content["accept"] == ["median", "middle"]
    assert only(ITEMS["text"]).content["stem"] == "The middle is the ____ ."
    assert (only(ITEMS["number"]).content["answer"], only(ITEMS["number"]).content["stem"]) == ("4", "2 + 2 is")


@pytest.mark.parametrize(
    ("mode", "tolerance", "allowed"),
    [("absolute", "0.5 0.5", "0.5"), ("absolute", "0.1 0.3", "0.3"), ("relative", "10", "20"), ("exact", "", "0")],
)
def test_a_tolerance_stands_in_the_rules_of_marking(mode, tolerance, allowed):
    rules = (
        f'<responseProcessing><responseCondition><responseIf><equal toleranceMode="{mode}" tolerance="{tolerance}">'
        '<variable identifier="R"/><correct identifier="R"/></equal></responseIf></responseCondition>'
        "</responseProcessing>"
    )
    body = '<p>How many? <textEntryInteraction responseIdentifier="R"/></p>'
    assert only(item(body, ["200"], base="float", after=rules)).content["tolerance"] == allowed


def test_feedback_beside_an_option_and_in_a_window():
    inside = '<feedbackInline outcomeIdentifier="F" identifier="a" showHide="show">Not that.</feedbackInline>'
    body = interaction("choiceInteraction", several("simpleChoice", a=f"Mean{inside}", b="Mode"))
    window = '<modalFeedback outcomeIdentifier="F" identifier="b" showHide="show"><p>Yes.</p></modalFeedback>'
    draft = only(item(body, ["b"], after=window))
    assert entries(draft, "text", "feedback") == [("Mean", "Not that."), ("Mode", "Yes.")]


def test_what_is_told_before_the_interaction_is_the_situation():
    content = only(item(f"<p>A school has <b>two</b> tests.</p>{CHOICE}", ["b"])).content
    assert (content["situation"], content["stem"]) == ("A school has two tests.", "Which?")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (item(CHOICE), "It names no right answer."),
        (item("<p>Read this.</p>"), "It asks nothing: there is no interaction."),
        (item(CHOICE + CHOICE, ["a"]), "It has 2 things to answer; a question here has one."),
        (item(interaction("extendedTextInteraction", "")), "It asks for an essay, which cannot be marked here."),
        (item(interaction("hotspotInteraction", "")), "It is answered on an image."),
        (item(interaction("newInteraction", "")), "Interactions such as “newInteraction” are not read here."),
        (
            item(CHOICE, ["a"], attributes='adaptive="true"'),
            "It leads through several steps (adaptive); a question here has one.",
        ),
        (
            item(CHOICE, ["a"], after="<templateDeclaration/>"),
            "Its values are drawn anew each time; questions are fixed here.",
        ),
        (
            item(interaction("matchInteraction", SETS), ["a x", "b y"], cardinality="multiple"),
            "One of its entries belongs to several places or to none; here each belongs to one.",
        ),
        (
            item(interaction("orderInteraction", several("simpleChoice", a="A", b="B", c="C")), ["a", "b"]),
            "Its right order does not name each of its entries once.",
        ),
    ],
)
def test_what_cannot_be_asked_is_left_out_with_its_reason(text, reason):
    assert reasons(text) == (reason,)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            item(f"<rubricBlock>Note</rubricBlock>{CHOICE}", ["a"]),
            "A note for candidates or markers (rubric) was left out.",
        ),
        (
            item(CHOICE, ["a"], after="<modalFeedback identifier='z'>x</modalFeedback>"),
            "Feedback that hangs on rules of its own was left out.",
        ),
        (
            item(CHOICE, ["a"], after="<responseProcessing><lookupOutcomeValue/></responseProcessing>"),
            "Its own rules of marking were not kept: the right answer is the one it declares.",
        ),
        (item(CHOICE, ["a"], after="<assessmentStimulusRef/>"), "A shared text that it belongs to was left out."),
        (item(CHOICE.replace("<choiceInteraction", "<choiceInteraction shuffle='false'"), ["a"]), ORDER_LOST),
        (item(CHOICE.replace("<simpleChoice", "<simpleChoice fixed='true'", 1), ["a"]), ORDER_LOST),
    ],
)
def test_what_is_lost_is_named(text, reason):
    assert reason in reasons(text)


# Packages -------------------------------------------------------------------------------------------------------


def package(members, resources):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(name, text)
        listed = "".join(
            f'<resource type="{kind}" href="{href}"><file href="{href}"/></resource>' for kind, href in resources
        )
        file.writestr("imsmanifest.xml", MANIFEST.format(listed))
    return data.getvalue()


def test_a_package_is_read_in_the_order_of_its_list():
    members = {"items/b c.xml": ITEMS["single"], "a.xml": ITEMS["order"], "test.xml": "<assessmentTest/>"}
    resources = [
        ("imsqti_item_xmlv2p1", "items/b%20c.xml"),
        ("imsqti_test_xmlv2p1", "test.xml"),
        ("imsqti_item_xmlv2p1", "a.xml"),
    ]
    read = read_questions(package(members, resources))
    assert [draft.kind for draft in read.drafts] == ["single", "order"]
    assert len(read.report) == 2


def test_a_missing_a_broken_and_an_old_item_are_named_and_the_others_read():
    members = {"a.xml": ITEMS["single"], "b.xml": "<assessmentItem>", "c.xml": "<questestinterop/>"}
    kinds = ["imsqti_item_xmlv2p1"] * 3 + ["imsqti_xmlv1p1"]
    read = read_questions(package(members, zip(kinds, ["a.xml", "gone.xml", "b.xml", "c.xml"], strict=True)))
    assert [line.reasons for line in read.report][1:] == [
        ("The package names “gone.xml”, but holds no such file.",),
        ("Its file cannot be read. Line 1: This is not well-formed XML: no element found.",),
        ("It is QTI 1, which is not read here; QTI 2.1, 2.2 and 3.0 are.",),
    ]


def test_a_package_without_a_list_is_searched_for_items():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("a.xml", ITEMS["single"])
        file.writestr("other.xml", "<lom/>")
    assert len(read_questions(data.getvalue()).report) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("<assessmentTest/>", "It is a test that names items in other files. Bring the whole package."),
        ("<questestinterop/>", "It is QTI 1, which is not read here; QTI 2.1, 2.2 and 3.0 are."),
        ("<html/>", "It is neither Moodle XML nor QTI: it begins with “html”."),
    ],
)
def test_a_file_of_another_kind_is_refused_by_name(text, sentence):
    with pytest.raises(ImportRefused) as caught:
        read_questions(text.encode())
    assert caught.value.sentence == sentence
