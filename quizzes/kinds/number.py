import re
from decimal import Context, Decimal

from quizzes.kinds import base

MOST_CHARACTERS = 40
EXACT = Context(prec=3 * MOST_CHARACTERS)  # no difference of two such numbers is ever rounded
MINUS = str.maketrans(dict.fromkeys("\u2212\u2010\u2011\u2012\u2013\u2014\ufe63\uff0d", "-"))
THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:([, '’])[0-9]{3})(?:\1[0-9]{3})*(?:\.[0-9]+)?")
PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)")
UNITS = {"%": ["%", "per cent", "percent"]}


def parse_number(text: str, unit: str = "") -> Decimal | None:
    """The number a person typed, exactly; None when it is not one.

    A decimal comma is read as a point; commas or spaces between groups of three digits are thousands, as they
    are in British use. The unit may stand before or behind.
    """
    text = " ".join(text.translate(MINUS).casefold().split())
    for word in UNITS.get(unit, [unit.casefold()]) if unit else []:
        text = text.removesuffix(".").removesuffix(word).removeprefix(word).strip()
        if text.startswith("-") and text[1:].lstrip().startswith(word):
            text = "-" + text[1:].lstrip().removeprefix(word).strip()
    if re.fullmatch(r"[+-] .*", text):
        text = text[0] + text[2:]
    if THOUSANDS.fullmatch(text):
        return Decimal(re.sub(r"[, '’]", "", text))
    if PLAIN.fullmatch(text):
        return Decimal(text.replace(",", "."))
    return None


def is_within(value: Decimal, content: base.Content) -> bool:
    """Whether the value lies within the tolerance of the answer, both ends included."""
    answer, tolerance = parse_number(content["answer"]), parse_number(content["tolerance"])
    if answer is None or tolerance is None:
        raise ValueError("The answer or the tolerance is no number.")
    return EXACT.abs(EXACT.subtract(value, answer)) <= tolerance


class Number:
    """A number, right within its tolerance, both ends included."""

    name = "number"
    label = "Number"

    def problems(self, content):
        problems = base.entry_problems(content["entries"], fewest=0) + base.feedback_problems(content)
        answer, tolerance = parse_number(content["answer"]), parse_number(content["tolerance"])
        if answer is None:
            problems.append(base.Problem("“answer” must be a number.", field="answer"))
        if tolerance is None or tolerance < 0:
            problems.append(base.Problem("“tolerance” must be a number that is not negative.", field="tolerance"))
        return problems or self._wrong_problems(content)

    def faces(self, content):
        return base.faces_of(content, unit=content["unit"], entries=False)

    def shuffle(self, content, seed):
        return []

    def read(self, get, getlist, content):
        return base.read_typed(get, MOST_CHARACTERS)

    def missing(self, content, response):
        text = response.get("text", "")
        if not text:
            return "Write your answer as a number."
        if parse_number(text, content["unit"]) is None:
            return f"“{text}” cannot be read as a number. Write it in digits, for example 120, -3 or 4.5."
        return ""

    def mark(self, content, response):
        text = response.get("text", "")
        given = parse_number(text, content["unit"])
        right = given is not None and is_within(given, content)
        feedback = content["right"] if right else self._feedback(content, given)
        return base.typed_mark(
            text=text, answer=self._with_unit(content, content["answer"]), feedback=feedback, right=right
        )

    def words(self, content, response):
        return response.get("text", "")

    def best(self, content):
        return {"text": content["answer"]}

    def _with_unit(self, content, number):
        answer = f"The answer is {number} {content['unit']}".rstrip().replace(" %", "%")
        if parse_number(content["tolerance"]) == 0:
            return f"{answer}."
        return f"{answer}; anything within {content['tolerance']} of it counts as right."

    def _feedback(self, content, given):
        for entry in content["entries"]:
            if given is not None and parse_number(entry["text"], content["unit"]) == given:
                return entry["feedback"]
        return content["wrong"]

    def _wrong_problems(self, content):
        problems, seen = [], set()
        for index, entry in enumerate(content["entries"]):
            value = parse_number(entry["text"], content["unit"])
            if value is None:
                problems.append(base.Problem(f"“{entry['text']}” is not a number.", entry=index))
            elif is_within(value, content):
                problems.append(base.Problem(f"“{entry['text']}” counts as right: it cannot be wrong.", entry=index))
            elif value in seen:
                problems.append(base.Problem(f"The number {entry['text']} stands twice.", entry=index))
            seen.add(value)
        return problems
