"""Imports of the register: all or nothing, the same twice, what vanishes, and one at a time."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from courses.domain import registerimport as domain
from courses.giasfile import RegisterRefused
from courses.models import Establishment, EstablishmentLink, EstablishmentWord, RegisterImport
from tests.builders import build_user
from tests.courses.register.files import ONE, as_file, link, put, row, written, zipped

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def stored():
    return list(Establishment.objects.order_by("urn").values_list("urn", "name", "vanished_at"))


def uploads() -> list[str]:
    return default_storage.listdir("register")[1] if default_storage.exists("register") else []


def counts(done):
    return done.read, done.added, done.changed, done.unchanged, done.vanished


def receive(*rows, name="edubasealldata.csv", **given):
    file = given.pop("file", None) or as_file(rows or [ONE])
    return domain.receive_register(file=file, name=name, allows_fewer=False, by=None, now=now(), **given)


def test_an_import_adds_schools_and_says_how_many():
    assert counts(put(ONE, row(urn="900002"))) == (2, 2, 0, 0, 0)
    assert stored() == [("900001", "Holm Park School", None), ("900002", "Holm Park School", None)]


def test_the_same_file_again_changes_nothing():
    put(ONE, row(urn="900002"))
    before = list(Establishment.objects.values())
    assert counts(put(ONE, row(urn="900002"))) == (2, 0, 0, 2, 0)
    assert list(Establishment.objects.values()) == before


def test_a_changed_row_is_changed_and_the_import_says_what_it_was():
    put(ONE)
    done = put(row(name="Holm Park Primary", pupils=""))
    assert counts(done) == (1, 0, 1, 0, 0)
    assert done.differences["changed"] == [
        ["900001", "Holm Park Primary", "Holm Park School → Holm Park Primary; 210 → nothing"]
    ]


def test_what_vanishes_is_marked_and_what_comes_back_is_unmarked():
    put(ONE, row(urn="900002"))
    done = put(ONE)
    assert counts(done) == (1, 0, 0, 1, 1)
    assert done.differences["vanished"] == [["900002", "Holm Park School", ""]]
    assert Establishment.objects.get(pk="900002").vanished_at is not None
    assert counts(put(ONE, row(urn="900002"))) == (2, 1, 0, 1, 0)
    assert Establishment.objects.get(pk="900002").vanished_at is None


def test_half_a_file_is_refused_unless_its_sender_says_so():
    rows = [row(urn=str(900_000 + number)) for number in range(60)]
    put(*rows)
    with pytest.raises(RegisterRefused, match="The file lacks 30 of the 60 schools"):
        put(*rows[:30], fewer=False)
    assert not Establishment.objects.exclude(vanished_at=None).exists()
    assert put(*rows[:30], fewer=True).vanished == 30


def test_a_file_that_breaks_off_changes_nothing_and_the_import_says_why(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        put(ONE)
    before = list(Establishment.objects.values())
    broken = io.BytesIO(written([row(name="New name"), row(urn="900002")]).encode()[:-30])
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RegisterRefused):
        put(file=broken)
    assert list(Establishment.objects.values()) == before
    refused = RegisterImport.objects.first()
    assert (refused.state, refused.sentence[:11], refused.added) == ("refused", "Line 3 has ", 0)
    assert uploads() == []


def test_a_fault_while_writing_leaves_everything_as_it_was(monkeypatch):
    put(ONE)
    monkeypatch.setattr(domain, "write_words", lambda words: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        put(row(name="New name"))
    assert stored() == [("900001", "Holm Park School", None)]


def test_links_are_taken_whole_and_stay_when_only_schools_are_imported():
    put(file=as_file([link("900001", "900002"), link("900003", "900002")]))
    put(ONE)
    assert EstablishmentLink.objects.count() == 2
    assert put(file=as_file([link("900001", "900002", "Successor - Split School")])).links == 1
    assert list(EstablishmentLink.objects.values_list("old_urn", "new_urn", "said")) == [
        ("900001", "900002", "Successor - Split School")
    ]


def test_links_alone_make_no_school_vanish():
    put(ONE)
    put(file=as_file([link("900001", "900002")]))
    assert stored() == [("900001", "Holm Park School", None)]


def test_a_zip_brings_both():
    done = put(file=zipped(a_csv=written([ONE]).encode(), b_csv=written([link("900000", "900001")]).encode()))
    assert (done.added, done.links) == (1, 1)


def test_left_out_rows_are_counted_by_reason():
    assert put(ONE, ONE, row(urn="900009", opened_on="never")).left_out == {
        "the same row a second time": 1,
        "a date in it is not a day": 1,
    }


def test_no_head_is_kept_anywhere():
    put(ONE)
    everything = [list(model.objects.values()) for model in (Establishment, EstablishmentWord, RegisterImport)]
    assert "SECRET" not in repr(everything)


# Uploads --------------------------------------------------------------------------------------------------------


def test_an_upload_is_kept_under_a_name_of_ours_and_deleted_at_the_end(django_capture_on_commit_callbacks):
    made = receive(name="..\\..\\etc/pass\nwd.csv")
    assert made.file_name == "passwd.csv"
    assert made.upload.name.startswith("register/")
    assert "passwd" not in made.upload.name
    assert len(uploads()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        domain.run_register_import(pk=made.pk, now=now())
    made.refresh_from_db()
    assert (made.state, made.percent, made.upload.name, uploads()) == ("done", 100, "", [])


def test_one_import_goes_on_at_a_time():
    receive()
    with pytest.raises(domain.ImportGoingOn):
        receive()
    assert RegisterImport.objects.count() == 1
    assert len(uploads()) == 1


def test_the_database_refuses_a_second_import_that_goes_on():
    RegisterImport.objects.create(at=now(), file_name="a", size=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterImport.objects.create(at=now(), file_name="b", size=1, state="running")
    RegisterImport.objects.create(at=now(), file_name="c", size=1, state="done", ended_at=now())


@pytest.mark.parametrize(
    "fields", [{"state": "done"}, {"ended_at": now()}, {"state": "refused", "ended_at": now(), "sentence": ""}]
)
def test_an_import_has_an_end_and_a_reason_only_when_it_should(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterImport.objects.create(**{"at": now(), "file_name": "a", "size": 1, **fields})


@pytest.mark.parametrize("urn", ["1234", "12345678", "12a456", ""])
def test_the_database_refuses_a_urn_that_is_none(urn):
    with pytest.raises(Exception, match=r"(?i)check|too long"), transaction.atomic():
        Establishment.objects.create(urn=urn, name="x", school_phase="other", kind="other", status="open", digest="x")


@pytest.mark.parametrize("pair", [("900001", "900001"), ("900002", "900003")])
def test_the_database_refuses_a_link_to_itself_or_a_second_time(pair):
    EstablishmentLink.objects.create(old_urn="900002", new_urn="900003", said="Successor")
    with pytest.raises(IntegrityError), transaction.atomic():
        EstablishmentLink.objects.create(old_urn=pair[0], new_urn=pair[1], said="Successor")


def test_the_database_refuses_a_word_a_second_time():
    EstablishmentWord.objects.create(word="holm", is_open=True, urns="900001")
    with pytest.raises(IntegrityError), transaction.atomic():
        EstablishmentWord.objects.create(word="holm", is_open=True, urns="900002")


def test_an_import_that_is_given_up_changes_nothing_even_if_it_runs_later(django_capture_on_commit_callbacks):
    made = receive()
    with django_capture_on_commit_callbacks(execute=True):
        domain.stop_register_import(register_import=made, now=now())
    domain.run_register_import(pk=made.pk, now=now())
    made.refresh_from_db()
    assert (made.state, stored(), uploads()) == ("stopped", [], [])
    with pytest.raises(domain.ImportStopped):
        domain.stop_register_import(register_import=made, now=now())


def test_an_import_that_is_given_up_while_it_is_read_writes_nothing(monkeypatch):
    made = receive()

    def give_up(reading):
        domain.stop_register_import(register_import=made, now=now())

    monkeypatch.setattr(domain, "differences_of", lambda reading: give_up(reading) or {})
    domain.run_register_import(pk=made.pk, now=now())
    assert stored() == []


def test_an_import_that_never_ended_bars_the_next_for_a_day_only():
    made = receive()
    domain.forget_old_uploads(now=made.at + timedelta(hours=23))
    assert RegisterImport.objects.get().state == "waiting"
    domain.forget_old_uploads(now=made.at + timedelta(hours=25))
    assert RegisterImport.objects.get().state == "stopped"


def test_progress_grows_while_the_file_is_read():
    told = []
    rows = [row(urn=str(900_000 + number)) for number in range(2_500)]
    domain.put_register_now(
        file=as_file(rows),
        name="a.csv",
        allows_fewer=False,
        by=build_user(),
        now=now(),
        tell=lambda *at: told.append(at),
    )
    assert told == sorted(told)
    assert told[0] == (0, 0)
    assert told[-1] == (80, 2_500)
    assert len(told) >= 4


# The command ----------------------------------------------------------------------------------------------------


def test_the_command_imports_and_prints_how_far_it_is(capsys):
    call_command("import_register", "tests/courses/register/edubasealldata20261101.csv")
    out = capsys.readouterr().out
    assert " 80 %" in out
    assert "11 rows read: 6 new, 0 changed, 0 as before, 0 no longer there." in out
    assert "Left out, in Wales, overseas or offshore: 2." in out


@pytest.mark.parametrize("name", ["tests/courses/register/files.py", "nowhere.csv"])
def test_the_command_says_why_nothing_was_imported(name):
    with pytest.raises(CommandError):
        call_command("import_register", name)
