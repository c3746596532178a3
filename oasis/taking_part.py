"""Families take part in school life: activities, who came, and sign-ins at the door that staff match to a household."""

import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record

from .models import FamilyActivity, Participation
from .refusing import Refusal

# The code at the door works around the activity alone, so that a photo of it is of no use the day after.
OPENS_BEFORE, CLOSES_AFTER = timedelta(minutes=30), timedelta(hours=1)
SIGN_INS_AT_MOST = 2_000


class CannotTakePart(Refusal):
    """The family is not recorded as asked."""


@transaction.atomic
def add_activity(*, added_by, now, **fields):
    activity = FamilyActivity.objects.create(sign_in_token=secrets.token_urlsafe(24), **fields)
    record(deed="add_family_activity", on=activity, by=added_by, now=now)
    return activity


def is_open_for_sign_in(activity, *, now):
    return activity.starts_at - OPENS_BEFORE <= now <= activity.ends_at + CLOSES_AFTER


@transaction.atomic
def sign_in_family(*, activity, name, language, now):
    """A family signs in at the door; whom the school knows by that name it is not told."""
    if not is_open_for_sign_in(activity, now=now) or activity.participations.count() >= SIGN_INS_AT_MOST:
        raise CannotTakePart(_("Sign-in is closed."))
    return Participation.objects.create(activity=activity, signed_in_as=name, language=language, recorded_at=now)


@transaction.atomic
def record_participation(*, activity, household, recorded_by, now, hours=None):
    """Staff record that a household took part; raises CannotTakePart where it is recorded already."""
    try:
        with transaction.atomic():
            participation = Participation.objects.create(
                activity=activity,
                household=household,
                hours=hours,
                language=household.language,
                recorded_at=now,
                recorded_by=recorded_by,
            )
    except IntegrityError as error:
        raise CannotTakePart(_("This family is recorded here already.")) from error
    record(deed="record_participation", on=activity, by=recorded_by, now=now)
    return participation


@transaction.atomic
def match_sign_in(*, participation, household, matched_by, now):
    """Say which household signed in; what was typed is kept no longer, and a family that came twice counts once."""
    locked = Participation.objects.select_for_update(of=("self",)).get(pk=participation.pk)
    if locked.household_id:
        raise CannotTakePart(_("This sign-in was matched meanwhile."))
    record(deed="match_sign_in", on=locked.activity, by=matched_by, now=now)
    if locked.activity.participations.filter(household=household).exists():
        locked.delete()
        return
    locked.household, locked.signed_in_as, locked.recorded_by = household, "", matched_by
    locked.save()


@transaction.atomic
def remove_participation(*, participation, removed_by, now):
    record(deed="remove_participation", on=participation.activity, by=removed_by, now=now)
    participation.delete()
