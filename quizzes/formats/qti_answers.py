"""QTI items that are answered by choosing or typing."""

from decimal import Decimal
from xml.etree.ElementTree import Element

from quizzes.formats import building, passage
from quizzes.formats.building import Answer, Own
from quizzes.formats.qti_tree import Words
from quizzes.formats.refused import LeftOut

LOST_RULES = "Its own rules of marking were not kept: the right answer is the one it declares."
RIGHT, WRONG = ("right", "correct", "CORRECT"), ("wrong", "incorrect", "INCORRECT")
GENERAL = ("shown", "general")
MANY_INTERACTIONS = "It has {} things to answer; a question here has one."


class Response:
    """What an item declares about one answer: the right values, and what each value earns."""

    def __init__(self, item: Element, interaction: Element):
        name = interaction.get("responseIdentifier", "")
        declared = [part for part in item.findall("responseDeclaration") if part.get("identifier") == name]
        if not declared:
            raise LeftOut("It declares no answer.")
        self.declaration = declared[0]
        self.correct = [_value(value) for value in self.declaration.findall("correctResponse/value")]
        self.mapped = {
            entry.get("mapKey", ""): building.share_of(entry.get("mappedValue", "0"))
            for entry in self.declaration.findall("mapping/mapEntry")
        }
        self.mapping = self.declaration.find("mapping")
        building.check_count(self.correct)
        building.check_count(self.mapped)

    @property
    def rights(self) -> list[str]:
        """What is right: what is declared correct, or else everything that earns something."""
        rights = [value for value in self.correct if value] or [key for key, worth in self.mapped.items() if worth > 0]
        if not rights:
            raise LeftOut("It names no right answer.")
        return rights

    @property
    def is_uneven(self) -> bool:
        earned = {worth for key, worth in self.mapped.items() if worth > 0}
        return len(earned) > 1 or any(worth > 0 for key, worth in self.mapped.items() if key not in self.rights)


def _value(element: Element) -> str:
    return passage.one_line("".join(element.itertext()))


def modal_feedback(item: Element, words: Words, *names: str) -> str:
    """The feedback shown under one of these names."""
    shown = item.findall("modalFeedback")
    building.check_count(shown)
    for part in shown:
        if part.get("identifier") in names and part.get("showHide", "show") == "show":
            words.feedback.add(part)
            return words.lines(part)
    return ""


def _options(item: Element, choices: list[Element], rights: list[str], words: Words) -> list[Answer]:
    answers = []
    for option in choices:
        name = option.get("identifier", "")
        inside = [part for part in option.iter() if part.tag in ("feedbackInline", "feedbackBlock")]
        said = [words.lines(part) for part in inside if part.get("identifier") == name]
        words.feedback.update(inside)
        feedback = "\n".join(said) or modal_feedback(item, words, name)
        answers.append(Answer(words.line(option), feedback, Decimal(100 if name in rights else 0)))
    return answers


def read_choice(item: Element, interaction: Element, words: Words) -> tuple[str, Own]:
    response = Response(item, interaction)
    choices = interaction.findall("simpleChoice")
    building.check_count(choices)
    if any(not words.line(option) for option in choices):
        raise LeftOut("One of its options has no text.")
    many = response.declaration.get("cardinality") == "multiple"
    rights = response.rights if many else response.rights[:1]
    if not many and not response.correct:
        rights = [max(response.mapped, key=lambda name: response.mapped[name])]
    if response.is_uneven:
        words.losses.append(building.PART_MARKS)
    answers = _options(item, choices, rights, words)
    return building.choice(answers, many=many, losses=words.losses)


def read_inline(item: Element, interaction: Element, words: Words) -> tuple[str, Own]:
    rights = Response(item, interaction).rights[:1]
    choices = interaction.findall("inlineChoice")
    building.check_count(choices)
    answers = _options(item, choices, rights, words)
    return building.choice(answers, many=False, losses=words.losses)


def read_reasons(item: Element, interactions: list[Element], words: Words) -> tuple[str, Own]:
    """Two choices of which the first is between true and false: our true or false, with reasons."""
    first, *others = interactions
    names = [choice.get("identifier") for choice in first.findall("simpleChoice")]
    if len(others) != 1 or {part.tag for part in interactions} != {"choiceInteraction"} or names != ["true", "false"]:
        raise LeftOut(MANY_INTERACTIONS.format(len(interactions)))
    truth = Response(item, first).rights[0] == "true"
    kind, own = read_choice(item, others[0], words)
    if kind != "single":
        raise LeftOut(MANY_INTERACTIONS.format(len(interactions)))
    feedback = building.Feedback(words.losses)
    own["statement_is"] = truth
    own["right"] = feedback(modal_feedback(item, words, "true" if truth else "false"))
    own["wrong"] = feedback(modal_feedback(item, words, "false" if truth else "true"))
    feedback.report()
    return "reasons", own


def read_typed(item: Element, interaction: Element, words: Words) -> tuple[str, Own]:
    response = Response(item, interaction)
    right, wrong = modal_feedback(item, words, *RIGHT), modal_feedback(item, words, *WRONG)
    otherwise = Answer("*", wrong, Decimal(0))
    if response.declaration.get("baseType") in ("float", "integer"):
        answers = [Answer(value, right, Decimal(100), _tolerance(item, value, words)) for value in response.rights[:1]]
        if len(response.rights) > 1:
            words.losses.append(building.EXTRA_ANSWERS)
        return building.number([*answers, otherwise], losses=words.losses)
    if interaction.get("patternMask"):
        words.losses.append("A pattern that answers must follow was left out.")
    if response.mapping is not None and any(e.get("caseSensitive") == "true" for e in response.mapping):
        words.losses.append("Capital letters counted there; they do not count here.")
    best = max(response.mapped.values(), default=Decimal(0))
    values = dict.fromkeys([*response.correct, *response.mapped])
    answers = []
    for value in values:
        full = value in response.correct or (best > 0 and response.mapped[value] == best)
        share = Decimal(100) if full else min(response.mapped[value], Decimal(50))
        answers.append(Answer(value.replace("*", r"\*"), right if full else "", share))
    return building.short_text([*answers, otherwise], losses=words.losses)


def _tolerance(item: Element, answer: str, words: Words) -> str:
    """What an `equal` in the rules of marking allows; both ends are taken as the wider one."""
    for rule in item.iter("equal"):
        if rule.find("correct") is None:
            continue
        bounds = [building.share_of(bound) for bound in (rule.get("tolerance") or "").split()[:2]]
        mode = rule.get("toleranceMode", "exact")
        if not bounds or mode == "exact":
            return "0"
        if len(set(bounds)) > 1:
            words.losses.append("Its tolerance differs below and above; the wider one was taken.")
        if mode == "absolute":
            return building.digits(str(max(bounds)))
        value = Decimal(building.digits(answer).replace(",", "."))
        return building.digits(str(abs(value) * max(bounds) / 100))
    return "0"
