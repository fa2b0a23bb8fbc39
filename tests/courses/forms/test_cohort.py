import pytest
from django.db.models import F

from courses.forms.cohort import CohortForm
from courses.models import Cohort
from tests.builders import build_user
from tests.courses.bookings import hold
from tests.courses.builders import build_selling_cohort


@pytest.fixture
def selling(programme, db):
    return build_selling_cohort(places=6)


def form_for(cohort, **changes) -> CohortForm:
    data = {
        "name": cohort.name,
        "slug": cohort.slug,
        "programme": cohort.programme_id,
        "calendar": cohort.calendar_id,
        "starts_on": "2027-01-11",
        "is_public": "on",
        "price": "480.00",
        "least_schools": 6,
        "decides_on": "2026-12-01",
        "books_until": "2027-01-04",
        "bands": "28: 50 %, 7: 100 %",
    }
    return CohortForm({**data, **changes}, instance=Cohort.objects.get(pk=cohort.pk))


def test_the_office_gives_the_price_in_pounds_and_the_bands_in_words(selling):
    form = form_for(selling, price="512.50")
    assert form.errors == {}
    form.save()
    selling.refresh_from_db()
    assert (selling.price_pence, selling.bands) == (51_250, [[28, 50], [7, 100]])
    assert form_for(selling)["bands"].initial == "28: 50 %, 7: 100 %"


def test_the_number_of_places_is_not_written_while_somebody_books(selling):
    form = form_for(selling, places="99", places_left="99", places_kept="1")
    assert form.is_valid()
    Cohort.objects.filter(pk=selling.pk).update(places_left=F("places_left") - 2)
    form.save()
    selling.refresh_from_db()
    assert (selling.places, selling.places_left, selling.places_kept) == (6, 4, 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", ""),
        ("price", "-1"),
        ("price", "1.005"),
        ("books_until", "2027-01-11"),
        ("decides_on", "2027-02-01"),
        ("bands", ""),
        ("bands", "soon: all"),
        ("bands", "28: 50 %, 14: 40 %"),
        ("bands", "14: 50 %, 28: 75 %"),
        ("bands", "28: 101 %"),
    ],
)
def test_what_cannot_be_sold_is_refused_at_its_field(selling, field, value):
    assert list(form_for(selling, **{field: value}).errors) == [field]


def test_the_start_is_moved_until_a_school_has_booked_it(selling):
    assert form_for(selling, starts_on="2027-01-18").errors == {}
    hold(selling)
    assert list(form_for(selling, starts_on="2027-01-18").errors) == ["starts_on"]


def test_a_new_cohort_has_no_places_until_the_office_gives_them(selling):
    form = form_for(selling, name="Another", slug="another")
    form.instance = Cohort()
    form.full_clean()
    cohort = form.save()
    assert (cohort.places, cohort.places_left, cohort.price_pence) == (0, 0, 48_000)


def test_the_office_sees_and_saves_the_form_in_the_admin(client, selling):
    client.force_login(build_user(is_staff=True, is_superuser=True))
    path = f"/admin/cohort/edit/{selling.pk}/"
    assert 'value="480.00"' in client.get(path).content.decode()
    data = {name: value for name, value in form_for(selling, price="500").data.items() if value is not None}
    assert client.post(path, data).status_code == 302
    selling.refresh_from_db()
    assert (selling.price_pence, selling.places_left) == (50_000, 6)
