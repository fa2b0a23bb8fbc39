"""Loading the programme's files into pages, and writing them back."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, Revision

from courses.contentfolder import ContentError
from courses.domain.programme import EditedSince, export_programme, planned_changes
from courses.models import LessonPage, ModulePage, ProgrammePage
from courses.queries.programmefile import page_text
from quizzes.domain.question import put_question
from quizzes.models import Question, QuestionVersion, Quiz, QuizItem
from tests.builders import build_site
from tests.courses.builders import (
    ASKING,
    COMING,
    NOW,
    READING,
    WRITING,
    answer_quiz,
    asked,
    blocks_of,
    lesson_page,
    load_small,
    read_small,
    url_of,
    write_reflection,
)
from tests.courses.programme_texts import FILES

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)
MODELS = (Page, Revision, Question, QuestionVersion, Quiz, QuizItem, get_image_model(), get_document_model())


def rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in MODELS}


def changed(path: str, old: str, new: str) -> dict[str, str]:
    assert old in FILES[path]
    return {path: FILES[path].replace(old, new)}


def kinds(folder, changes=None) -> dict[str, str]:
    """What loading would do to each page, those left out that stay the same."""
    planned = planned_changes(read_small(folder, changes), home=build_site())
    return {change.path: change.kind for change in planned if change.kind != "same"}


def slugs(parent_slug: str) -> list[str]:
    parent = Page.objects.get(slug=parent_slug)
    return list(parent.get_children().values_list("slug", flat=True))


def exported(folder: Path) -> dict[str, bytes]:
    export_programme(ProgrammePage.objects.get(), folder)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.*"))}


@pytest.fixture
def loaded(programme, tmp_path):
    """The folder of the small programme, whose pages are there."""
    read_small(tmp_path)
    return tmp_path


def edit(slug: str, *, publish=True, **fields) -> LessonPage:
    """As an editor does in the admin."""
    page = lesson_page(slug).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(page, name, value)
    revision = page.save_revision()
    if publish:
        revision.publish()
    return page


# Loading --------------------------------------------------------------------------------------------------------


def test_loading_makes_the_tree_and_publishes_it(programme):
    assert (slugs("programme"), slugs("why"), slugs("how")) == (["why", "how"], [ASKING, READING], [WRITING, COMING])
    assert not Page.objects.filter(live=False).exists()


def test_a_lesson_has_what_its_file_says(programme):
    page = lesson_page(ASKING)
    assert (page.title, page.intention) == ("Why ask first?", "Put the question before the test.")
    assert (page.opening, page.minutes, page.is_sample) == ("a buying decision", 25, True)
    assert [block.block_type for block in page.body] == ["prose", "key_idea", "quiz", "reflection"]


def test_a_module_has_what_its_file_says(programme):
    page = ModulePage.objects.get(slug="how")
    assert (page.title, page.pillar, page.question) == (
        "How sure?",
        "reliability",
        "Would we get the same again?",
    )


def test_the_questions_of_a_lesson_are_its_quiz_in_order(programme):
    items = QuizItem.objects.filter(quiz__key=ASKING).order_by("position")
    assert [item.question.key for item in items] == ["t1", "t2"]


def test_modules_are_for_those_who_sign_in_and_the_programme_is_public(programme):
    restrictions = PageViewRestriction.objects.filter(restriction_type=PageViewRestriction.LOGIN)
    assert set(restrictions.values_list("page__slug", flat=True)) == {"why", "how"}


def test_loading_twice_changes_nothing(loaded):
    before = rows(), list(Page.objects.values("pk", "last_published_at", "latest_revision"))
    load_small(loaded, now=LATER)
    assert (rows(), list(Page.objects.values("pk", "last_published_at", "latest_revision"))) == before


def test_a_changed_lesson_is_updated_and_no_other(loaded):
    before = dict(Page.objects.values_list("slug", "latest_revision"))
    load_small(loaded, changed("why/02-reading.md", "rhubarb", "quince"), now=LATER)
    after = dict(Page.objects.values_list("slug", "latest_revision"))
    assert {slug for slug in after if after[slug] != before[slug]} == {READING}
    assert "quince" in page_text(lesson_page(READING))


def test_a_changed_question_makes_one_new_version_and_leaves_the_others(loaded):
    load_small(loaded, changed("why/01-asking.md", "( ) The price", "( ) The cost"), now=LATER)
    versions = dict(Question.objects.values_list("key", "current__number"))
    assert versions == {"t1": 2, "t2": 1, "t3": 1}
    assert QuestionVersion.objects.get(question__key="t1", number=2).created_at == LATER


def test_a_changed_text_makes_no_new_version_of_questions(loaded):
    load_small(loaded, changed("why/01-asking.md", "gooseberry", "currant"), now=LATER)
    assert QuestionVersion.objects.count() == 3


def test_answers_survive_a_changed_question(loaded, lead):
    answer_quiz(lead, ASKING)
    load_small(loaded, changed("why/01-asking.md", "( ) The price", "( ) The cost"), now=LATER)
    answers = asked("t1").question.answers
    assert [answer.version.number for answer in answers.all()] == [1]


def test_a_question_taken_out_leaves_the_quiz_and_stays_with_its_answers(loaded, lead):
    answer_quiz(lead, ASKING)
    text = FILES["why/01-asking.md"]
    start, end = text.index("::: question t2"), text.index("::: reflection")
    load_small(loaded, {"why/01-asking.md": text[:start] + text[end:]})
    assert list(QuizItem.objects.filter(quiz__key=ASKING).values_list("question__key", flat=True)) == ["t1"]
    assert Question.objects.get(key="t2").answers.count() == 1


def test_a_lesson_that_becomes_a_sample_is_public(client, loaded):
    url = url_of(READING)
    assert client.get(url).status_code == 404
    load_small(loaded, changed("why/02-reading.md", "minutes: 20\n", "minutes: 20\nsample: yes\n"))
    assert client.get(url).status_code == 200


def test_the_caller_hears_of_every_page_written(loaded):
    heard = []
    load_small(loaded, changed("why/02-reading.md", "rhubarb", "quince"), on_page=heard.append)
    assert heard == ["why/02-reading.md"]


# Order ----------------------------------------------------------------------------------------------------------


def fresh(slug: str) -> str:
    return FILES["how/02-coming.md"].replace("slug: coming", f"slug: {slug}")


@pytest.mark.parametrize(
    ("number", "expected"),
    [("00", ["fresh", ASKING, READING]), ("03", [ASKING, READING, "fresh"])],
)
def test_a_new_lesson_stands_where_its_number_says(loaded, number, expected):
    load_small(loaded, {f"why/{number}-fresh.md": fresh("fresh")})
    assert slugs("why") == expected


def test_a_new_lesson_stands_between_others(loaded):
    changes = {
        "why/02-reading.md": None,
        "why/02-fresh.md": fresh("fresh"),
        "why/03-reading.md": FILES["why/02-reading.md"],
    }
    load_small(loaded, changes)
    assert slugs("why") == [ASKING, "fresh", READING]


def test_lessons_renumbered_change_places(loaded):
    changes = {
        "why/01-asking.md": None,
        "why/02-asking.md": FILES["why/01-asking.md"],
        "why/02-reading.md": None,
        "why/01-reading.md": FILES["why/02-reading.md"],
    }
    load_small(loaded, changes)
    assert slugs("why") == [READING, ASKING]


def test_lessons_that_only_change_places_are_told_and_get_no_new_revision(loaded):
    changes = {
        "why/01-asking.md": None,
        "why/02-asking.md": FILES["why/01-asking.md"],
        "why/02-reading.md": None,
        "why/01-reading.md": FILES["why/02-reading.md"],
    }
    before = rows()
    assert kinds(loaded, changes) == {"why/02-asking.md": "moved"}
    load_small(loaded, changes)
    assert (rows(), kinds(loaded, changes)) == (before, {})


def test_a_lesson_added_on_the_site_keeps_its_place(loaded):
    parent = ModulePage.objects.get(slug="why")
    added = parent.add_child(instance=LessonPage(title="Added", slug="added"))
    added.move(lesson_page(READING), pos="left")
    load_small(loaded, changed("why/02-reading.md", "rhubarb", "quince"))
    assert slugs("why") == [ASKING, "added", READING]


def test_modules_moved_on_the_site_count_as_an_edit_and_stay_where_the_site_wins(loaded):
    ModulePage.objects.get(slug="how").move(ModulePage.objects.get(slug="why"), pos="left")
    assert kinds(loaded) == {"programme.md": "edited on the site"}
    load_small(loaded, keep="site")
    assert slugs("programme") == ["how", "why"]
    load_small(loaded, keep="files")
    assert slugs("programme") == ["why", "how"]


def test_modules_named_in_another_order_change_places(loaded, tmp_path_factory):
    load_small(loaded, changed("programme.md", "why | how", "how | why"))
    assert slugs("programme") == ["how", "why"]
    assert exported(tmp_path_factory.mktemp("out"))["programme.md"] == (loaded / "programme.md").read_bytes()
    assert kinds(loaded, changed("programme.md", "why | how", "how | why")) == {}


# Edited on the site ---------------------------------------------------------------------------------------------


def test_a_page_edited_since_is_refused_with_the_difference(loaded):
    edit(READING, title="What was edited?")
    with pytest.raises(EditedSince) as refused:
        load_small(loaded)
    [change] = refused.value.changes
    assert change.path == "why/02-reading.md"
    assert "-title: What was edited?" in change.difference
    assert "+title: What is only to be read?" in change.difference


def test_when_one_page_is_refused_nothing_is_loaded(loaded):
    edit(READING, title="What was edited?")
    before = rows()
    with pytest.raises(EditedSince):
        load_small(loaded, changed("why/01-asking.md", "gooseberry", "currant"))
    assert rows() == before
    assert "gooseberry" in page_text(lesson_page(ASKING))


def test_an_unpublished_draft_counts_as_edited(loaded):
    edit(READING, publish=False, title="A draft?")
    with pytest.raises(EditedSince):
        load_small(loaded)


def test_a_question_edited_on_the_site_counts_as_an_edit_of_its_lesson(loaded):
    [draft] = [one for one in read_small(loaded).modules[0].lessons[0].page.questions if one.key == "t1"]
    draft.content["stem"] = "What comes before all?"
    put_question(draft=draft, by=None, now=LATER)
    assert kinds(loaded) == {"why/01-asking.md": "edited on the site"}


def test_the_files_win_where_asked(loaded):
    edit(READING, title="What was edited?")
    load_small(loaded, keep="files")
    assert lesson_page(READING).title == "What is only to be read?"
    assert kinds(loaded) == {}


def test_the_files_win_over_a_draft_too(loaded):
    edit(READING, publish=False, title="A draft?")
    load_small(loaded, keep="files")
    assert page_text(lesson_page(READING)) == FILES["why/02-reading.md"]


def test_the_site_wins_where_asked_and_other_pages_are_loaded(loaded):
    edit(READING, title="What was edited?")
    load_small(loaded, changed("why/01-asking.md", "gooseberry", "currant"), keep="site")
    assert lesson_page(READING).title == "What was edited?"
    assert "currant" in page_text(lesson_page(ASKING))


def test_an_edit_that_changes_nothing_is_none(loaded):
    edit(READING)
    assert kinds(loaded) == {}


def test_an_edit_that_went_into_the_files_is_none_any_more(loaded):
    edit(READING, title="What was edited?")
    merged = changed("why/02-reading.md", "What is only to be read?", "What was edited?")
    load_small(loaded, merged)
    text = merged["why/02-reading.md"].replace("rhubarb", "quince")
    assert kinds(loaded, {"why/02-reading.md": text}) == {"why/02-reading.md": "changed"}


# Reflections keep their place -----------------------------------------------------------------------------------


def reload(folder, *pairs) -> None:
    text = FILES["how/01-writing.md"]
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    load_small(folder, {"how/01-writing.md": text})


@pytest.mark.parametrize(
    "pairs",
    [
        [("::: reflection\nlabel", "A new paragraph.\n\n::: reflection\nlabel")],
        [("::: reflection\nlabel", "::: key-idea\nNew.\n:::\n\n::: reflection\nlabel")],
        [("What do you expect?", "What do you expect to find?")],
        [("What do you expect?", "First?"), ("What did you find?", "Second?")],
        [("Before you read on", "Before")],
        [("(*) The steady one", "(*) The reliable one")],
    ],
    ids=["prose before", "block before", "one reworded", "both reworded", "label", "question"],
)
def test_reflections_keep_their_ids(loaded, pairs):
    before = blocks_of(WRITING)
    reload(loaded, *pairs)
    assert blocks_of(WRITING) == before


def test_a_reflection_added_before_another_gets_an_id_of_its_own(loaded):
    first, second = blocks_of(WRITING)
    reload(loaded, ("::: reflection\nlabel", "::: reflection\nNew?\n:::\n\n::: reflection\nlabel"))
    new, *others = blocks_of(WRITING)
    assert others == [first, second]
    assert new not in (first, second)


def test_the_second_reflection_keeps_its_id_when_the_first_goes(loaded):
    _, second = blocks_of(WRITING)
    text = FILES["how/01-writing.md"]
    start, end = text.index("::: reflection"), text.index("::: question")
    load_small(loaded, {"how/01-writing.md": text[:start] + text[end:]})
    assert blocks_of(WRITING) == [second]


def test_reflections_that_change_places_take_their_ids_along(loaded):
    first, second = blocks_of(WRITING)
    reload(loaded, ("What do you expect?", "x"), ("What did you find?", "y"))
    reload(
        loaded,
        ("label: Before you read on\n\nWhat do you expect?", "y"),
        ("What did you find?", "z"),
    )
    assert set(blocks_of(WRITING)) == {first, second}


def test_what_was_written_stays_with_a_reworded_prompt(loaded, lead, client):
    write_reflection(lead, WRITING, text="I expected rain.")
    reload(loaded, ("What do you expect?", "What do you expect to find?"))
    client.force_login(lead)
    assert "I expected rain." in client.get(url_of(WRITING)).content.decode()


# Nothing half loaded --------------------------------------------------------------------------------------------


def test_a_question_of_another_kind_is_refused_with_file_and_line_and_nothing_loaded(loaded):
    question = FILES["why/01-asking.md"]
    start, end = question.index("::: question t2"), question.index("::: reflection")
    as_number = (
        "::: question t2\nkind: number\npillar: purpose\nanswer: 4\ntolerance: 0\nright: Yes.\nwrong: No.\n"
        "stem: How many pillars are there?\n:::\n\n"
    )
    changes = {
        "why/01-asking.md": question[:start] + as_number + question[end:],
        "why/02-reading.md": FILES["why/02-reading.md"].replace("rhubarb", "quince"),
    }
    before = rows()
    with pytest.raises(ContentError) as refused:
        load_small(loaded, changes)
    line = changes["why/01-asking.md"][:start].count("\n") + 1
    assert str(refused.value).startswith(f"why/01-asking.md:{line}: “t2” is of the kind “text”.")
    assert rows() == before


# What would change ----------------------------------------------------------------------------------------------


def test_what_would_change_is_told_with_the_difference(loaded):
    planned = planned_changes(read_small(loaded, changed("why/02-reading.md", "rhubarb", "quince")), home=build_site())
    [change] = [change for change in planned if change.kind == "changed"]
    assert [line for line in change.difference if line[0] in "+-" and "a tick" in line] == [
        "-This page about rhubarb asks for a tick and no more.",
        "+This page about quince asks for a tick and no more.",
    ]


def test_looking_at_what_would_change_changes_nothing(loaded):
    before = rows()
    kinds(loaded, changed("why/02-reading.md", "rhubarb", "quince"))
    assert rows() == before


# Writing the files back -----------------------------------------------------------------------------------------


def test_export_after_load_is_byte_identical(loaded, tmp_path_factory):
    written = exported(tmp_path_factory.mktemp("out"))
    assert written == {path: text.encode() for path, text in sorted(FILES.items())}


def test_an_edit_on_the_site_is_exported_and_loads_as_the_same(loaded, tmp_path_factory):
    edit(READING, title="What was edited?")
    out = tmp_path_factory.mktemp("out")
    assert b"title: What was edited?" in exported(out)["why/02-reading.md"]
    assert kinds(loaded, {"why/02-reading.md": (out / "why/02-reading.md").read_text()}) == {}


def test_what_a_browser_sends_is_exported_with_the_line_ends_of_files(loaded):
    edit(READING, body=[("prose", "One  \r\n\r\nTwo\r\n")])
    assert page_text(lesson_page(READING)).endswith("---\n\nOne\n\nTwo\n")


def test_a_later_draft_is_what_is_exported(loaded):
    edit(READING, publish=False, title="A draft?")
    assert "title: A draft?" in page_text(lesson_page(READING))


# Images and downloads -------------------------------------------------------------------------------------------


def png() -> bytes:
    buffer = BytesIO()
    Picture.new("RGB", (4, 3)).save(buffer, "PNG")
    return buffer.getvalue()


BLOCKS = """
::: image
file: hall.png
alt: A hall
caption: The hall.
:::

::: download
file: register.txt
title: The register
:::
"""


@pytest.fixture
def with_files(loaded, settings, tmp_path_factory):
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
    (loaded / "files").mkdir()
    (loaded / "files" / "hall.png").write_bytes(png())
    (loaded / "files" / "register.txt").write_text("A register.")
    load_small(loaded, {"why/02-reading.md": FILES["why/02-reading.md"] + BLOCKS})
    return loaded


def test_images_and_downloads_are_loaded(with_files):
    image, download = list(lesson_page(READING).body)[1:]
    assert (image.value["image"].title, image.value["image"].contextual_alt_text) == ("hall.png", "A hall")
    assert (download.value["document"].title, download.value["title"]) == ("register.txt", "The register")


def test_images_and_downloads_are_exported_with_the_pages(with_files, tmp_path_factory):
    written = exported(tmp_path_factory.mktemp("out"))
    assert written["why/02-reading.md"] == (with_files / "why/02-reading.md").read_bytes()
    assert (written["files/hall.png"], written["files/register.txt"]) == (png(), b"A register.")


def test_loading_again_stores_no_file_twice(with_files):
    before = rows()
    text = (FILES["why/02-reading.md"] + BLOCKS).replace("rhubarb", "quince")
    load_small(with_files, {"why/02-reading.md": text})
    after = rows()
    assert [after[name] for name in ("Image", "Document")] == [before[name] for name in ("Image", "Document")]


def test_images_of_the_programme_page_are_loaded_and_exported(with_files, tmp_path_factory):
    text = FILES["programme.md"] + BLOCKS
    changes = {"programme.md": text, "why/02-reading.md": FILES["why/02-reading.md"]}
    load_small(with_files, changes)
    written = exported(tmp_path_factory.mktemp("out"))
    assert (written["programme.md"], written["files/hall.png"]) == (text.encode(), png())


def test_a_title_that_is_a_path_stays_in_the_folder_of_files(with_files, tmp_path_factory):
    get_image_model().objects.update(title="../../hall.png")
    out = tmp_path_factory.mktemp("out")
    assert [path for path in exported(out) if "hall" in path] == ["files/-..-hall.png"]
    assert "file: -..-hall.png" in (out / "why/02-reading.md").read_text()
