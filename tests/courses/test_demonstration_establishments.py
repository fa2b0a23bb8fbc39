import pytest

from courses.demonstration_establishments import SCHOOLS, invent, lay_establishments
from courses.models import Establishment, RegisterImport
from courses.queries.establishment import find_establishments
from tests.courses.register.files import ONE, put

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def test_the_invented_register_is_laid_once_and_says_that_it_is_invented():
    for _ in range(2):
        lay_establishments(say=lambda text: None)
    assert Establishment.objects.count() == SCHOOLS
    assert RegisterImport.objects.filter(state="done").count() == 2
    assert not Establishment.objects.exclude(name__endswith="(invented)").exists()
    assert not Establishment.objects.exclude(urn__startswith="9").exists()


def test_it_holds_a_school_that_became_an_academy():
    lay_establishments(say=lambda text: None)
    old = Establishment.objects.filter(status="closed").order_by("urn").first()
    (found,) = find_establishments(old.urn)
    assert found.was == f"{old.name} (URN {old.urn})"
    assert "Academy" in found.name


def test_it_never_pushes_a_real_register_out():
    put(ONE)
    lay_establishments(say=lambda text: None)
    assert Establishment.objects.count() == 1


def test_the_same_seed_invents_the_same_schools():
    assert invent(50) == invent(50)
    assert len(invent(50).schools) == 50
