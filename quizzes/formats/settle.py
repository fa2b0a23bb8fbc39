"""From what was found in a file to drafts that can be asked, and a line of the report for each."""

import re
import unicodedata
from collections.abc import Iterable, Set
from dataclasses import replace

from quizzes.formats import passage
from quizzes.formats.carried import CHANGED, pack, unpack
from quizzes.formats.html_text import LOST_IMAGE
from quizzes.formats.refused import ImportRefused, LeftOut
from quizzes.formats.report import IMPORTED, LEFT_OUT, WITH_LOSSES, Defaults, Found, Import, Line, Piece
from quizzes.formats.text import KEY, PILLARS, Draft
from quizzes.kinds import KINDS

MOST_QUESTIONS = 1_000
MOST_OF_TAGS = 120  # characters of their names
TAGGED = re.compile(r"(pillar|difficulty): ?(\w+)")
NOT_IN_A_KEY = re.compile(r"[^a-z0-9]+")


def settle(pieces: Iterable[Piece], defaults: Defaults) -> Import:
    """Every piece becomes a draft or a reason; two questions never share a key.

    A key that the file brings stays, also where the bank has it: then the question is one of the bank, come back.
    """
    drafts: list[Draft] = []
    report: list[Line] = []
    used: set[str] = set()
    for position, piece in enumerate(pieces, 1):
        if position > MOST_QUESTIONS:
            raise ImportRefused(f"The file holds more than {MOST_QUESTIONS:,} questions. Divide it.")
        title = piece.title or f"Question {position}"
        try:
            draft, losses, is_key_made = _draft_of(piece, position, defaults)
        except LeftOut as left:
            report.append(Line(position, title, LEFT_OUT, left.reasons))
            continue
        draft, renamed = _with_free_key(draft, used | defaults.taken if is_key_made else used)
        used.add(draft.key)
        drafts.append(draft)
        losses = tuple(dict.fromkeys([*losses, *([] if is_key_made else renamed)]))
        report.append(Line(position, title, WITH_LOSSES if losses else IMPORTED, losses))
    if not report:
        raise ImportRefused("No question was found in the file.")
    return Import(tuple(drafts), tuple(report))


def _draft_of(piece: Piece, position: int, defaults: Defaults) -> tuple[Draft, list[str], bool]:
    """The draft, what was lost, and whether its key was made here."""
    ours = unpack(piece.carried.text) if piece.carried else None
    if ours and piece.carried and piece.carried.digest == piece.digest:
        return ours, [], False
    found = piece.read()
    others = [one for one in map(passage.one_line, found.tags) if one and not TAGGED.fullmatch(one)]
    if others:
        found.losses.append(f"Its tags were left out: {', '.join(others)[:MOST_OF_TAGS]}.")
    if ours:  # what other systems have no words for cannot have been changed there
        defaults = replace(defaults, pillar=ours.pillar, difficulty=ours.difficulty)
        found.key = found.key or ours.key
    if piece.carried:
        found.losses.append(CHANGED)
    return _build(found, position, defaults), found.losses, not KEY.fullmatch(found.key)


def _build(found: Found, position: int, defaults: Defaults) -> Draft:
    stem, situation, exhibits = found.passage.split()
    stem = stem or found.title
    if not stem:
        raise LeftOut("It asks nothing: there is no text.")
    content = {
        "stem": stem,
        "situation": situation,
        "exhibits": exhibits,
        "after": found.after,
        "revisits": "",
        **found.own,
    }
    problems = KINDS[found.kind].problems(content)
    if problems:
        raise LeftOut(*problems, *(loss for loss in found.losses if loss.startswith(LOST_IMAGE)))
    tags = dict(TAGGED.findall("\n".join(found.tags)))
    pillar = tags["pillar"] if tags.get("pillar") in PILLARS else defaults.pillar
    level = tags.get("difficulty", "")
    difficulty = int(level) if level in ("1", "2", "3") else defaults.difficulty
    draft = Draft(_key(found, position, defaults), found.kind, pillar, difficulty, content)
    if not pack(draft):
        raise LeftOut("Its texts hold something that our text of a question cannot hold.")
    return draft


def _key(found: Found, position: int, defaults: Defaults) -> str:
    if KEY.fullmatch(found.key):
        return found.key
    words = unicodedata.normalize("NFKD", found.key or found.title or str(position))
    slug = NOT_IN_A_KEY.sub("-", words.encode("ascii", "ignore").decode().lower()).strip("-")
    key = f"{defaults.prefix}-{slug or position}"[:50].rstrip("-")
    return key if KEY.fullmatch(key) else f"imported-{position}"


def _with_free_key(draft: Draft, taken: Set[str]) -> tuple[Draft, list[str]]:
    key, number = draft.key, 1
    while key in taken:
        number += 1
        key = f"{draft.key[:54]}-{number}"
    if key == draft.key:
        return draft, []
    renamed = Draft(key, draft.kind, draft.pillar, draft.difficulty, draft.content)
    return renamed, [f"Its key “{draft.key}” stands already: it is now “{key}”."]
