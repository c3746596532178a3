"""What somebody has still to learn before they refer, and the deed that records what they have."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record

from .models import TrainingCompletion, TrainingModule
from .refusing import CannotRefer, Refusal


class CannotRecord(Refusal):
    """A completion cannot be recorded as asked."""


def missing_training(user, *, on):
    """The required TrainingModules that `user` has not completed, or whose completion has run out by the day `on`."""
    return training_of([user], on=on)[user.pk]


def training_of(users, *, on):
    """The missing modules of each, by the user's pk, with two queries whatever their number."""
    required = list(TrainingModule.objects.filter(is_required=True))
    completions = TrainingCompletion.objects.filter(user__in=users, completed_on__lte=on).select_related("module")
    done = {(each.user_id, each.module_id) for each in completions if is_valid(each, on=on)}
    return {user.pk: [module for module in required if (user.pk, module.pk) not in done] for user in users}


def is_valid(completion, *, on):
    """Whether the completion counts on the day `on`; with `valid_years` it runs out on that day of the year."""
    years = completion.module.valid_years
    day = completion.completed_on
    return years is None or (on.year - day.year, on.month, on.day) < (years, day.month, day.day)


def refuse_untrained(user, *, on):
    """Raises CannotRefer where required training is missing: nobody refers before."""
    missing = missing_training(user, on=on)
    if missing:
        titles = ", ".join(module.title for module in missing)
        raise CannotRefer(_("Before you refer, complete the training: %(titles)s.") % {"titles": titles})


@transaction.atomic
def record_completion(*, user, module, completed_on, recorded_by, now):
    """Record that `user` finished `module`; raises CannotRecord where it is their own, or on file already."""
    if recorded_by == user:
        raise CannotRecord(_("Somebody else records what you completed yourself."), field="completed_on")
    try:
        with transaction.atomic():
            completion = TrainingCompletion.objects.create(
                user=user, module=module, completed_on=completed_on, recorded_by=recorded_by
            )
    except IntegrityError as error:
        raise CannotRecord(_("This is on file already."), field="completed_on") from error
    label = f"{user.email}: {module.slug}, {completed_on.isoformat()}"
    record(deed="record_training", on=completion, by=recorded_by, now=now, changes={"completion": ["", label]})
    return completion
