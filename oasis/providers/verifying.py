"""Somebody made sure that all that is told of a service is true."""

from django.db import transaction
from django.utils import timezone

from lmi_portal.audit.recording import record

from .models import Service


@transaction.atomic
def verify_service(*, service, verified_by, now):
    """Put down that `verified_by` checked it all today (HSDS: assured_date); pressed twice, it counts once a day."""
    service = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    before, today = service.checked_on, timezone.localdate(now)
    if before == today:
        return service
    service.checked_on, service.checked_by, service.modified_at = today, verified_by, now
    service.save(update_fields=["checked_on", "checked_by", "modified_at"])
    changes = {"last checked": [before and before.isoformat(), today.isoformat()]}
    record(deed="verify_service", on=service, by=verified_by, now=now, changes=changes)
    return service
