"""Writing the register down: rows by the ten thousand, so by SQL of our own and not object by object.

Each verb is one step of an import, in its transaction (courses/domain/registerimport.py).
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice

from django.db import connection

from courses.giasrow import LinkRow, SchoolRow
from courses.models import Establishment, EstablishmentLink, EstablishmentWord

BATCH = 1_000
VALUES = 8_000  # of one statement
Words = tuple[str, str, bool, tuple[str, ...]]  # folded name, URN, open or not, the words of the search


def write_schools(rows: Iterable[SchoolRow], *, vanished: list[str], now: datetime) -> None:
    """Those that are new or differ, and those that are gone."""
    columns = (*SchoolRow._fields, "digest", "vanished_at")
    put_rows(Establishment, columns, ((*row, row.digest(), None) for row in rows), unique=("urn",))
    for urns in batches(vanished, BATCH):
        Establishment.objects.filter(pk__in=urns).update(vanished_at=now)


def write_words(words: list[Words]) -> None:
    """The index of the search, anew; under each word the schools stand by name."""
    urns_of: dict[tuple[str, bool], list[str]] = {}
    for _, urn, is_open, of_school in sorted(words):
        for word in of_school:
            urns_of.setdefault((word, is_open), []).append(urn)
    EstablishmentWord.objects.all().delete()
    rows = ((word, is_open, " ".join(urns)) for (word, is_open), urns in urns_of.items())
    put_rows(EstablishmentWord, ("word", "is_open", "urns"), rows, unique=("word", "is_open"))


def write_links(links: list[LinkRow]) -> None:
    """The file of links is whole: what it no longer says is no longer so."""
    said = {(link.old_urn, link.new_urn): link for link in links}
    stands = {(link.old_urn, link.new_urn): link for link in EstablishmentLink.objects.all()}
    gone = [link.pk for pair, link in stands.items() if pair not in said]
    for pks in batches(gone, BATCH):
        EstablishmentLink.objects.filter(pk__in=pks).delete()
    fresh = (
        link
        for pair, link in said.items()
        if pair not in stands or (stands[pair].said, stands[pair].since) != (link.said, link.since)
    )
    put_rows(EstablishmentLink, LinkRow._fields, fresh, unique=("old_urn", "new_urn"))


def put_rows(model, columns: Sequence[str], rows: Iterable[Sequence], *, unique: Sequence[str]) -> None:
    """Inserts or, where a row with the same `unique` values stands, replaces."""
    quote = connection.ops.quote_name
    table, named = quote(model._meta.db_table), ", ".join(map(quote, columns))
    replaced = ", ".join(f"{quote(name)} = excluded.{quote(name)}" for name in columns if name not in unique)
    conflict = f"ON CONFLICT ({', '.join(map(quote, unique))}) DO UPDATE SET {replaced}"
    with connection.cursor() as cursor:
        for batch in batches(rows, VALUES // len(columns)):
            source, values = given(batch, columns, table, named)
            cursor.execute(f"INSERT INTO {table} ({named}) {source} {conflict}", values)


def given(batch: list[Sequence], columns: Sequence[str], table: str, named: str) -> tuple[str, list]:
    """The rows as one value each, which SQLite likes, or as one JSON text, which spares PostgreSQL's driver a third."""
    if connection.vendor == "postgresql":
        text = json.dumps([dict(zip(columns, row, strict=True)) for row in batch], default=str)
        return f"SELECT {named} FROM json_populate_recordset(NULL::{table}, %s::json)", [text]  # noqa: S608
    one = f"({', '.join(['%s'] * len(columns))})"
    return f"VALUES {', '.join([one] * len(batch))}", [adapted(value) for value in chain.from_iterable(batch)]


def adapted(value):
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def batches(rows: Iterable, size: int) -> Iterator[list]:
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch
