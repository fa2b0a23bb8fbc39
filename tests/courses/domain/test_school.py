"""One row for one school, whatever its number was and however it is typed."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from courses.domain.school import ClosedEstablishment, UnknownEstablishment, school_of_establishment, type_school
from courses.models import Establishment, School, SchoolUrn
from tests.courses.builders import build_school
from tests.courses.register.files import ONE, as_file, link, put, row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def school_with(urn):
    return school_of_establishment(urn=urn, now=now())


def convert(*links):
    """The school of the first row becomes an academy."""
    academy = {"group": "Academies", "type_name": "Academy converter", "trust_name": "A Trust"}
    put(row(status="Closed"), row(urn="900002", name="Holm Park Academy", **academy))
    put(file=as_file(links or [link("900001", "900002")]))


def test_a_school_is_made_of_the_register_once():
    put(ONE)
    made = school_with("900001")
    assert (made.name, made.town, made.postcode, made.phase, made.kind, made.pupils, made.urn) == (
        *("Holm Park School", "Holm", "QA1 1AA", "primary", "maintained", 210, "900001"),
    )
    assert school_with("900001") == made
    assert School.objects.count() == 1


def test_a_school_that_becomes_an_academy_stays_the_same_row_and_keeps_its_old_number():
    put(ONE)
    before = school_with("900001")
    convert()
    after = school_with("900002")
    assert after.pk == before.pk
    assert (after.urn, after.name, after.kind, after.trust_name) == (
        "900002",
        "Holm Park Academy",
        "academy",
        "A Trust",
    )
    assert list(SchoolUrn.objects.values_list("school", "urn", "name")) == [(before.pk, "900001", "Holm Park School")]


def test_an_old_number_gives_the_present_school():
    convert()
    assert school_with("900001").urn == "900002"
    assert school_with("900001") == school_with("900002")


def test_a_school_that_moved_on_twice_is_found_by_its_first_number():
    convert(link("900000", "900001"), link("900001", "900002"))
    assert school_with("900000").urn == "900002"


def test_a_school_that_was_split_has_no_single_successor():
    convert(link("900001", "900002"), link("900001", "900003"))
    with pytest.raises(ClosedEstablishment):
        school_with("900001")


def test_links_that_go_round_in_a_circle_come_to_an_end():
    put(row(status="Closed"))
    put(file=as_file([link("900001", "900002"), link("900002", "900001")]))
    with pytest.raises((ClosedEstablishment, UnknownEstablishment)):
        school_with("900001")


def test_an_open_school_is_itself_whatever_its_links_say():
    put(ONE, row(urn="900002"))
    put(file=as_file([link("900001", "900002")]))
    mine = school_with("900001")
    assert mine.urn == "900001"
    assert school_with("900002") != mine


def test_a_school_that_closed_is_refused():
    put(row(status="Closed"))
    with pytest.raises(ClosedEstablishment):
        school_with("900001")


def test_a_school_that_vanished_from_the_register_is_refused():
    put(ONE, row(urn="900002"))
    put(ONE)
    with pytest.raises(ClosedEstablishment):
        school_with("900002")


@pytest.mark.parametrize("urn", ["999999", "", "x"])
def test_an_unknown_number_is_refused(urn):
    with pytest.raises(UnknownEstablishment):
        school_with(urn)


def typed(**given):
    return type_school(
        **{"name": "Ysgol y Bryn", "town": "Bryn", "postcode": "QC1 1AA", "phase": "primary", "now": now(), **given}
    )


def test_a_typed_school_is_made_once_however_it_is_spelt():
    made = typed()
    assert typed(name="  YSGOL Y BRYN.", postcode="qc11aa") == made
    assert (made.name, made.town, made.postcode, made.urn) == ("Ysgol y Bryn", "Bryn", "QC1 1AA", None)


@pytest.mark.parametrize("given", [{"name": "Ysgol y Coed"}, {"postcode": "QC1 1AB"}])
def test_another_name_or_postcode_is_another_school(given):
    assert typed(**given) != typed()


def test_two_names_in_letters_that_do_not_fold_are_two_schools():
    assert typed(name="学校") != typed(name="中学校")


def test_the_database_refuses_a_typed_school_with_a_number_and_a_key_twice():
    School.objects.create(name="a", typed_key="a|")
    for wrong in ({"typed_key": "b|", "urn": "900001"}, {"typed_key": "a|"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            School.objects.create(name="b", **wrong)


def test_an_old_number_belongs_to_one_school():
    SchoolUrn.objects.create(school=build_school(), urn="900001", name="a", until=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        SchoolUrn.objects.create(school=build_school(), urn="900001", name="a", until=now())


def test_a_vanished_establishment_is_not_open():
    assert Establishment(status="open", vanished_at=now()).is_open is False
