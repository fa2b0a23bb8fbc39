"""QTI 2.1, 2.2 and 3.0: one item, read. Facts: 1EdTech, “QTI Assessment, Section and Item Information Model”."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from quizzes.formats import building, passage
from quizzes.formats.qti_answers import (
    GENERAL,
    LOST_RULES,
    modal_feedback,
    read_choice,
    read_inline,
    read_reasons,
    read_typed,
)
from quizzes.formats.qti_pairs import read_associate, read_gaps, read_match, read_order
from quizzes.formats.qti_tree import GAP, Words
from quizzes.formats.refused import LeftOut
from quizzes.formats.report import Found

OUR_IDENTIFIER = "q-"
CANNOT = {
    "extendedTextInteraction": "It asks for an essay, which cannot be marked here.",
    "uploadInteraction": "It asks for a file.",
    "drawingInteraction": "It asks for a drawing.",
    "hotspotInteraction": "It is answered on an image.",
    "graphicOrderInteraction": "It is answered on an image.",
    "graphicAssociateInteraction": "It is answered on an image.",
    "graphicGapMatchInteraction": "It is answered on an image.",
    "selectPointInteraction": "It is answered on an image.",
    "positionObjectInteraction": "It is answered on an image.",
    "positionObjectStage": "It is answered on an image.",
    "hottextInteraction": "It is answered by choosing words in a text.",
    "sliderInteraction": "It is answered with a slider.",
    "mediaInteraction": "It plays a sound or a film.",
    "customInteraction": "It needs a program of its own.",
    "portableCustomInteraction": "It needs a program of its own.",
    "endAttemptInteraction": "It holds a button only.",
}
SIMPLE_RULES = {
    *("responseCondition", "responseIf", "responseElse", "responseElseIf", "match", "variable", "correct", "sum"),
    *("setOutcomeValue", "baseValue", "mapResponse", "isNull", "not", "equal", "or", "stringMatch", "multiple"),
}
LOST_MODAL = "Feedback that hangs on rules of its own was left out."
LOST_STIMULUS = "A shared text that it belongs to was left out."


def read_item(item: Element) -> Found:
    """`item` is an assessmentItem as `qti_tree.level` leaves it."""
    if item.find("templateDeclaration") is not None:
        raise LeftOut("Its values are drawn anew each time; questions are fixed here.")
    if item.get("adaptive", "false") == "true":
        raise LeftOut("It leads through several steps (adaptive); a question here has one.")
    body = item.find("itemBody")
    interactions = [] if body is None else [part for part in body.iter() if part.tag.endswith("Interaction")]
    interactions = [part for part in interactions if part.tag != "endAttemptInteraction"] or interactions
    if body is None or not interactions:
        raise LeftOut("It asks nothing: there is no interaction.")
    words = Words()
    found = Found(passage.Passage(), "", {}, title=title_of(item), losses=words.losses)
    found.kind, found.own, found.passage = _read(item, body, interactions, words)
    found.after = modal_feedback(item, words, *GENERAL)
    _name_losses(item, body, found, words)
    if any(_keeps_order(part) for part in interactions):
        words.losses.append(building.LOST_ORDER)
    identifier = item.get("identifier", "")
    found.key = identifier.removeprefix(OUR_IDENTIFIER) if identifier.startswith(OUR_IDENTIFIER) else ""
    return found


def title_of(item: Element) -> str:
    return passage.one_line(item.get("title") or item.get("identifier") or "")[:120]


def _read(item, body, interactions, words) -> tuple[str, building.Own, passage.Passage]:
    first = interactions[0]
    if len(interactions) > 1:
        kind, own = read_reasons(item, interactions, words)
    elif first.tag in READERS:
        kind, own = READERS[first.tag](item, first, words)
    else:
        raise LeftOut(CANNOT.get(first.tag, f"Interactions such as “{first.tag[:60]}” are not read here."))
    asked = words.passage(body, _asked(interactions, words))
    if asked.pieces and isinstance(asked.pieces[-1], str) and asked.pieces[-1] != GAP.strip():
        asked.pieces[-1] = asked.pieces[-1].removesuffix(GAP.strip()).rstrip()  # a gap at the end says nothing
    return kind, own, asked


def _asked(interactions: list[Element], words: Words) -> Callable[[Element], str | None]:
    """In the text of the question, an interaction is its prompt, or a gap where something is to be typed or chosen."""

    def stand_in(element: Element) -> str | None:
        if element not in interactions:
            return None
        if element.tag in ("textEntryInteraction", "inlineChoiceInteraction"):
            return GAP
        prompt = element.find("prompt")
        if element in interactions[1:]:
            return ""  # what asks for the reason is always the same here
        return words.told + ("" if prompt is None else f"<p>{words.inner(prompt)}</p>")

    return stand_in


def _name_losses(item: Element, body: Element, found: Found, words: Words) -> None:
    processing = item.find("responseProcessing")
    rules = set() if processing is None else {rule.tag for rule in processing.iter()} - {"responseProcessing"}
    if rules - SIMPLE_RULES:
        found.losses.append(LOST_RULES)
    feedback = {part for part in body.iter() if part.tag in ("feedbackBlock", "feedbackInline")}
    if (feedback | set(item.findall("modalFeedback"))) - words.feedback:
        found.losses.append(LOST_MODAL)
    if item.find("assessmentStimulusRef") is not None:
        found.losses.append(LOST_STIMULUS)


def _keeps_order(interaction: Element) -> bool:
    """Where its author said so: not to shuffle is what an item says that says nothing, and means little there."""
    if interaction.tag not in ("choiceInteraction", "inlineChoiceInteraction"):
        return False
    return interaction.get("shuffle") == "false" or any(choice.get("fixed") == "true" for choice in interaction)


READERS: dict[str, Callable] = {
    "choiceInteraction": read_choice,
    "inlineChoiceInteraction": read_inline,
    "textEntryInteraction": read_typed,
    "matchInteraction": read_match,
    "associateInteraction": read_associate,
    "orderInteraction": read_order,
    "gapMatchInteraction": read_gaps,
}
