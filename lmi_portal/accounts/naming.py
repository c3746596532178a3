from django.db import transaction

from lmi_portal.audit.recording import record


@transaction.atomic
def change_own_name(*, user, name, now):
    """Call a person what they ask to be called; the same name once more changes nothing."""
    was, user.name = user.name, name
    if was == name:
        return
    user.save(update_fields=["name"])
    record(deed="account_changed", on=user, by=user, now=now, changes={"name": [was, name]})
