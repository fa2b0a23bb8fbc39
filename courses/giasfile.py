"""The national register of schools as a file of GIAS: edubasealldata….csv and links_edubasealldata….csv, as a stream.

Plain Python. A file comes as CSV or as the zip it is offered in, which may hold both. It is Windows-1252, sometimes
UTF-8; columns stand in any order. A file that is not what it should be raises RegisterRefused, whose sentence says
why, before or while it is read. What becomes of a row: courses/giasrow.py.
"""

import codecs
import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import IO, BinaryIO, NamedTuple

from courses.giasrow import COLUMNS, LINK_COLUMNS, Fault, LinkRow, SchoolRow, link_row, reason_for, school_row

MOST_BYTES = 120_000_000  # the real file has about 60 million
MOST_RATIO = 60  # a register packs to a sixth
MOST_MEMBERS = 20
MOST_COLUMNS = 400
MOST_CHARACTERS = 20_000  # of one value
MOST_FAULTY = 0.02  # of the rows: more means that this is something else
FEW_FAULTY = 20
CHUNK = 1 << 20
EVERY = 1_000  # rows between two calls of `tell`
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)


class RegisterRefused(ValueError):
    """Nothing of the file is taken; the sentence says why, to whoever sent it."""


class LeftOut(NamedTuple):
    line: int
    reason: str
    is_fault: bool = False


# Opening --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Table:
    """One CSV of the file."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]
    encoding: str
    head: tuple[str, ...]

    @property
    def has_links(self) -> bool:
        return LINK_COLUMNS["other"].casefold() in self.head


def open_register(file: BinaryIO) -> list[Table]:
    """The tables in a file, told by what they hold and not by what they are called. Raises RegisterRefused."""
    size = file.seek(0, io.SEEK_END)
    if size > MOST_BYTES:
        raise RegisterRefused(f"The file has {megabytes(size)} MB; at most {megabytes(MOST_BYTES)} are read.")
    file.seek(0)
    first = file.read(8)
    if not first:
        raise RegisterRefused("The file is empty.")
    if first.startswith(b"PK"):
        tables = [one for member in members(file) if (one := looked_at(*member)) is not None]
    else:
        tables = [looked_at("", size, lambda: again(file))]
    kinds = [table.has_links for table in tables]
    if not tables or len(set(kinds)) != len(kinds):
        raise RegisterRefused(
            "The zip file should hold the register once: edubasealldata….csv, and beside it links_edubasealldata….csv "
            "if you like."
        )
    return sorted(tables, key=lambda table: table.has_links)


def again(file: BinaryIO) -> BinaryIO:
    file.seek(0)
    return file


def megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f}"


def members(file: BinaryIO) -> list[tuple[str, int, Callable[[], IO[bytes]]]]:
    """The CSV files in a zip. Nothing is unpacked to a disk."""
    try:
        package = zipfile.ZipFile(file)
        entries = package.infolist()
    except BROKEN as error:
        raise RegisterRefused("The zip file is damaged or incomplete. Download it again.") from error
    if any(entry.filename == "[Content_Types].xml" for entry in entries):
        raise RegisterRefused("This is a workbook or a document of Office. The register is needed as CSV, or as a zip.")
    if len(entries) > MOST_MEMBERS:
        raise RegisterRefused(f"The zip file holds {len(entries):,} files. The register is one or two.")
    found = []
    for entry in entries:
        check_entry(entry)
        if entry.filename.lower().endswith(".csv"):
            found.append((entry.filename, entry.file_size, partial(package.open, entry)))
    if not found:
        raise RegisterRefused("The zip file holds no CSV file.")
    return found


def check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or not name.isprintable():
        raise RegisterRefused("The zip file holds a file whose name leads outside of it.")
    if entry.flag_bits & 0x1:
        raise RegisterRefused("The zip file is locked with a password.")
    if entry.file_size > MOST_BYTES or entry.file_size > 1_000_000 + MOST_RATIO * entry.compress_size:
        raise RegisterRefused("The zip file unpacks to far more than the register is.")


def looked_at(name: str, size: int, opened: Callable[[], IO[bytes]]) -> Table:
    """Reads the whole of a CSV once, for what no register holds, and its first line."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    is_utf8, read, first = True, 0, b""
    try:
        with_end = opened()
        while chunk := with_end.read(CHUNK):
            read += len(chunk)
            first = first or chunk
            if read > MOST_BYTES or (name and read > size):
                raise RegisterRefused("The zip file unpacks to far more than the register is.")
            if read == len(chunk):
                refuse_other_kinds(chunk)
            if b"\x00" in chunk:
                raise RegisterRefused(
                    "The file holds bytes that no text has. The register is needed as CSV, or as a zip."
                )
            is_utf8 = is_utf8 and can_decode(decoder, chunk)
        is_utf8 = is_utf8 and can_decode(decoder, b"", final=True)
    except BROKEN as error:
        if isinstance(error, RegisterRefused):
            raise
        raise RegisterRefused("The zip file is damaged or incomplete. Download it again.") from error
    encoding = "utf-8-sig" if is_utf8 else "cp1252"
    return Table(name, size, opened, encoding, head_of(first, encoding))


def can_decode(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def refuse_other_kinds(chunk: bytes) -> None:
    start = chunk[:512].removeprefix(codecs.BOM_UTF8).lstrip()
    if start.startswith(b"<"):
        raise RegisterRefused("This is a web page, not the register. Download the file again and send what you get.")
    if start.startswith((b"%PDF", b"\xd0\xcf\x11\xe0", b"{")):
        raise RegisterRefused("This is not a CSV file. The register is needed as CSV, or as a zip.")


def head_of(first: bytes, encoding: str) -> tuple[str, ...]:
    line = first[:100_000].decode(encoding, "replace").splitlines()[:1]
    try:
        names = next(csv.reader(line), [])
    except csv.Error as error:
        raise RegisterRefused("The first line of the file cannot be read as CSV.") from error
    if len(names) > MOST_COLUMNS:
        raise RegisterRefused(f"The file has {len(names):,} columns; the register has fewer than {MOST_COLUMNS}.")
    head = tuple(" ".join(name.split()).casefold() for name in names)
    wanted = LINK_COLUMNS if LINK_COLUMNS["other"].casefold() in head else COLUMNS
    missing = [name for name in wanted.values() if name.casefold() not in head]
    if len(missing) > len(wanted) // 2:
        raise RegisterRefused("This is not the register: its first line should name columns such as URN and Postcode.")
    if missing:
        raise RegisterRefused(f"The file lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}.")
    doubled = [name for name in wanted.values() if head.count(name.casefold()) > 1]
    if doubled:
        raise RegisterRefused(f"The file has the column {doubled[0]} twice.")
    return head


# Reading --------------------------------------------------------------------------------------------------------

Tell = Callable[[int], None]  # is given the bytes read so far


def rows_of(table: Table, columns: dict[str, str], tell: Tell | None) -> Iterator[tuple[int, list[str]]]:
    """Line and values of each row, the columns in our order. Refuses a file that breaks off."""
    raw = table.open()
    text = io.TextIOWrapper(raw, encoding=table.encoding, newline="")
    places = [table.head.index(name.casefold()) for name in columns.values()]
    csv.field_size_limit(MOST_CHARACTERS)
    reader = csv.reader(text, strict=True)
    try:
        next(reader)
        for row in filter(None, reader):
            if len(row) != len(table.head):
                raise RegisterRefused(
                    f"Line {reader.line_num:,} has {len(row)} values instead of {len(table.head)}: the file broke off "
                    "or was edited. Download it again."
                )
            if tell and reader.line_num % EVERY == 0:
                tell(raw.tell())
            yield reader.line_num, [row[place] for place in places]
    except RegisterRefused:
        raise
    except (csv.Error, *BROKEN) as error:
        raise RegisterRefused(
            f"The file cannot be read from line {reader.line_num:,} on: it broke off or was edited. Download it again."
        ) from error
    finally:
        text.detach()  # the file stays open: it is somebody else's


def read_schools(table: Table, *, tell: Tell | None = None) -> Iterator[SchoolRow | LeftOut]:
    seen: dict[str, str] = {}
    faults = Faults()
    for line, values in rows_of(table, COLUMNS, tell):
        faults.rows += 1
        given = dict(zip(COLUMNS, values, strict=True))
        try:
            found = school_row(given) or LeftOut(line, reason_for(given["group"], given["type_name"]))
        except Fault as fault:
            faults.add(line, str(fault))
            yield LeftOut(line, str(fault), is_fault=True)
            continue
        if isinstance(found, SchoolRow):
            digest = found.digest()
            if found.urn in seen:
                if seen[found.urn] != digest:
                    raise RegisterRefused(f"URN {found.urn} stands in the file twice, with different values.")
                yield LeftOut(line, "the same row a second time")
                continue
            seen[found.urn] = digest
        yield found
    faults.settle()
    if not seen:
        raise RegisterRefused("The file holds no school.")


class Faults:
    """How many rows are not what they should be, and the first of them."""

    def __init__(self):
        self.rows = self.count = 0
        self.first = ""

    def add(self, line: int, reason: str) -> None:
        self.first = self.first or f"line {line:,}: {reason}"
        self.count += 1

    def settle(self) -> None:
        if self.count > FEW_FAULTY and self.count > MOST_FAULTY * self.rows:
            raise RegisterRefused(
                f"{self.count:,} of {self.rows:,} rows are not what the register holds. The first is {self.first}."
            )


def read_links(table: Table, *, tell: Tell | None = None) -> Iterator[LinkRow | LeftOut]:
    """Who became whom. The file has each link twice, once from either side; here it comes once."""
    seen: set[tuple[str, str]] = set()
    faults = Faults()
    for line, values in rows_of(table, LINK_COLUMNS, tell):
        faults.rows += 1
        try:
            found = link_row(dict(zip(LINK_COLUMNS, values, strict=True)))
        except Fault as fault:
            faults.add(line, str(fault))
            yield LeftOut(line, str(fault), is_fault=True)
            continue
        if found is None:
            yield LeftOut(line, "a link that is no succession")
        elif (found.old_urn, found.new_urn) not in seen:
            seen.add((found.old_urn, found.new_urn))
            yield found
    faults.settle()
