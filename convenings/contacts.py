"""Whom a team's news is written to."""

from districts.models import Membership

from .models import Registration


def contacts_of(registration):
    """[User]: who registered the team, or the leads of its district once that person has left.

    Where nobody leads the district, all who sit at its table.
    """
    return contacts_by_team([registration])[registration.pk]


def contacts_by_team(registrations):
    """{registration's id: its contacts}, in two queries at most."""
    contacts = {registration.pk: [registration.registered_by] for registration in registrations}
    left = Registration.objects.filter(pk__in=contacts).left_by_registrar().values_list("pk", "district")
    left = dict(left.order_by())
    if left:
        members = Membership.objects.approved().filter(district__in=left.values()).select_related("user")
        tables = {district: [] for district in left.values()}
        for member in members.order_by("pk"):
            tables[member.district_id].append(member)
        contacts |= {pk: _speakers(tables[district]) for pk, district in left.items()}
    return contacts


def _speakers(members):
    leads = [member.user for member in members if member.is_lead]
    return leads or [member.user for member in members]
