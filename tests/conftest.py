import os

os.environ["TOUCHSTONE_TEST_RUN"] = "1"  # for the processes that tests start; manage.py has said so to this one

from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.cache import caches
from psycopg import sql

from cms.domain.pagecache import parts
from courses.queries.lesson import body_of
from courses.queries.programme import outlines
from quizzes.queries.attempt import forget_versions
from tests import builders


@pytest.fixture(autouse=True)
def _empty_caches():
    """A rolled-back database gives the same ids to other rows: what is kept by an id must go with it."""
    for cache in caches.all(initialized_only=True):
        cache.clear()
    parts.clear()
    forget_versions()
    body_of.cache_clear()
    outlines.clear()


@pytest.fixture(autouse=True)
def _sessions_are_counted(request):
    """Where queries are counted, sessions come from the database: with Redis they come from the cache, one fewer."""
    if "django_assert_num_queries" in request.fixturenames:
        request.getfixturevalue("settings").SESSION_ENGINE = "django.contrib.sessions.backends.db"


@pytest.fixture
def site(db):
    """Home page and site record, as a migration-fresh database has them after `demo`."""
    return builders.build_site()


@pytest.fixture(scope="session")
def bench_database():
    """For what bench/ does to a site: "" for SQLite; on PostgreSQL a database beside the one that the tests were given,
    never that one, and one for all of them."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield ""
        return
    name = sql.Identifier(f"bench_{os.getpid()}")
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        yield urlsplit(given)._replace(path=f"/bench_{os.getpid()}").geturl()
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
