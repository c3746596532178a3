import pytest
from django.utils import timezone

from convenings.attendance import record_attendance, roles_of
from convenings.models import Convening, Seat
from districts.models import Evidence, Side
from districts.tests.factories import create_district, create_user

from .factories import create_convening, register, team_of, unnamed


def seat(side, label, *, name="Ana", slot=Seat.Slot.UNIT_LEAD):
    return Seat(side=side, label=label, name=name, slot=slot)


def test_roles_are_told_labor_first_and_empty_seats_left_out():
    seats = [
        seat(Side.MANAGEMENT, "Superintendent or designee", slot=Seat.Slot.SUPERINTENDENT),
        seat(Side.MANAGEMENT, "Board member", name="", slot=Seat.Slot.BOARD),
        seat(Side.LABOR, "CSEA 127 lead"),
        seat(Side.LABOR, "Extra seat, labor", slot=Seat.Slot.EXTRA),
        seat(Side.MANAGEMENT, "Extra seat, management", slot=Seat.Slot.EXTRA),
        seat(Side.MANAGEMENT, "Extra seat, management", slot=Seat.Slot.EXTRA),
        seat(Side.NEUTRAL, "Extra seat, neutral (facilitator)", slot=Seat.Slot.EXTRA),
    ]

    assert roles_of(seats) == [
        "CSEA 127 lead",
        "1 more (labor)",
        "Superintendent or designee",
        "2 more (management)",
        "1 more (neutral)",
    ]


@pytest.mark.django_db
def test_nobody_s_name_comes_into_the_record():
    convening, district = create_convening(), create_district()
    requests = team_of(4, district=district)
    team = register(convening, district=district, seats=[*requests[:3], *unnamed(requests[3:])])

    Convening.objects.filter(pk=convening.pk).update(state="held")
    record_attendance(convening=convening, came=[team.pk], recorded_by=create_user(), now=timezone.now())

    row = Evidence.objects.get()
    assert [request.name for request in requests if request.name in f"{row.what} {row.roles}"] == []
    assert len(row.roles) == 3
