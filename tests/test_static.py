"""A static file that a template names and nobody wrote is a server error in production, and silence everywhere else."""

import re

from django.contrib.staticfiles import finders

from tests.test_architecture import ROOT, markup

NAMED = re.compile(r"\{%\s*static\s+[\"']([^\"'{]+)[\"']")


def test_every_static_file_that_a_template_names_is_there():
    named = {(path, name) for path, text in markup(ROOT, "*.html") for name in NAMED.findall(text)}
    assert len(named) > 5
    assert [f"{path} names {name}" for path, name in sorted(named) if finders.find(name) is None] == []
