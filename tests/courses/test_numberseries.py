"""100 documents written at once, some of which fail: no number is missing and none is given twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import close_old_connections, connection, transaction

from courses.domain.numberseries import CREDITS, INVOICES, next_number
from courses.models import NumberSeries, Order, Quote
from tests.courses.builders import NOW

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
ISSUES, AT_ONCE = 100, 8


@pytest.fixture(scope="module", autouse=True)
def _whole_again(django_db_setup, django_db_blocker):
    """The last of these tests empties the database; with --reuse-db the next run needs what migrations put there."""
    yield
    with django_db_blocker.unblock():
        connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
        connection.close()


class Undone(Exception):
    pass


def write(order_pk: int, number: int) -> None:
    """One document in its transaction; every seventh fails after it has taken its number."""
    close_old_connections()
    try:
        with transaction.atomic():
            sequence, name = next_number(INVOICES)
            Quote.objects.create(
                order_id=order_pk,
                number=name,
                sequence=sequence,
                made_at=NOW,
                valid_until=NOW.date(),
                net_pence=0,
                vat_pence=0,
                gross_pence=0,
                paper={},
            )
            if number % 7 == 0:
                raise Undone
    except Undone:
        pass
    finally:
        connection.close()


def test_no_number_is_missing_or_doubled_after_100_parallel_issues():
    order = Order.objects.create(purchaser="x", contact_email="a@x.example", made_at=NOW)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda number: write(order.pk, number), range(ISSUES)))
    kept = ISSUES - len(range(0, ISSUES, 7))
    assert sorted(Quote.objects.values_list("sequence", flat=True)) == list(range(1, kept + 1))
    assert NumberSeries.objects.get(code=INVOICES).last == kept


def test_the_series_do_not_disturb_each_other():
    with transaction.atomic():
        assert (next_number(CREDITS), next_number(INVOICES), next_number(CREDITS)) == (
            (1, "CN-00001"),
            (1, "INV-00001"),
            (2, "CN-00002"),
        )
