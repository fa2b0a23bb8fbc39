"""The readiness check: words, no score, nothing kept."""

import pytest

from cms.queries.readiness import pairs_of, read_answers
from tests.access.outcome import stored
from tests.cms.builders import build_readiness_page
from tests.courses.builders import page

pytestmark = pytest.mark.django_db
READY = {"pair1": "ready", "pair2": "ready"}


def read(*answers):
    return read_answers(pairs_of(build_readiness_page()), list(answers))


def test_each_pair_is_asked_with_both_statements(client):
    build_readiness_page()
    text = page(client.get("/are-we-ready/"))
    assert [word in text for word in ("not-yet-1", "ready-1", "not-yet-2", "ready-2")] == [True] * 4


def test_without_a_page_there_is_no_check(client, site):
    assert client.get("/are-we-ready/").status_code == 404


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ([("ready", ""), ("ready", "")], "go"),
        ([("ready", ""), ("not-yet", "")], "talk"),
        ([("ready", ""), ("not-this-year", "Building work")], "talk"),
        ([("not-yet", ""), ("ready", "")], "wait"),
        ([("not-this-year", "Nobody"), ("ready", "")], "wait"),
    ],
)
def test_what_the_year_cannot_do_without_decides(answers, verdict):
    assert read(*answers).verdict == verdict


def test_the_result_gives_advice_where_something_is_not_yet(client):
    build_readiness_page()
    text = page(client.post("/are-we-ready/", {"pair1": "ready", "pair2": "not-yet"}))
    assert "You could begin, once you have talked about some things" in text
    assert "advice-2" in text
    assert "advice-1" not in text


def test_a_reason_for_not_this_year_is_an_answer(client):
    build_readiness_page()
    text = page(client.post("/are-we-ready/", {**READY, "pair2": "not-this-year", "because2": "Building work"}))
    assert "You wrote: “Building work”" in text


def test_not_this_year_wants_a_reason(client):
    build_readiness_page()
    response = client.post("/are-we-ready/", {**READY, "pair2": "not-this-year"})
    assert response.status_code == 422
    assert "Say in a few words why." in page(response)


@pytest.mark.parametrize("wrong", [{}, {"pair1": "ready"}, {**READY, "pair2": "score"}])
def test_every_pair_wants_one_of_its_answers(client, wrong):
    build_readiness_page()
    assert client.post("/are-we-ready/", {"x": "y", **wrong}).status_code == 422


def test_the_result_prints_no_score(client):
    build_readiness_page()
    text = page(client.post("/are-we-ready/", READY))
    assert "there is no score" in text
    assert not {"1 of 2", "2 of 2", "100 %"} & {text[place : place + 6].strip() for place in range(len(text))}


def test_nothing_is_stored(client):
    build_readiness_page()
    before = stored()
    client.post("/are-we-ready/", {**READY, "pair2": "not-this-year", "because2": "Secret reason"})
    assert stored() == before


def test_a_reason_is_shown_and_never_run(client):
    build_readiness_page()
    data = {**READY, "pair2": "not-this-year", "because2": "<script>alert(1)</script>"}
    assert "<script>alert" not in page(client.post("/are-we-ready/", data))


def test_the_page_of_the_tree_leads_to_the_check(client):
    assert client.get("/are-we-ready/").status_code == 404
    build_readiness_page()
    assert client.get("/are-we-ready/").status_code == 200
