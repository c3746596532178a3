"""In which districts' well-being programs somebody has a place, and where they go there."""

from dataclasses import dataclass

from django.urls import reverse

from districts.models import District, Membership, Side
from wellbeing.models import CommitteeSeat, Employee


@dataclass(frozen=True)
class Place:
    """`is_begun` is False where the person leads one side of the table and no program was begun."""

    district: District
    path: str
    is_begun: bool


def places_of(user):
    """The Places of `user`, by district; LMI staff have none."""
    if user.is_staff:
        return []
    whole, districts = "program__district", {}
    for employee in Employee.objects.of(user).select_related(whole):
        districts[employee.program.district] = "wellbeing:calendar"
    for seat in CommitteeSeat.objects.of(user).select_related(whole):
        districts[seat.program.district] = "wellbeing:program"
    led = Membership.objects.led().filter(user=user, side__in=[Side.LABOR, Side.MANAGEMENT])
    begun = set(districts)
    for membership in led.select_related("district__well_being_program"):
        district = membership.district
        if district not in begun and hasattr(district, "well_being_program"):
            begun.add(district)
        districts[district] = "wellbeing:program" if district in begun else "wellbeing:begin"
    return [
        Place(district, reverse(page, args=[district.cd_code]), district in begun)
        for district, page in sorted(districts.items(), key=lambda pair: pair[0].name)
        if not district.is_gone()
    ]
