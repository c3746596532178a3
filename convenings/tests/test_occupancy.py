import pytest

from convenings.models import Convening
from convenings.occupancy import count_seats

from .factories import create_convening, register

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_seats_are_counted_in_one_query_and_as_with_seats_taken_does(django_assert_num_queries, count):
    for n in range(count):
        convening = create_convening(capacity=5)
        for _team in range(n + 1):
            register(convening, size=3)
    convenings = list(Convening.objects.order_by("pk"))

    with django_assert_num_queries(1):
        count_seats(convenings)

    slow = Convening.objects.order_by("pk").with_seats_taken()
    assert [(c.seats_taken, c.teams_waiting) for c in convenings] == [(c.seats_taken, c.teams_waiting) for c in slow]
    assert convenings[-1].teams_waiting == count - 1
