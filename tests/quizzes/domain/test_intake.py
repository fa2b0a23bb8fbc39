"""Questions from files of other systems: what would change is shown first, then all of it is taken or nothing."""

from datetime import timedelta

import pytest

from quizzes.domain.intake import IntakeOutdated, forget_old_intakes, receive_questions, take_questions
from quizzes.domain.question import QuestionInvalid
from quizzes.formats.exchange import Defaults, ImportRefused, write_questions
from quizzes.models import Intake, Question
from quizzes.queries.intake import digest_of, planned
from tests.builders import build_user
from tests.quizzes.builders import NOW, build_question, correct_question
from tests.quizzes.drafts import build_draft

pytestmark = pytest.mark.django_db

TWO = b"::first:: Which? {=Yes #Right. ~No #Wrong.}\n\n::second:: And which? {=This #Right. ~That #Wrong.}\n"


def received(data=TWO, **options):
    defaults = {"name": "two.gift", "format": "gift", "defaults": Defaults(), "by": build_user(), "now": NOW}
    return receive_questions(data=data, **(defaults | options))


def take(intake, **changes):
    plans = planned(intake)
    given = {"keys": [plan.key for plan in plans], "digest": digest_of(plans), "tags": [], "by": intake.by, "now": NOW}
    return take_questions(intake=intake, **(given | changes))


def kinds_of(intake) -> list[str]:
    return [plan.what for plan in planned(intake)]


def test_reading_a_file_stores_no_question():
    intake = received()
    assert (len(intake.texts), len(intake.report), Question.objects.count()) == (2, 2, 0)


def test_a_file_that_cannot_be_read_keeps_nothing():
    with pytest.raises(ImportRefused):
        received(b"", format="")
    assert Intake.objects.count() == 0


def test_confirmed_questions_are_in_the_bank_with_their_tags():
    taken = take(received(), tags=["From outside"])
    assert Question.objects.count() == len(taken) == 2
    assert [tag.name for tag in taken[0].tags.all()] == ["From outside"]
    assert taken[0].current.note == "From the file two.gift"


def test_only_chosen_questions_are_taken():
    intake = received()
    [kept] = take(intake, keys=[planned(intake)[1].key])
    assert Question.objects.get() == kept


def test_an_upload_is_taken_once():
    intake = received()
    digest = digest_of(planned(intake))
    take(intake)
    with pytest.raises(IntakeOutdated):
        take(intake, digest=digest)


def test_a_question_that_the_bank_has_word_for_word_stays():
    question = build_question()
    intake = received(write_questions([build_draft_of(question)], format="gift").data)
    assert kinds_of(intake) == ["same"]
    assert take(intake) == []


def build_draft_of(question, **content):
    draft = build_draft(question.kind)
    return type(draft)(question.key, draft.kind, draft.pillar, draft.difficulty, draft.content | content)


def test_a_changed_question_is_shown_with_the_difference_and_becomes_a_version():
    question = build_question()
    changed = build_draft_of(question, stem="What is the best criticism?")
    intake = received(write_questions([changed], format="gift").data)
    [plan] = planned(intake)
    assert (plan.what, plan.version, plan.new_series) == ("changed", 1, False)
    assert {line.text for line in plan.difference if line.sign == "+"} == {"stem: What is the best criticism?"}
    take(intake)
    assert Question.objects.get().current.number == 2


@pytest.mark.parametrize("count", [1, 3])
def test_an_upload_is_laid_beside_the_bank_in_two_queries(count, django_assert_num_queries):
    changed = [build_draft_of(build_question(), stem="What is best?") for _ in range(count)]
    intake = received(write_questions(changed, format="gift").data)
    with django_assert_num_queries(2):
        assert kinds_of(intake) == ["changed"] * count


def test_what_is_taken_must_be_what_was_shown():
    question = build_question()
    intake = received(write_questions([build_draft_of(question, stem="What is best?")], format="gift").data)
    shown = digest_of(planned(intake))
    correct_question(question, now=NOW, stem="Corrected meanwhile")
    with pytest.raises(IntakeOutdated):
        take(intake, digest=shown)


def test_a_correction_saved_while_an_upload_is_taken_is_not_written_over(monkeypatch):
    question = build_question()
    intake = received(write_questions([build_draft_of(question, stem="What is best?")], format="gift").data)
    before = planned(intake)
    correct_question(question, now=NOW, stem="Corrected at the same moment")
    monkeypatch.setattr("quizzes.domain.intake.planned", lambda _: before)
    with pytest.raises(IntakeOutdated):
        take_questions(intake=intake, keys=[question.key], digest=digest_of(before), tags=[], by=intake.by, now=NOW)
    assert question.versions.count() == 2


def test_when_one_question_cannot_be_stored_none_is(monkeypatch):
    intake = received()
    stored = []

    def refuse_the_second(**given):
        stored.append(given["draft"].key)
        if len(stored) == 2:
            raise QuestionInvalid(["No."])
        return build_question(key=given["draft"].key), True

    monkeypatch.setattr("quizzes.domain.intake.put_question", refuse_the_second)
    with pytest.raises(QuestionInvalid):
        take(intake)
    assert (len(stored), Question.objects.count()) == (2, 0)
    intake.refresh_from_db()
    assert intake.taken_at is None


def test_uploads_are_forgotten_after_a_week():
    old, new = received(now=NOW - timedelta(days=8)), received()
    forget_old_intakes(now=NOW)
    assert list(Intake.objects.all()) == [new]
    assert old.pk != new.pk


def test_a_key_that_the_file_brings_names_the_question_of_the_bank_whatever_it_begins_with():
    question = build_question(key="imported-1")
    defaults = Defaults(prefix="imported", taken=frozenset(["imported-1"]))
    changed = build_draft_of(question, stem="What is the best criticism?")
    intake = received(write_questions([changed], format="gift").data, defaults=defaults)
    assert [(plan.key, plan.what) for plan in planned(intake)] == [("imported-1", "changed")]


def test_a_key_that_is_made_here_is_a_free_one():
    build_question(key="imported-first")
    intake = received(defaults=Defaults(prefix="imported", taken=frozenset(["imported-first"])))
    assert [(plan.key, plan.what) for plan in planned(intake)] == [
        ("imported-first-2", "new"),
        ("imported-second", "new"),
    ]
