"""Our texts as simple HTML that is well-formed XML too: for Moodle and for QTI."""

import re
from html import escape
from typing import Any

from cms import pipetable

STRONG = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")
EMPHASISED = re.compile(r"(?<![\w*\\])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
LINK = re.compile(r"(?<!\\)\[([^\]\n]+)\]\((https?://[^)\s]+)\)")
SHIELDED = re.compile(r"\\([\\`*_{}\[\]()>#+.!-])")
UNLAWFUL = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def lawful(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return UNLAWFUL.sub("", text)


def lines_html(text: str) -> str:
    """Plain lines: each line end is a break."""
    return escape(lawful(text), quote=False).replace("\n", "<br/>")


def question_html(content: dict[str, Any]) -> str:
    """Situation, exhibits and stem, one after another."""
    parts = [markdown_html(content["situation"])]
    for exhibit in content["exhibits"]:
        parts += [_exhibit_html(exhibit), markdown_html(exhibit["after"])]
    return "".join([*parts, f"<p>{lines_html(stem_with_unit(content))}</p>"])


def stem_with_unit(content: dict[str, Any]) -> str:
    return f"{content['stem']} ({content['unit']})" if content.get("unit") else content["stem"]


def markdown_html(text: str) -> str:
    """Paragraphs, emphasis and links: what a situation holds."""
    paragraphs = filter(str.strip, re.split(r"\n{2,}", text))
    return "".join(f"<p>{_inline(paragraph)}</p>" for paragraph in paragraphs)


def _inline(text: str) -> str:
    kept: list[str] = []

    def shield(found: re.Match) -> str:
        kept.append(found[1])
        return chr(0xE000 + len(kept) - 1) if len(kept) < 6000 else found[1]

    text = escape(SHIELDED.sub(shield, lawful(text)), quote=False)
    text = LINK.sub(lambda found: f'<a href="{found[2].replace(chr(34), "%22")}">{found[1]}</a>', text)
    text = EMPHASISED.sub(r"<em>\1</em>", STRONG.sub(r"<strong>\1</strong>", text))
    for number, sign in enumerate(kept[:6000]):
        text = text.replace(chr(0xE000 + number), escape(sign, quote=False))
    return text


def _exhibit_html(exhibit: dict[str, Any]) -> str:
    rows = pipetable.parse(exhibit["rows"])
    head = "".join(f"<th>{lines_html(cell)}</th>" for cell in rows.head)
    body = "".join(
        f"<tr>{''.join(f'<td>{lines_html(cell)}</td>' for cell in row)}</tr>"  #
        for row in rows.rows
    )
    caption = lines_html(exhibit["caption"].replace("\n", " "))
    note = exhibit.get("note", "")
    table = f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return table + (f"<p>{lines_html(note)}</p>" if note else "")
