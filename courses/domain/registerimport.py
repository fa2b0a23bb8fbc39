"""The import of the national register: all of a file or nothing of it.

The file is read to its end first, without a lock; what differs is then written in one transaction, which is short
for every import but the first. One import goes on at a time: a constraint sees to it.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from sys import intern
from typing import BinaryIO, cast

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.tasks import background, enqueue_on_commit
from courses.domain.establishment import write_links, write_schools, write_words
from courses.giasfile import LeftOut, RegisterRefused, Table, open_register, read_links, read_schools
from courses.giasrow import LinkRow, SchoolRow
from courses.models import Establishment, RegisterImport
from courses.schoolwords import fold, index_words

SHOWN = 50  # differences of each sort that an import keeps to be looked at
MOST_VANISHED = 0.1  # of the open schools: a file that lacks more is half a file, unless its sender says otherwise
FEW_VANISHED = 20
KEPT_FOR = timedelta(days=1)
READING = 80  # per cent of an import are the reading
STATE = RegisterImport.State
FIELDS = SchoolRow._fields
COMPARED = [name for name in FIELDS if name not in ("outward", "school_phase", "changed_on")]

Tell = Callable[[int, int], None]  # per cent, rows


class ImportGoingOn(Exception):
    """Another import has not ended yet."""


class ImportStopped(Exception):
    """Somebody gave this import up while it ran."""


# Taking a file in -----------------------------------------------------------------------------------------------


def receive_register(
    *, file: BinaryIO, name: str, allows_fewer: bool, by, now: datetime, in_background: bool = True
) -> RegisterImport:
    """Keeps the file under a name of ours until it has been read. Raises RegisterRefused, ImportGoingOn."""
    open_register(file)
    file.seek(0)
    try:
        with transaction.atomic():
            if RegisterImport.objects.filter(state__in=RegisterImport.GOING_ON).exists():
                raise ImportGoingOn
            made = RegisterImport(
                by=by, at=now, file_name=harmless(name), size=file.seek(0, 2), allows_fewer=allows_fewer
            )
            file.seek(0)
            made.upload = File(file, name="register")
            made.save()
            if in_background:
                enqueue_on_commit(run_register_import, pk=made.pk)
    except IntegrityError as error:
        raise ImportGoingOn from error
    return made


def put_register_now(
    *, file: BinaryIO, name: str, allows_fewer: bool, by, now: datetime, tell: Tell | None = None
) -> RegisterImport:
    """The same at once and here, for a command. Raises RegisterRefused, ImportGoingOn."""
    made = receive_register(file=file, name=name, allows_fewer=allows_fewer, by=by, now=now, in_background=False)
    _run(made, now=now, tell=tell)
    made.refresh_from_db()
    if made.state == STATE.REFUSED:
        raise RegisterRefused(made.sentence)
    return made


def harmless(name: str) -> str:
    """The name as somebody may read it: its last part, printable."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[-120:] or "register"


def stop_register_import(*, register_import: RegisterImport, now: datetime) -> None:
    """Gives it up: what it has read is thrown away, and nothing is changed."""
    _end(register_import.pk, STATE.STOPPED, now)


@background
def run_register_import(*, pk: int, now: datetime) -> None:
    """Reads the file of an import and writes what differs; a refusal stands in the import's row."""
    register_import = RegisterImport.objects.filter(pk=pk, state__in=RegisterImport.GOING_ON).first()
    if register_import is not None:
        _run(register_import, now=now)


def _run(register_import: RegisterImport, *, now: datetime, tell: Tell | None = None) -> None:
    going_on = RegisterImport.objects.filter(pk=register_import.pk, state__in=RegisterImport.GOING_ON)

    def told(percent: int, rows: int) -> None:
        if not going_on.update(state=STATE.RUNNING, percent=percent, read=rows):
            raise ImportStopped
        if tell:
            tell(percent, rows)

    try:
        told(0, 0)
        with register_import.upload.open("rb") as file:
            put_register(file=cast(BinaryIO, file), register_import=register_import, now=now, tell=told)
    except RegisterRefused as refused:
        with suppress(ImportStopped):
            _end(register_import.pk, STATE.REFUSED, timezone.now(), sentence=str(refused)[:500])
    except ImportStopped:
        return


def _end(pk: int, state: str, now: datetime, **fields) -> None:
    """Once only; the file goes with it."""
    with transaction.atomic():
        going_on = RegisterImport.objects.select_for_update().filter(pk=pk, state__in=RegisterImport.GOING_ON)
        found = going_on.first()
        if found is None:
            raise ImportStopped
        upload = found.upload
        going_on.update(state=state, ended_at=now, upload="", **fields)
        if upload.name:
            transaction.on_commit(partial(upload.storage.delete, upload.name))


def forget_old_uploads(*, now: datetime) -> None:
    """An import that never came to its end must not bar the next."""
    for stale in RegisterImport.objects.filter(state__in=RegisterImport.GOING_ON, at__lt=now - KEPT_FOR):
        stop_register_import(register_import=stale, now=now)


# Reading --------------------------------------------------------------------------------------------------------


@dataclass
class Reading:
    """What a file says, held until all of it has been read."""

    known: dict[str, str]  # URN: digest
    rows: int = 0
    added: list[SchoolRow] = field(default_factory=list)
    changed: list[SchoolRow] = field(default_factory=list)
    unchanged: int = 0
    has_schools: bool = False
    links: list[LinkRow] | None = None
    left_out: dict[str, int] = field(default_factory=dict)
    words: list[tuple[str, str, bool, tuple[str, ...]]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def take(self, row: SchoolRow) -> None:
        self.seen.add(row.urn)
        before = self.known.get(row.urn)
        if before is None:
            self.added.append(row)
        elif before == row.digest():
            self.unchanged += 1
        else:
            self.changed.append(row)
        folded = fold(row.name)
        words = index_words(folded=folded, places=(row.town, row.locality), outward=row.outward)
        self.words.append((folded, row.urn, row.status != "closed", tuple(map(intern, words))))

    def leave_out(self, row: LeftOut) -> None:
        self.left_out[row.reason] = self.left_out.get(row.reason, 0) + 1

    @property
    def vanished(self) -> list[str]:
        return [urn for urn in self.known if urn not in self.seen] if self.has_schools else []


def put_register(*, file: BinaryIO, register_import: RegisterImport, now: datetime, tell: Tell) -> None:
    """Reads it all, then writes what differs and ends the import, in one transaction. Raises RegisterRefused."""
    standing = Establishment.objects.filter(vanished_at=None)
    reading = Reading(known=dict(standing.values_list("urn", "digest")))
    for table in open_register(file):
        read_table(table, reading, tell=tell)
    if reading.has_schools and not register_import.allows_fewer:
        refuse_half_a_file(reading)
    tell(READING, reading.rows)
    differences = differences_of(reading)
    with transaction.atomic():
        write_schools((*reading.added, *reading.changed), vanished=reading.vanished, now=now)
        if reading.added or reading.changed or reading.vanished:
            write_words(reading.words)
        if reading.links is not None:
            write_links(reading.links)
        _end(register_import.pk, STATE.DONE, timezone.now(), **figures(reading), differences=differences)


def read_table(table: Table, reading: Reading, *, tell: Tell) -> None:
    def told(read: int) -> None:
        tell(min(READING, READING * read // max(table.size, 1)), reading.rows)

    if table.has_links:
        reading.links = []
        for link in read_links(table, tell=told):
            if isinstance(link, LeftOut):
                reading.leave_out(link)
            else:
                reading.links.append(link)
        return
    reading.has_schools = True
    for row in read_schools(table, tell=told):
        reading.rows += 1
        if isinstance(row, LeftOut):
            reading.leave_out(row)
        else:
            reading.take(row)


def refuse_half_a_file(reading: Reading) -> None:
    gone = len(reading.vanished)
    if gone > FEW_VANISHED and gone > MOST_VANISHED * len(reading.known):
        raise RegisterRefused(
            f"The file lacks {gone:,} of the {len(reading.known):,} schools that are in the register here. If that is "
            "right, send it again and say so."
        )


def differences_of(reading: Reading) -> dict[str, list]:
    """The first of each sort, as the office is shown them: URN, name, and for a change what it was before."""
    first = {row.urn: row for row in reading.changed[:SHOWN]}
    changed = []
    for old in Establishment.objects.filter(pk__in=first).values(*FIELDS):
        new = first[old["urn"]]._asdict()
        moves = [f"{old[name] or 'nothing'} → {new[name] or 'nothing'}" for name in COMPARED if old[name] != new[name]]
        changed.append([old["urn"], new["name"], "; ".join(moves)])
    gone = Establishment.objects.filter(pk__in=reading.vanished[:SHOWN]).values_list("urn", "name")
    return {
        "added": [[row.urn, row.name, ""] for row in reading.added[:SHOWN]],
        "changed": changed,
        "vanished": [[urn, name, ""] for urn, name in gone],
    }


def figures(reading: Reading) -> dict:
    return {
        "percent": 100,
        "read": reading.rows,
        "added": len(reading.added),
        "changed": len(reading.changed),
        "unchanged": reading.unchanged,
        "vanished": len(reading.vanished),
        "links": None if reading.links is None else len(reading.links),
        "left_out": reading.left_out,
    }
