"""The picture of a page that other sites show beside a link to it: 1200 by 630 pixels, set by Typst with its own fonts.

Plain Python: words in, PNG out. Words reach the picture as data and are never markup.
"""

import hashlib
import json

import typst

SIZE = (1200, 630)
MOST_OF_A_TITLE = 140
DESIGN = 1  # raise it when the picture changes: the address of every picture does, too

SOURCE = """
#let words = json(bytes(sys.inputs.words))
#let paper = rgb("#fbfaf6")
#let ink = rgb("#1b2023")
#let muted = rgb("#535a5e")
#let accent = rgb("#0d5158")
#let unsure = rgb("#865400")
#set page(width: 1200pt, height: 630pt, margin: (x: 84pt, top: 72pt, bottom: 64pt), fill: paper)
#set text(font: "Libertinus Serif", fill: ink, lang: "en", region: "GB", hyphenate: false)
#set par(leading: 0.42em)

#let mark = box(width: 52pt, height: 52pt, radius: 9pt, fill: accent, {
  place(curve(
    stroke: (paint: paper, thickness: 6pt, cap: "round"),
    curve.move((11pt, 34pt)),
    curve.cubic((20pt, 32pt), (27pt, 26pt), (41pt, 15pt)),
  ))
})
#let wordmark = text(size: 38pt, weight: "semibold", "Touchstone")
#grid(columns: (auto, 1fr), column-gutter: 18pt, align: horizon, mark, wordmark)
#v(1fr)
#if words.kicker != "" {
  text(size: 26pt, fill: muted, words.kicker)
  v(14pt)
}
#let length = words.title.len()
#let size = if length <= 34 { 84pt } else if length <= 64 { 70pt } else if length <= 100 { 58pt } else { 50pt }
#block(width: 1000pt, text(size: size, weight: "semibold", words.title))
#v(1fr)
#grid(columns: (1fr, auto), align: horizon,
  text(size: 26pt, fill: muted, words.line),
  box(width: 190pt, height: 20pt, {
    place(dy: 9pt, line(length: 190pt, stroke: 2.5pt + unsure))
    place(dx: 0pt, dy: 2pt, line(angle: 90deg, length: 14pt, stroke: 2.5pt + unsure))
    place(dx: 190pt, dy: 2pt, line(angle: 90deg, length: 14pt, stroke: 2.5pt + unsure))
    place(dx: 94pt, dy: 0pt, circle(radius: 9pt, fill: accent))
  }),
)
"""
LINE = "The Assessment Lead Programme"


def picture_key(*, title: str, kicker: str = "") -> str:
    """Of this text in this design: another text, another address."""
    return hashlib.sha256(json.dumps([DESIGN, title, kicker]).encode()).hexdigest()[:20]


def picture(*, title: str, kicker: str = "") -> bytes:
    words = {"title": shortened(title), "kicker": shortened(kicker), "line": LINE}
    return typst.compile(
        SOURCE.encode(), format="png", ppi=72, ignore_system_fonts=True, sys_inputs={"words": json.dumps(words)}
    )


def shortened(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= MOST_OF_A_TITLE:
        return text
    cut = text[: MOST_OF_A_TITLE - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"
