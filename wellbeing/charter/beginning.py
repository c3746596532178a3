"""A program is begun by a team lead of either side; what it may do to employees begins with the charter."""

from django.db import transaction
from django.utils.translation import gettext as _

from districts.models import District
from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails
from wellbeing.models import Program
from wellbeing.refusing import CannotDo

from .letters import to_leads


@transaction.atomic
def begin_program(*, district, side, by, now):
    """A Program of `district`, begun by its team lead `by` of `side`; the leads of both sides are told.

    Raises CannotDo where one is there already.
    """
    district = District.objects.select_for_update(of=["self"]).get(pk=district.pk)
    if Program.objects.filter(district=district).exists():
        raise CannotDo(_("This district has a well-being program already."))
    program = Program.objects.create(district=district, begun_at=now, begun_by=by)
    record(deed="begin_program", on=program, by=by, now=now, changes={"side": ["", side]})
    post_emails(to_leads(program, "program_begun", by=by, side=side), now=now)
    return program
