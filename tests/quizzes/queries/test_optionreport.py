"""What people chose or wrote, counted by the ids of entries whatever stood where."""

import pytest

from quizzes.queries.analysis import answers_in, sample_of, wordings_of
from quizzes.queries.optionreport import option_report
from tests.quizzes.builders import build_question, build_quiz, correct_question, question_of
from tests.quizzes.sampling import NOW, build_paper, build_quiz_of, build_sample

pytestmark = pytest.mark.django_db


def report_of(quiz, place=0):
    sample = sample_of(quiz.pk)
    question = sample.asked[place].question_id
    return option_report(sample, place, answers_in(sample, [place])[place], wordings_of([question])[question])


def quiz_with(kind, *responses):
    quiz = build_quiz([kind])
    for response in responses:
        build_paper(quiz, [response])
    return quiz


def counts(report):
    return {line.text: line.count for line in report.lines}


def test_of_four_people_nothing_is_counted():
    report = report_of(build_sample("aa", "aa", "ba", "ba"))
    assert (report.n, report.lines, report.said) == (4, (), ())


def test_every_option_is_counted_with_its_share():
    report = report_of(build_sample("aa", "aa", "ab", "bb", "bb"))
    assert [(line.is_key, line.count, line.share.text) for line in report.lines] == [
        (True, 3, "0.60"),
        (False, 2, "0.40"),
        (False, 0, "0.00"),
    ]


def test_counts_do_not_depend_on_where_options_stood():
    rows = ["aa", "ba", "cb", "ab", "aa"]
    one, other = build_quiz_of(2), build_quiz_of(2)
    build_sample(*rows, quiz=one, order=["a", "b", "c"])
    build_sample(*reversed(rows), quiz=other, order=["c", "b", "a"])
    assert [line.count for line in report_of(one).lines] == [line.count for line in report_of(other).lines]


def test_counts_go_on_through_a_mended_word_under_its_text_of_now():
    quiz = build_sample("aa", "aa", "ba", "bb")
    entries = question_of(quiz).current.content["entries"]
    mended = [{**entry, "text": f"{entry['text']}!"} for entry in entries]
    correct_question(question_of(quiz), now=NOW, entries=mended)
    build_sample("ba", quiz=quiz)
    assert counts(report_of(quiz)) == {f"{entry['text']}!": n for entry, n in zip(entries, (2, 3, 0), strict=True)}


def test_an_option_that_is_gone_is_still_counted():
    quiz = build_sample("aa", "aa", "aa", "ba", "ca")
    entries = question_of(quiz).current.content["entries"]
    question = correct_question(question_of(quiz), now=NOW, entries=entries[:2])
    question.versions.update(series=1)
    assert counts(report_of(quiz)) == {
        entries[0]["text"]: 3,
        entries[1]["text"]: 1,
        f"{entries[2]['text']} (no longer offered)": 1,
    }


def test_blanks_stand_last():
    report = report_of(build_sample("-a", "aa", "aa", "ba", "ba"))
    assert (report.lines[-1].text, report.lines[-1].count) == ("Left blank", 1)


def test_correlations_come_from_thirty_people_and_from_five_who_chose():
    few = build_sample(*["aa"] * 15, *["bb"] * 14)
    enough = build_sample(*["aa"] * 15, *["bb"] * 14, "cb")
    assert report_of(few).has_correlations is False
    assert [line.correlation.reason for line in report_of(enough).lines] == ["", "", "Chosen by fewer than 5 people."]


def test_the_mean_total_of_fewer_than_five_is_not_told():
    lines = report_of(build_sample(*["a" * 8] * 5, *["b" * 8] * 4)).lines
    assert [line.mean_total.text for line in lines] == ["8.0", "–", "–"]


def test_no_total_is_told_of_fewer_than_eight_questions():
    assert report_of(build_sample(*["a" * 7] * 5, *["b" * 7] * 5)).has_totals is False


@pytest.mark.parametrize(("n", "tags"), [(39, ()), (40, ("hardly anybody uses this",))])
def test_an_option_is_called_unused_from_forty_people(n, tags):
    lines = report_of(build_sample(*["aa"] * (n - 9), *["bb"] * 8, "ca")).lines
    assert [line.tags for line in lines] == [(), (), tags]


@pytest.mark.parametrize(("n", "tags"), [(28, ()), (30, ("check the key",))])
def test_a_key_is_doubted_from_thirty_people(n, tags):
    lines = report_of(build_sample(*["baa"] * (n // 2), *["abb"] * (n // 2))).lines
    assert [line.tags for line in lines] == [(), tags, ()]


def test_several_right_options_are_counted_apart_and_none_is_doubted():
    keys, wrong = {"choices": ["a", "b"]}, {"choices": ["a", "b", "c"]}
    report = report_of(quiz_with("multiple", *[keys] * 3, *[wrong] * 2))
    assert sorted(line.count for line in report.lines) == [0, 2, 5, 5]


def test_a_judgement_is_counted_beside_its_reasons():
    best = {"judgement": "false", "choice": "b"}
    entries = build_question("reasons", key="probe").current.content["entries"]
    key = next(entry["id"] for entry in entries if entry["key"])
    right, wrong = best | {"choice": key}, {"judgement": "true", "choice": key}
    report = report_of(quiz_with("reasons", *[right] * 3, *[wrong] * 2))
    assert report.judged == 3
    assert [line.count for line in report.lines if line.is_key] == [5]


def test_of_a_group_the_usual_wrong_place_is_told():
    content = build_question("group", key="probe").current.content
    places = {entry["id"]: entry["place"] for entry in content["entries"]}
    one = content["entries"][0]
    other = next(place for place in content["places"] if place["id"] != one["place"])
    wrong = {**places, one["id"]: other["id"]}
    lines = report_of(quiz_with("group", *[{"places": places}] * 4, *[{"places": wrong}] * 2)).lines
    assert (lines[0].count, lines[0].usual) == (4, f"2 put it with “{other['text']}”.")
    assert (lines[1].count, lines[1].usual) == (6, "Nobody put it elsewhere.")


def test_typed_answers_of_fewer_than_five_are_not_told_unless_foreseen():
    question = build_question("text", key="probe").current.content
    right, foreseen = question["accept"][0], question["entries"][0]["text"]
    texts = [right] * 2 + [foreseen.upper()] + ["Ada Example told me"] * 4 + ["nothing at all"] * 5
    report = report_of(quiz_with("text", *({"text": text} for text in texts)))
    assert counts(report) == {right: 2, "nothing at all": 5, foreseen: 1, "Something else": 4}


def test_the_same_number_is_counted_once_however_it_is_written():
    content = build_question("number", key="probe").current.content
    texts = [content["answer"]] * 2 + ["1001", "1,001", "1 001", "1001.0", "1001"]
    report = report_of(quiz_with("number", *({"text": text} for text in texts)))
    assert [line.count for line in report.lines][:2] == [2, 5]


def test_how_sure_people_were_is_told_in_counts():
    quiz = build_sample(*["aa"] * 3, *["ba"] * 2, confidence=3)
    build_sample("aa", quiz=quiz)
    report = report_of(quiz)
    assert report.said_rows == [("A guess", 0, 0), ("Fairly sure", 0, 0), ("Very sure", 3, 5)]
    assert report.unsaid == 1


def test_of_a_level_that_fewer_than_five_used_nothing_is_told_of_right_not_even_by_subtraction():
    quiz = build_sample(*["aa"] * 5, confidence=3)
    build_sample("ba", quiz=quiz, confidence=1)
    report = report_of(quiz)
    assert report.said_rows == [("A guess", None, 1), ("Fairly sure", None, 0), ("Very sure", None, 5)]


def test_where_nobody_was_asked_how_sure_nothing_is_told():
    assert report_of(build_sample(*["aa"] * 5)).said == ()
