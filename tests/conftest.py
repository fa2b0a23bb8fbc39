import os

os.environ["TOUCHSTONE_TEST_RUN"] = "1"  # before Django reads its settings

import pytest
from django.core.cache import cache

from tests import builders


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def site(db):
    """Home page and site record, as a migration-fresh database has them after `demo`."""
    return builders.build_site()
