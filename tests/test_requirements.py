"""The locks say what the .in files say, and agree with each other."""

import re

import pytest

from tests.test_architecture import ROOT

LOCKS = {"base": "requirements.txt", "server": "requirements/server.txt", "dev": "requirements/dev.txt"}


def pins(path):
    lines = re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([\w.]+)", (ROOT / path).read_text(), re.MULTILINE)
    return {name.lower(): version for name, version in lines}


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_holds_every_pin(name):
    wanted, locked = pins(f"requirements/{name}.in"), pins(LOCKS[name])
    assert wanted
    assert {key: locked.get(key) for key in wanted} == wanted


@pytest.mark.parametrize("name", ["server", "dev"])
def test_the_lock_agrees_with_the_one_that_was_tested(name):
    tested, locked = pins("requirements.txt"), pins(LOCKS[name])
    assert {key: tested.get(key, version) for key, version in locked.items()} == locked
