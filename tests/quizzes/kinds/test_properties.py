"""What holds for every kind, whatever its content and whatever a browser sends."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.kinds import KINDS
from tests.quizzes.drafts import build_draft, drafts

IDS = st.sampled_from(["", "a", "b", "c", "f", "z", "1", "2", "99", "true", "false", "key", "\x00", "’", "9" * 500])
FORMS = st.dictionaries(
    st.sampled_from(["choice", "choices", "judgement", "text", "place-a", "place-b", "place-c", "place-z", "score"]),
    st.lists(IDS | st.text(max_size=300) | st.floats().map(str), max_size=4),
)


def read(draft, form):
    def get(name):
        return form[name][-1] if form.get(name) else None

    return KINDS[draft.kind].read(get, lambda name: form.get(name, []), draft.content)


def form_of(response):
    form = {name: value if isinstance(value, list) else [value] for name, value in response.items() if name != "places"}
    return form | {f"place-{entry}": [place] for entry, place in response.get("places", {}).items()}


@given(drafts())
def test_drawn_contents_are_sound(draft):
    assert KINDS[draft.kind].problems(draft.content) == []


@given(drafts(), FORMS)
def test_whatever_is_sent_can_be_marked_with_a_score_from_0_to_1(draft, form):
    kind = KINDS[draft.kind]
    response = read(draft, form)
    mark = kind.mark(draft.content, response)
    assert 0 <= mark.score <= 1
    assert mark.right == (mark.score == 1)
    assert isinstance(kind.missing(draft.content, response), str)


@given(drafts(), FORMS)
def test_a_response_stays_small_and_names_only_what_the_content_has(draft, form):
    response = read(draft, form)
    assert len(json.dumps(response)) < 2000
    assert read(draft, form_of(response)) == response


@given(drafts())
def test_the_fully_right_response_scores_exactly_1_and_misses_nothing(draft):
    kind = KINDS[draft.kind]
    response = read(draft, form_of(kind.best(draft.content)))
    mark = kind.mark(draft.content, response)
    assert (mark.score, mark.right, kind.missing(draft.content, response)) == (1.0, True, "")


@given(drafts(), st.text(max_size=9))
def test_shuffling_keeps_the_set_and_the_same_seed_gives_the_same_order(draft, seed):
    kind = KINDS[draft.kind]
    order = kind.shuffle(draft.content, seed)
    assert sorted(order) == sorted(face["id"] for face in kind.faces(draft.content)["entries"])
    assert order == kind.shuffle(draft.content, seed)


@given(drafts(), FORMS, st.randoms())
def test_the_order_of_the_rows_never_matters_to_the_score(draft, form, chance):
    kind = KINDS[draft.kind]
    response = read(draft, form)
    moved = dict(draft.content, entries=chance.sample(draft.content["entries"], len(draft.content["entries"])))
    assert kind.mark(moved, response).score == kind.mark(draft.content, response).score


@given(drafts())
def test_faces_hold_no_key_and_no_feedback(draft):
    faces = KINDS[draft.kind].faces(draft.content)
    assert set(faces) == {"entries", "places", "unit"}
    assert {name for row in faces["entries"] + faces["places"] for name in row} <= {"id", "text"}


@given(drafts(kinds=("match", "order", "group")))
def test_ids_of_entries_follow_the_alphabet_and_not_the_key(draft):
    entries = KINDS[draft.kind].faces(draft.content)["entries"]
    by_id = [entry["text"] for entry in sorted(entries, key=lambda entry: entry["id"])]
    assert by_id == sorted(by_id, key=lambda text: (text.casefold(), text))


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_response_is_refused_with_a_sentence(kind):
    assert KINDS[kind].missing(build_draft(kind).content, {}).endswith(".")
