import pytest
from django.http import QueryDict

from quizzes.forms.answer import AnswerUnreadable, read_answer
from tests.quizzes.builders import NOW, build_question, correct_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    return build_question()


def sent(question, **changes):
    fields = {"version": question.current_id, "order": "c,a,b", "seq": 3, "choice": "b", **changes}
    data = QueryDict(mutable=True)
    data.update({name: str(value) for name, value in fields.items() if value is not None})
    return data


def test_a_form_is_read(question, django_assert_num_queries):
    with django_assert_num_queries(0):
        form = read_answer(sent(question), question=question)
    assert (form.version, form.response, form.order, form.seq, form.confidence) == (
        question.current,
        {"choice": "b"},
        ["c", "a", "b"],
        3,
        None,
    )


@pytest.mark.parametrize(("said", "level"), [("1", 1), ("3", 3), ("", None), ("0", None), ("4", None), ("very", None)])
def test_how_sure_is_one_of_three_levels_or_nothing(question, said, level):
    assert read_answer(sent(question, confidence=said), question=question).confidence == level


def test_the_version_that_the_page_showed_is_kept_after_a_correction(question):
    shown = question.current
    corrected = correct_question(question, now=NOW, stem="Corrected")
    assert read_answer(sent(corrected, version=shown.pk), question=corrected).version == shown


@pytest.mark.parametrize("version", [None, "", "x", "-1", "9999999", "9" * 30, "٣", "1\x00"])
def test_an_unknown_version_is_refused_with_a_sentence(question, version):
    with pytest.raises(AnswerUnreadable) as caught:
        read_answer(sent(question, version=version), question=question)
    assert caught.value.sentence == "This page is out of date. Reload it and answer again."


def test_a_version_of_another_question_is_refused(question):
    with pytest.raises(AnswerUnreadable):
        read_answer(sent(question, version=build_question("text").current_id), question=question)


@pytest.mark.parametrize("seq", [None, "", "0", "-1", "x", "1.5", "9" * 30, "²", "000000000001" + "9" * 12])
def test_a_number_that_is_none_is_refused_with_a_sentence(question, seq):
    with pytest.raises(AnswerUnreadable):
        read_answer(sent(question, seq=seq), question=question)


@pytest.mark.parametrize("order", [None, "", "a,b", "a,b,c,d", "a,a,b", "<script>"])
def test_an_order_of_other_ids_is_not_kept(question, order):
    assert sorted(read_answer(sent(question, order=order), question=question).order) == ["a", "b", "c"]


@pytest.mark.parametrize("choice", [None, "", "z", "key", "a,b"])
def test_a_choice_that_is_not_offered_is_not_kept(question, choice):
    assert read_answer(sent(question, choice=choice), question=question).response == {}


@pytest.mark.parametrize("kind", ["number", "text"])
def test_a_typed_answer_holds_no_character_that_a_database_refuses(kind):
    form = read_answer(sent(question := build_question(kind), order="", text=" 4\x00 2 "), question=question)
    assert form.response == {"text": "4 2"}
