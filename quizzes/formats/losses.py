"""What another system does not show of a question of ours, in sentences for the report of an export."""

from quizzes.formats.text import Draft

PLACES = ("match", "order", "group")


def losses_of(draft: Draft, *, pairs_speak: tuple[str, ...] = (), unit: bool = True, halves: bool = False) -> list[str]:
    """`pairs_speak` are the kinds whose entries keep their own feedback; `halves`: a judgement and its reason are two
    questions in one there."""
    content, losses = draft.content, []
    if any(exhibit["type"] == "figure" for exhibit in content["exhibits"]):
        losses.append("A figure is sent as the table of its numbers.")
    if content["revisits"]:
        losses.append("Other systems do not know which lesson the question goes back to.")
    if draft.kind == "reasons" and not halves:
        losses.append("Judgement and reason stand in one list of options, with half the marks each.")
    if draft.kind in PLACES and draft.kind not in pairs_speak:
        losses.append("Feedback to single entries is sent as one text for the whole question.")
    if draft.kind == "number" and content["unit"] and not unit:
        losses.append("The unit stands behind the question: there is no place for it in the answer.")
    return losses


def general_feedback(draft: Draft, *, with_pairs: bool) -> str:
    """What is shown whatever was answered: the explanation, and feedback to entries that has no other place."""
    content = draft.content
    parts = [content["after"]] if content["after"] else []
    if with_pairs:
        parts += [f"{entry['text']}: {entry['feedback']}" for entry in content["entries"]]
    return "\n".join(parts)


def judged_options(draft: Draft) -> list[tuple[str, str, int]]:
    """A true-or-false question with reasons as one list: text, feedback and share of the marks."""
    content = draft.content
    truth = content["statement_is"]
    judgements = [
        ("The statement is true.", content["right" if truth else "wrong"], 50 if truth else -50),
        ("The statement is false.", content["wrong" if truth else "right"], -50 if truth else 50),
    ]
    return judgements + [
        (entry["text"], entry["feedback"], 50 if entry["key"] else -50) for entry in content["entries"]
    ]


def shares(draft: Draft) -> list[str]:
    """What each option of a question with several right ones earns: all right is 100, all chosen is 0."""
    keys = [entry["key"] for entry in draft.content["entries"]]
    right = keys.count(True)
    wrong = len(keys) - right
    return [_hundredth(100, right) if key else "-" + _hundredth(100, wrong) for key in keys]


def _hundredth(whole: int, parts: int) -> str:
    """Moodle takes hundredths of a fixed list, which ends at a tenth."""
    return f"{whole / min(parts, 10):.5f}".rstrip("0").rstrip(".")


def tags_of(draft: Draft) -> list[str]:
    """What survives in other systems as tags, and is read again from them."""
    tags = [f"pillar: {draft.pillar}"] if draft.pillar else []
    return tags + ([f"difficulty: {draft.difficulty}"] if draft.difficulty else [])
