import pytest

from courses.contentfolder import FOLDER, ContentError, read_folder
from courses.plan import MEETING_WEEKS
from tests.courses.builders import write_folder
from tests.courses.programme_texts import ASKING, COMING, FILES, HOW, PROGRAMME, READING, WHY, WRITING

IMAGE = "\n::: image\nfile: hall.png\nalt: A hall\n:::\n"


@pytest.fixture
def refusals(tmp_path):
    """What is wrong with the small programme after these changes, as `path:line: message`."""

    def look(changes):
        with pytest.raises(ContentError) as refused:
            read_folder(write_folder(tmp_path, changes))
        return str(refused.value).split("\n")

    return look


def test_the_folder_is_read_in_the_order_of_programme_and_file_names(tmp_path):
    files = read_folder(write_folder(tmp_path))
    assert [source.path for source in files.sources] == list(FILES)


def test_the_repositorys_own_folder_can_be_read():
    files = read_folder(FOLDER)
    assert [len(module.lessons) for module in files.modules] == [11, 11, 11, 11]


@pytest.mark.parametrize("path", ["README.md", "why/notes.txt"])
def test_other_files_are_passed_over(tmp_path, path):
    (tmp_path / "why").mkdir()
    (tmp_path / path).write_text("Not a page.")
    assert [source.path for source in read_folder(write_folder(tmp_path)).sources] == list(FILES)


def test_a_sound_problem_names_file_and_line(refusals):
    assert refusals({"why/02-reading.md": READING.replace("20", "soon")}) == [
        "why/02-reading.md:5: The minutes must be a whole number of at most three digits."
    ]


def test_problems_of_all_files_are_said_at_once(refusals):
    changes = {
        "why/02-reading.md": READING.replace("20", "soon"),
        "how/02-coming.md": COMING.replace("---\ntitle", "title"),
    }
    assert [line.partition(": ")[0] for line in refusals(changes)] == ["why/02-reading.md:5", "how/02-coming.md:1"]


def test_a_folder_without_a_programme_is_refused(tmp_path):
    with pytest.raises(ContentError, match=r"programme.md:1: This file is missing\."):
        read_folder(tmp_path)


def test_a_module_without_its_file_is_refused(refusals):
    assert refusals({"how/module.md": None}) == ["how/module.md:1: This file is missing."]


def test_a_module_that_is_named_but_not_there_is_refused(refusals):
    changes = {"programme.md": PROGRAMME.replace("why | how", "why | how | whence")}
    assert refusals(changes) == ["whence/module.md:1: This file is missing."]


@pytest.mark.parametrize("written", ["why|how", "why  |  how", "why | how |", "why, how"])
def test_the_list_of_modules_is_written_in_one_way(refusals, written):
    found = refusals({"programme.md": PROGRAMME.replace("why | how", written)})
    assert "programme.md:5: The modules are slugs with “ | ” between them." in found


def test_a_module_named_twice_is_refused(refusals):
    assert refusals({"programme.md": PROGRAMME.replace("why | how", "why | how | why")})


def test_a_file_that_is_not_utf_8_is_refused_with_the_line(refusals):
    raw = READING.replace("rhubarb", "caf\u00e9").encode("latin-1")
    assert refusals({"why/02-reading.md": raw}) == [
        "why/02-reading.md:8: This line is not UTF-8. Save the file as UTF-8."
    ]


def test_a_slug_that_two_lessons_share_is_refused(refusals):
    changes = {"how/02-coming.md": None, "how/02-asking.md": COMING.replace("slug: coming", "slug: asking")}
    assert refusals(changes) == ["how/02-asking.md:3: The slug “asking” is already used in why/01-asking.md."]


def test_a_question_that_two_lessons_share_is_refused(refusals):
    changes = {"how/01-writing.md": WRITING.replace("question t3", "question t2")}
    assert refusals(changes) == ["how/01-writing.md:14: The question “t2” is already used in why/01-asking.md."]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("why/02-reading.md", READING.replace("slug: reading", "slug: read"), "why/02-reading.md:3"),
        ("why/module.md", WHY.replace("slug: why", "slug: reasons"), "why/module.md:3"),
        ("how/module.md", HOW.replace("slug: how", "slug: sure"), "how/module.md:3"),
    ],
)
def test_a_slug_that_differs_from_the_name_of_its_file_is_refused(refusals, path, text, expected):
    [line] = refusals({path: text})
    assert line.startswith(f"{expected}: The slug is “")


def test_a_lesson_file_without_a_number_is_refused(refusals):
    changes = {"how/02-coming.md": None, "how/coming.md": COMING}
    assert "how/coming.md:1: The name of the file must begin with its number: 01-…" in refusals(changes)


def test_an_image_that_is_not_there_is_refused(refusals):
    changes = {"why/02-reading.md": READING + IMAGE}
    assert refusals(changes) == ["why/02-reading.md:10: There is no file “hall.png” in files/."]


def test_an_image_of_the_programme_that_is_not_there_is_refused(refusals):
    assert refusals({"programme.md": PROGRAMME + IMAGE}) == ["programme.md:10: There is no file “hall.png” in files/."]


def test_a_download_that_is_not_there_is_refused(refusals):
    download = "\n::: download\nfile: register.odt\ntitle: The register\n:::\n"
    assert refusals({"why/02-reading.md": READING + download}) == [
        "why/02-reading.md:10: There is no file “register.odt” in files/."
    ]


@pytest.mark.parametrize("name", ["../programme.md", "/etc/hostname", "sub/hall.png"])
def test_a_file_outside_the_folder_of_files_is_refused(refusals, name):
    changes = {"why/02-reading.md": READING + IMAGE.replace("hall.png", name)}
    assert refusals(changes) == [f"why/02-reading.md:10: There is no file “{name}” in files/."]


def test_an_image_that_is_there_is_fine(tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "hall.png").write_bytes(b"")
    assert read_folder(write_folder(tmp_path, {"why/02-reading.md": READING + IMAGE}))


def test_a_question_with_two_best_options_is_refused_in_its_file(refusals):
    [line] = refusals({"why/01-asking.md": ASKING.replace("( ) The format", "(*) The format")})
    assert line.startswith("why/01-asking.md:")


# Meetings -------------------------------------------------------------------------------------------------------

MEETING = """\
---
title: What for?
slug: what-for
module: why
week: 4
lessons: asking | reading
output: One sentence.
---

::: prompt
minutes: 50

What is it for?
:::
"""


def test_the_repository_has_eight_meetings_of_45_to_60_minutes():
    meetings = read_folder().meetings
    assert [int(meeting.page.front["week"]) for meeting in meetings] == list(MEETING_WEEKS)
    assert all(3 <= len(meeting.page.blocks) <= 6 for meeting in meetings)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("minutes: 50", "minutes: 61"), ":1: The prompts take 61 minutes; those of a meeting take 45 to 60 in all."),
        (("minutes: 50", "minutes: an hour"), ":11: The minutes must be a whole number of at most three digits."),
        (("| reading", "| writing-2"), ":6: There is no “writing-2”."),
        (("module: why", "module: none"), ":4: There is no “none”."),
        (("week: 4", "week: 40"), ":5: The week is a school week, 1 to 39."),
        (("slug: what-for", "slug: for-what"), ":3: The slug is “for-what”, the name says “what-for”."),
        (("::: prompt", "::: key-idea"), ":10: There is no block “key-idea”. Known blocks: prompt."),
    ],
)
def test_a_meeting_that_cannot_be_held_is_refused(refusals, change, expected):
    lines = refusals({"meetings/01-what-for.md": MEETING.replace(*change)})
    assert f"meetings/01-what-for.md{expected}" in lines


def test_a_meeting_without_its_number_is_refused(refusals):
    assert refusals({"meetings/what-for.md": MEETING})[0].endswith("The name of the file must begin with 01-.")
