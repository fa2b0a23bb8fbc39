"""What the tests of these pages share: the clock, and a lead who is signed in."""

import pytest
import time_machine

from tests.courses.builders import NOW


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def signed_in(client, lead):
    client.force_login(lead)
    return client
