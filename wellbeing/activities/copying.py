"""Copying a sample into the program."""

from django.utils.translation import gettext as _

from .scheduling import add_activity

COPIED = ["kind", "title", "title_es", "description", "description_es", "shift", "cost"]


def copy_sample(*, program, sample, by, now):
    """Add a draft like `sample`, whose day and place are still to be set. Raises CannotDo."""
    starts_at, ends_at = sample.span(now=now)
    fields = {name: getattr(sample, name) for name in COPIED}
    place = _("To be decided")
    return add_activity(program=program, by=by, now=now, starts_at=starts_at, ends_at=ends_at, place=place, **fields)
