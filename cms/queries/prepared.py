"""Querysets compiled once. For the few queries that run on every page a lead opens, and for no others.

Django compiles a queryset to SQL each time it runs: about 0.2 ms, ten times what the database needs for it, and on
a lesson page more than half of the whole. A `Prepared` keeps the SQL of a queryset and runs it with new values; the
query is still written with the ORM and its columns come back through the fields' own converters.

    by_user = Prepared(lambda user_id: Enrolment.objects.filter(user_id=user_id).values_list("pk", "state"))
    by_user.rows(user_id=7)

Values are whole numbers; the queryset must be a `values_list` and have the same shape whatever the values are.
A `PreparedUpdate` does the same for one UPDATE whose new values may be anything that its fields hold.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models.sql import UpdateQuery

# No id in use: stands for a value while the SQL is compiled, and is recognised in the list of parameters
FIRST_MARK = 2_000_000_011


class Prepared:
    def __init__(self, build: Callable[..., Any]):
        self.build = build
        self.compiled: dict[str, tuple[str, list[tuple[str, Any]], dict]] = {}

    def rows(self, **values: int) -> list[tuple]:
        if connection.vendor not in self.compiled:
            self.compiled[connection.vendor] = self._compile(values)
        sql, parameters, converters = self.compiled[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[name] if name else constant for name, constant in parameters])
            rows = cursor.fetchall()
        return [self._converted(row, converters) for row in rows] if converters else rows

    def _compile(self, values: dict[str, int]) -> tuple[str, list[tuple[str, Any]], dict]:
        """The SQL, for each parameter the name of its value or else the constant, and the columns' converters."""
        marks = {name: FIRST_MARK + place for place, name in enumerate(values)}
        names = {mark: name for name, mark in marks.items()}
        compiler = self.build(**marks).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([column for column, _, _ in compiler.select])
        return sql, named(parameters, names), converters

    @staticmethod
    def _converted(row: tuple, converters: dict) -> tuple:
        found = list(row)
        for place, (functions, column) in converters.items():
            for convert in functions:
                found[place] = convert(found[place], column, connection)
        return tuple(found)


class PreparedUpdate:
    """`change(dict of new values, name=id ...)` runs the UPDATE and says how many rows it changed."""

    def __init__(self, build: Callable[..., Any], *fields: str):
        self.build = build
        self.fields = fields
        self.compiled: dict[str, tuple[str, list[tuple[str, Any]]]] = {}

    def change(self, new: dict[str, Any], **values: int) -> int:
        if connection.vendor not in self.compiled:
            self.compiled[connection.vendor] = self._compile(values)
        sql, parameters = self.compiled[connection.vendor]
        columns = [self.model._meta.get_field(name) for name in self.fields]
        given = [field.get_db_prep_save(new[field.attname], connection) for field in columns]
        where = [values[name] if name else constant for name, constant in parameters]
        with connection.cursor() as cursor:
            cursor.execute(sql, [*given, *where])
            return cursor.rowcount

    def _compile(self, values: dict[str, int]) -> tuple[str, list[tuple[str, Any]]]:
        """The SQL, and what Prepared knows of each parameter behind the new values."""
        marks = {name: FIRST_MARK + place for place, name in enumerate(values)}
        queryset = self.build(**marks)
        self.model = queryset.model
        query = queryset.query.chain(UpdateQuery)
        query.add_update_fields([(self.model._meta.get_field(name), self.model, NEW) for name in self.fields])
        sql, parameters = query.get_compiler(connection=connection).as_sql()
        return sql, named(parameters[len(self.fields) :], {mark: name for name, mark in marks.items()})


class _New:
    """Stands for a new value while an UPDATE is compiled."""

    def resolve_expression(self, *args, **kwargs):
        return self

    contains_aggregate = contains_over_clause = False

    def as_sql(self, compiler, connection):
        return "%s", ["new"]


NEW = _New()


def named(parameters, names: dict[int, str]) -> list[tuple[str, Any]]:
    """For each parameter the name of its value, or "" and the constant."""
    return [(names.get(value, ""), value) if isinstance(value, int) else ("", value) for value in parameters]
