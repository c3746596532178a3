"""What all rows of the public directory have in common: the shape of HSDS 3.1 (docs.openreferral.org)."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _


class StandardModel(models.Model):
    """A row that programs elsewhere know by its UUID, and the publisher it came from by a key of its own.

    `source` names the file or the publisher of an imported row and `source_key` that publisher's own id, which need
    not be a UUID; both are empty for what was entered here.
    """

    uid = models.UUIDField(_("id in the standard"), unique=True, default=uuid4, editable=False)
    source = models.CharField(_("source"), max_length=120, blank=True, editable=False)
    source_key = models.CharField(_("key at the source"), max_length=120, blank=True, editable=False)

    class Meta:
        abstract = True


def one_row_per_source_key(name):
    return models.UniqueConstraint(
        fields=["source", "source_key"], condition=~models.Q(source_key=""), name=f"one_{name}_per_key_at_its_source"
    )
