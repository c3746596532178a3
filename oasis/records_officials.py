"""Whom the portal writes to about the records of a district: numbers and links only."""

from lmi_portal.accounts.models import User
from lmi_portal.outbox.posting import post_emails

from .models import Assignment, Role


def records_officials(*, district_id, on):
    """Those who look after the records; where nobody does, the program administrators."""
    return _with_role(district_id, [Role.RECORDS_OFFICIAL], on) or _with_role(
        district_id, [Role.PROGRAM_ADMINISTRATOR], on
    )


def log_readers(*, district_id, on):
    return _with_role(district_id, [Role.RECORDS_OFFICIAL, Role.AUDITOR], on)


def write_to(people, *, reason, template, context, now):
    post_emails(
        [
            {"to": person.email, "reason": reason, "template": f"oasis/email/{template}", "context": context}
            for person in people
        ],
        now=now,
    )


def _with_role(district_id, roles, on):
    current = Assignment.objects.current(on=on).filter(district=district_id, role__in=roles)
    return list(User.objects.filter(pk__in=current.values("user"), is_active=True).order_by("pk"))
