"""Our own text of a question, carried beside the part that other systems read.

No other format has places for all that a question of ours holds. So an export carries our text as well, in a place
that other systems pass over, with a digest of the part they read. If that part is found unchanged, our text is
taken; if somebody worked on it elsewhere, what they wrote counts.
"""

import hashlib

from cms.blocktext import TextError
from quizzes.formats.text import Draft, parse_fence, write_question

CHANGED = (
    "It was changed in another system after it left here: the change was taken, and what only our own text held "
    "was left behind."
)
OURS_HEAD = "touchstone "
MOST_CHARACTERS = 60_000


def digest_of(native: str) -> str:
    """The same for texts that differ in white space only."""
    return hashlib.sha256(" ".join(native.split()).encode("utf-8", "replace")).hexdigest()[:32]


def pack(draft: Draft) -> str:
    """Our text of the draft, or nothing if that would not come back the same."""
    try:
        text = write_question(draft)
        return text if parse_fence(text) == draft else ""
    except TextError:
        return ""


def unpack(text: str) -> Draft | None:
    try:
        return parse_fence(text) if len(text) <= MOST_CHARACTERS else None
    except TextError:
        return None
