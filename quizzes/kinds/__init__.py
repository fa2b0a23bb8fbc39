"""The kinds of question. Plain Python: content and response in, marks and sentences out."""

from quizzes.kinds.base import Kind, Mark, Part, Problem
from quizzes.kinds.group import Group
from quizzes.kinds.match import Match
from quizzes.kinds.multiple import Multiple
from quizzes.kinds.number import Number
from quizzes.kinds.order import Order
from quizzes.kinds.reasons import Reasons
from quizzes.kinds.single import Single
from quizzes.kinds.text import Text

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in [Single(), Multiple(), Reasons(), Match(), Order(), Group(), Number(), Text()]
}

__all__ = ["KINDS", "Kind", "Mark", "Part", "Problem"]
