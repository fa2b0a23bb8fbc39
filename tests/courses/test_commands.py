"""load_programme and export_programme as an author runs them."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Revision

from courses.contentfolder import FOLDER
from courses.domain.programme import load_programme, planned_changes
from courses.models import LessonPage, ProgrammePage
from quizzes.models import Question, QuestionVersion, Quiz, QuizItem
from tests.builders import build_site
from tests.courses.builders import NOW, READING, lesson_page, read_small, write_folder
from tests.courses.programme_texts import FILES

pytestmark = pytest.mark.django_db

MODELS = (Page, Revision, Question, QuestionVersion, Quiz, QuizItem)
READING_FILE = "why/02-reading.md"


def rows() -> list[int]:
    return [model.objects.count() for model in MODELS]


def load(folder, **options) -> str:
    out = StringIO()
    call_command("load_programme", folder, stdout=out, **{"yes": True, **options})
    return out.getvalue()


def refusal(folder, **options) -> str:
    with pytest.raises(CommandError) as refused:
        load(folder, **options)
    return str(refused.value)


def edit_reading(title="What was edited?"):
    page = lesson_page(READING)
    page.title = title
    page.save_revision().publish()


@pytest.fixture
def folder(site, tmp_path):
    """The small programme as files; no page is there yet."""
    return write_folder(tmp_path)


# Loading --------------------------------------------------------------------------------------------------------


def test_a_first_load_shows_each_page_as_new_and_makes_it(folder):
    out = load(folder)
    assert out.split("\n")[: len(FILES)] == [f"new: {path}" for path in FILES]
    assert "7 pages to change, 0 already the same." in out
    assert out.endswith("Loaded 7 files.\n")
    assert LessonPage.objects.count() == 4


def test_without_a_home_page_one_is_made(db, tmp_path):
    load(write_folder(tmp_path))
    assert ProgrammePage.objects.get().get_parent().slug == "home"


def test_a_second_load_finds_everything_the_same(folder):
    load(folder)
    before = rows()
    assert load(folder) == "0 pages to change, 7 already the same.\n"
    assert rows() == before


def test_a_change_is_shown_before_it_is_made(folder):
    load(folder)
    write_folder(folder, {READING_FILE: FILES[READING_FILE].replace("rhubarb", "quince")})
    out = load(folder)
    assert out.startswith(f"changed: {READING_FILE}\n")
    assert "    -This page about rhubarb" in out
    assert "    +This page about quince" in out
    assert out.index("+This page") < out.index("Loaded 7 files.")


def test_a_dry_run_shows_and_writes_nothing(folder):
    before = rows()
    out = load(folder, dry_run=True)
    assert "7 pages to change" in out
    assert "Loaded" not in out
    assert rows() == before


@pytest.mark.parametrize(("said", "loaded"), [("y", 4), ("yes", 4), ("Y ", 4), ("n", 0), ("", 0), ("what", 0)])
def test_an_author_is_asked_before_anything_is_loaded(folder, monkeypatch, said, loaded):
    monkeypatch.setattr("builtins.input", lambda prompt: said)
    if loaded:
        load(folder, yes=False)
    else:
        assert refusal(folder, yes=False) == "Nothing was loaded."
    assert LessonPage.objects.count() == loaded


# Refusing -------------------------------------------------------------------------------------------------------

ASKING_TEXT = FILES["why/01-asking.md"]
TABLE = "\n::: table\ncaption: Uneven.\n\n| Row | Value |\n| --- | --- |\n| One |\n:::\n"
FIGURE = "\n::: figure\nkind: strip\ncaption: No number.\n\n| Label | Value |\n| --- | --- |\n| One | many |\n:::\n"
IMAGE = "\n::: image\nfile: none.png\nalt: A\n:::\n"
BAD = {
    "front matter without a beginning": (READING_FILE, FILES[READING_FILE][4:], 1),
    "front matter without an end": (READING_FILE, "---\ntitle: A\n", 1),
    "front matter with an unknown field": (READING_FILE, FILES[READING_FILE].replace("20\n", "20\nhours: 1\n"), 6),
    "unknown block": (READING_FILE, FILES[READING_FILE] + "\n::: poem\nX\n:::\n", 10),
    "fence never closed": (READING_FILE, FILES[READING_FILE] + "\n::: key-idea\nX\n", 10),
    "uneven table": (READING_FILE, FILES[READING_FILE] + TABLE, 13),
    "text for a number": (READING_FILE, FILES[READING_FILE] + FIGURE, 14),
    "missing image": (READING_FILE, FILES[READING_FILE] + IMAGE, 10),
    "not UTF-8": (READING_FILE, FILES[READING_FILE].replace("rhubarb", "caf\u00e9").encode("latin-1"), 8),
    "slug used twice": ("why/03-asking.md", FILES["how/02-coming.md"].replace("slug: coming", "slug: asking"), 3),
    "question used twice": ("how/01-writing.md", FILES["how/01-writing.md"].replace("t3", "t1"), 14),
    "two best options": ("why/01-asking.md", ASKING_TEXT.replace("( ) The price", "(*) The price"), None),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_refused_by_file_and_line_and_nothing_is_loaded(folder, case):
    path, text, line = BAD[case]
    write_folder(folder, {path: text, "how/02-coming.md": FILES["how/02-coming.md"].replace("Look", "Gaze")})
    before = rows()
    message = refusal(folder)
    assert message.startswith(f"Nothing was loaded.\n{path}:{line or ''}")
    assert rows() == before


@pytest.mark.parametrize("case", BAD)
def test_bad_input_leaves_what_was_loaded_before(folder, case):
    load(folder)
    path, text, _ = BAD[case]
    write_folder(folder, {path: text, "how/02-coming.md": FILES["how/02-coming.md"].replace("Look", "Gaze")})
    before = rows()
    refusal(folder)
    assert rows() == before
    assert lesson_page("coming").intention == "Look forward."


def test_a_folder_that_is_not_there_is_refused(site, tmp_path):
    assert "programme.md:1: This file is missing." in refusal(tmp_path / "nowhere")


def test_a_load_that_breaks_off_leaves_nothing(folder):
    files, home = read_small(folder), build_site()
    before = rows()

    def power_cut(path):
        if path == "how/01-writing.md":
            raise RuntimeError

    with pytest.raises(RuntimeError):
        load_programme(files, home=home, by=None, now=NOW, on_page=power_cut)
    assert rows() == before


# Edited on the site ---------------------------------------------------------------------------------------------


def test_a_page_edited_on_the_site_is_refused_with_its_difference_and_the_way_out(folder):
    load(folder)
    edit_reading()
    before, out = rows(), StringIO()
    with pytest.raises(CommandError, match="Choose --theirs to keep them as they are on the site, or --ours"):
        call_command("load_programme", folder, yes=True, stdout=out)
    assert f"edited on the site: {READING_FILE}" in out.getvalue()
    assert "    -title: What was edited?" in out.getvalue()
    assert rows() == before


def test_ours_lets_the_files_win(folder):
    load(folder)
    edit_reading()
    load(folder, keep="files")
    assert lesson_page(READING).title == "What is only to be read?"


def test_theirs_keeps_the_site(folder):
    load(folder)
    edit_reading()
    load(folder, keep="site")
    assert lesson_page(READING).title == "What was edited?"


@pytest.mark.parametrize(("flag", "title"), [("--ours", "What is only to be read?"), ("--theirs", "What was edited?")])
def test_the_flags_mean_what_they_say(folder, flag, title):
    load(folder)
    edit_reading()
    call_command("load_programme", str(folder), "--yes", flag, stdout=StringIO())
    assert lesson_page(READING).title == title


def test_both_flags_at_once_are_refused(folder):
    with pytest.raises(CommandError, match="not allowed with"):
        call_command("load_programme", str(folder), "--ours", "--theirs", stdout=StringIO())


# Exporting ------------------------------------------------------------------------------------------------------


def test_export_writes_the_files_back(folder, tmp_path_factory):
    load(folder)
    target, out = tmp_path_factory.mktemp("out"), StringIO()
    call_command("export_programme", target, stdout=out)
    assert out.getvalue() == f"Wrote 7 files to {target}.\n"
    assert {path: (target / path).read_text() for path in FILES} == FILES


def test_exporting_what_is_not_there_is_refused(site, tmp_path):
    with pytest.raises(CommandError, match="There is no programme with the slug “nothing”"):
        call_command("export_programme", tmp_path, slug="nothing")


# The programme of the repository --------------------------------------------------------------------------------


def test_the_repositorys_programme_comes_back_byte_for_byte_and_loads_as_the_same(site, tmp_path):
    load(FOLDER)
    call_command("export_programme", tmp_path, stdout=StringIO())
    sources = {path.relative_to(FOLDER): path.read_bytes() for path in FOLDER.rglob("*") if path.is_file()}
    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    sources = {path: raw for path, raw in sources.items() if path.name != "README.md"}
    assert sorted(written) == sorted(sources)
    assert [path for path in sources if written[path] != sources[path]] == []
    before = rows()
    assert load(FOLDER) == f"0 pages to change, {len(sources)} already the same.\n"
    assert rows() == before


def test_a_first_plan_names_every_page_as_new(folder):
    planned = planned_changes(read_small(folder), home=build_site())
    assert [(change.path, change.kind) for change in planned] == [(path, "new") for path in FILES]
