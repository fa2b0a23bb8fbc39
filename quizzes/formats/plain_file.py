"""Bytes of a text file as text."""

import codecs

from quizzes.formats.refused import ImportRefused

MOST_LINES = 100_000
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes) -> str:
    """The text, with Unix line ends; refused by the line if it is in another encoding."""
    encoding = "utf-16" if data.startswith(UTF_16) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ImportRefused("This line is not UTF-8. Save the file as UTF-8.", line=line) from error
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise ImportRefused("There is a NUL character: this is not a text file.", line=line)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > MOST_LINES:
        raise ImportRefused(f"The file has more than {MOST_LINES:,} lines. Divide it.")
    return text
