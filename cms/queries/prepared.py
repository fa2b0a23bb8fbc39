"""Querysets compiled once. For the few queries that run on every page a lead opens, and for no others.

Django compiles a queryset to SQL each time it runs: about 0.2 ms, ten times what the database needs for it, and on
a lesson page more than half of the whole. A `Prepared` keeps the SQL of a queryset and runs it with new values; the
query is still written with the ORM and its columns come back through the fields' own converters.

    by_user = Prepared(lambda user_id: Enrolment.objects.filter(user_id=user_id).values_list("pk", "state"))
    by_user.rows(user_id=7)

Values are whole numbers, dates or moments; the queryset must be a `values_list` and have the same shape whatever
the values are.
A `PreparedUpdate` does the same for one UPDATE whose new values may be anything that its fields hold.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection
from django.db.models.sql import UpdateQuery

Value = int | date  # a datetime is a date

# No id in use, no day of ours: stands for a value while the SQL is compiled, recognised in the list of parameters
FIRST_MARK = 2_000_000_011
FIRST_YEAR = 9_000


class Prepared:
    def __init__(self, build: Callable[..., Any]):
        self.build = build
        self.compiled: dict[str, tuple[str, list[tuple[str, Any]], dict]] = {}

    def rows(self, **values: Value) -> list[tuple]:
        if connection.vendor not in self.compiled:
            self.compiled[connection.vendor] = self._compile(values)
        sql, parameters, converters = self.compiled[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(sql, [adapted(values[name]) if name else constant for name, constant in parameters])
            rows = cursor.fetchall()
        return [self._converted(row, converters) for row in rows] if converters else rows

    def _compile(self, values: dict[str, Value]) -> tuple[str, list[tuple[str, Any]], dict]:
        """The SQL, for each parameter the name of its value or else the constant, and the columns' converters."""
        marks = marks_for(values)
        compiler = self.build(**marks).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([column for column, _, _ in compiler.select])
        return sql, named(parameters, marks), converters

    @staticmethod
    def _converted(row: tuple, converters: dict) -> tuple:
        found = list(row)
        for place, (functions, column) in converters.items():
            if row[place] is not None:
                for convert in functions:
                    found[place] = convert(found[place], column, connection)
        return tuple(found)


class PreparedUpdate:
    """`change(dict of new values, name=id ...)` runs the UPDATE and says how many rows it changed."""

    def __init__(self, build: Callable[..., Any], *fields: str):
        self.build = build
        self.fields = fields
        self.compiled: dict[str, tuple[str, list[tuple[str, Any]]]] = {}

    def change(self, new: dict[str, Any], **values: Value) -> int:
        if connection.vendor not in self.compiled:
            self.compiled[connection.vendor] = self._compile(values)
        sql, parameters = self.compiled[connection.vendor]
        columns = [self.model._meta.get_field(name) for name in self.fields]
        given = [field.get_db_prep_save(new[field.attname], connection) for field in columns]
        where = [adapted(values[name]) if name else constant for name, constant in parameters]
        with connection.cursor() as cursor:
            cursor.execute(sql, [*given, *where])
            return cursor.rowcount

    def _compile(self, values: dict[str, Value]) -> tuple[str, list[tuple[str, Any]]]:
        """The SQL, and what Prepared knows of each parameter behind the new values."""
        marks = marks_for(values)
        queryset = self.build(**marks)
        self.model = queryset.model
        query = queryset.query.chain(UpdateQuery)
        query.add_update_fields([(self.model._meta.get_field(name), self.model, NEW) for name in self.fields])
        sql, parameters = query.get_compiler(connection=connection).as_sql()
        return sql, named(parameters[len(self.fields) :], marks)


class _New:
    """Stands for a new value while an UPDATE is compiled."""

    def resolve_expression(self, *args, **kwargs):
        return self

    contains_aggregate = contains_over_clause = False

    def as_sql(self, compiler, connection):
        return "%s", ["new"]


NEW = _New()


def marks_for(values: dict[str, Value]) -> dict[str, Value]:
    """For each value one of its type that nothing else in a query is."""
    return {name: mark(place, value) for place, (name, value) in enumerate(values.items())}


def mark(place: int, value: Value) -> Value:
    if isinstance(value, datetime):
        return datetime(FIRST_YEAR + place, 1, 1, tzinfo=UTC)
    if isinstance(value, date):
        return date(FIRST_YEAR + place, 1, 1)
    return FIRST_MARK + place


def adapted(value: Value) -> Any:
    """As the database wants it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def named(parameters, marks: dict[str, Value]) -> list[tuple[str, Any]]:
    """For each parameter the name of its value, or "" and the constant."""
    names = {adapted(value): name for name, value in marks.items()}
    known = (int, str, date)
    return [(names.get(value, "") if isinstance(value, known) else "", value) for value in parameters]
