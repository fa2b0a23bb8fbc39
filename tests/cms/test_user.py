import pytest
from django.db import IntegrityError

from cms.models import User
from tests.builders import build_user

pytestmark = pytest.mark.django_db


def test_an_address_is_stored_in_small_letters():
    assert build_user(email="Head@School.Example").email == "head@school.example"


def test_the_same_address_in_capitals_is_refused_by_the_database():
    build_user(email="head@school.example")
    with pytest.raises(IntegrityError):
        User.objects.bulk_create([User(email="HEAD@school.example")])
