"""What everybody sees of a version of a question: rendered once, since versions never change."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from cms.blocks import FigureBlock, TableBlock
from cms.markdown import render_author_markdown
from quizzes.kinds import KINDS
from quizzes.models import QuestionVersion
from quizzes.queries.confidence import is_scenario

EXHIBIT_BLOCKS = {"table": TableBlock(), "figure": FigureBlock()}


@dataclass(frozen=True)
class Shown:
    content: dict[str, Any]
    note: str  # what was corrected
    created_at: datetime
    above: dict[str, Any]
    faces: dict[str, Any]


@lru_cache(maxsize=2048)
def version_of(version_id: int) -> QuestionVersion:
    """Versions never change, so each is read once; nobody writes to what this gives."""
    return QuestionVersion.objects.select_related("question").get(pk=version_id)


@lru_cache(maxsize=2048)
def shown_version(version_id: int) -> Shown:
    version = version_of(version_id)
    content = version.content
    return Shown(
        content, version.note, version.created_at, _above(content), KINDS[version.question.kind].faces(content)
    )


def _above(content) -> dict:
    """What stands above the form."""
    return {
        "stem": content["stem"],
        "revisits": content["revisits"],
        "is_scenario": is_scenario(content),
        "situation": _markdown(content["situation"]),
        "exhibits": tuple((_exhibit(exhibit), _markdown(exhibit["after"])) for exhibit in content["exhibits"]),
    }


def _markdown(text: str) -> str:
    return render_author_markdown(text) if text else ""


def _exhibit(exhibit: dict[str, str]) -> str:
    block = EXHIBIT_BLOCKS[exhibit["type"]]
    return block.render(block.to_python({name: exhibit[name] for name in block.child_blocks}))
