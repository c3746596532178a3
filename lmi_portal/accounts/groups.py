from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q


@transaction.atomic
def ensure_groups():
    """Make the staff groups of settings.STAFF_GROUPS and grant what it names; what staff granted besides, stays.

    Called once the tables are there, for permissions exist only after `migrate`. Returns the groups by name.
    """
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in settings.STAFF_GROUPS}
    for name, grants in settings.STAFF_GROUPS.items():
        groups[name].permissions.add(*Permission.objects.filter(_any_of(grants)))
    return groups


def _any_of(grants):
    wanted = Q()
    for app, actions in grants.items():
        for action in actions:
            is_it = Q(codename=action) | Q(codename__startswith=f"{action}_")
            wanted |= Q(content_type__app_label=app) & is_it
    return wanted
