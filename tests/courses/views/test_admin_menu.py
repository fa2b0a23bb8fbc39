"""What the programme adds to the menu of the admin."""

import pytest

from courses.demonstration import put_groups
from tests.builders import build_user

ANALYSIS = '"url": "/facilitate/analysis/"'


@pytest.mark.parametrize(("name", "has"), [("Editors", True), ("Office", False)])
def test_the_analysis_stands_among_the_reports_of_those_who_may_edit_questions(client, site, name, has):
    person = build_user()
    person.groups.set([group for group in put_groups() if group.name == name])
    client.force_login(person)
    response = client.get("/admin/")
    assert response.status_code == 200
    assert (ANALYSIS in response.text) is has
