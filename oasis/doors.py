"""Where somebody may go on from the first page of OASIS: the pages that the table of access has for their roles."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .access import ACCESS

DOORS = {
    "oasis:referral_add": _("Refer a student"),
    "oasis:students": _("Students"),
    "oasis:referrals": _("Referrals"),
    "oasis:caseload": _("Colleagues’ caseloads"),
    "oasis:hand_overs": _("Hand-overs"),
    "oasis:people": _("People and training"),
    "oasis:family_activities": _("Family engagement"),
    "oasis:attendance": _("Attendance"),
    "oasis:dashboard": _("Dashboard"),
    "oasis:records": _("Records"),
    "oasis:emergency": _("Emergency: a record you do not see"),
}
BY_RIGHT_ALONE = {"oasis:attendance", "oasis:emergency"}


def doors_of(reach):
    """(label, address) of each page that a role of `reach` opens, some to no role that sees by consent alone."""
    roles, by_right = set(reach.roles), set(reach.by_right().roles)
    open_to = {name: by_right if name in BY_RIGHT_ALONE else roles for name in DOORS}
    return [(label, reverse(name)) for name, label in DOORS.items() if open_to[name] & ACCESS.get(name, frozenset())]
