"""Referrals in a list, newest first: narrowed, and paged from the last one seen, however long it is."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .models import OVER
from .providers.languages import named

AT_A_TIME = 25
ROWS_READ_AT_ONCE = 500
HEADINGS = [
    _("Number"),
    _("School"),
    _("Need"),
    _("Kind"),
    _("Provider"),
    _("Service"),
    _("State"),
    _("Urgency"),
    _("Language"),
    _("Cared for by"),
    _("Logged"),
    _("Sent"),
    _("Answered first"),
    _("Family first reached"),
    _("Over since"),
    _("Outcome"),
    _("Who said so"),
]


def matching(referrals, asked, *, on):
    """Those of `referrals` that are as `asked`: a dict of state, need, owner, site, overdue as of the day `on`."""
    state = asked.get("state")
    if state == "running":
        referrals = referrals.running()
    elif state:
        referrals = referrals.filter(state=state)
    referrals = referrals.filter(**{name: asked[name] for name in ("need", "owner", "site") if name in asked})
    if "overdue" in asked:
        referrals = referrals.filter(due_on__lt=on).exclude(state__in=OVER)
    return referrals


def page_after(referrals, number):
    """A page of those that follow referral `number` (all, where it is empty), and the number that the next follows.

    By keyset: the hundredth page takes as long as the first.
    """
    found = referrals.select_related("student__school", "need", "service__provider", "owner", "site__school")
    last = referrals.model.objects.filter(number=number).values_list("created_at", "pk").first() if number else None
    if last:
        created_at, pk = last
        found = found.filter(Q(created_at__lt=created_at) | Q(created_at=created_at, pk__lt=pk))
        # Said once more so that an index can begin there.
        found = found.filter(created_at__lte=created_at)
    page = list(found.order_by("-created_at", "-pk")[: AT_A_TIME + 1])
    following = page[AT_A_TIME - 1].number if len(page) > AT_A_TIME else ""
    return page[:AT_A_TIME], following


def rows_for_file(referrals):
    """One row for each, read in parts; of the student no more than the school."""
    found = referrals.select_related("need", "service__provider", "owner", "site__school").order_by(
        "-created_at", "-pk"
    )
    for referral in found.defer("reason").iterator(chunk_size=ROWS_READ_AT_ONCE):
        yield [
            referral.number,
            referral.site.school,
            referral.need,
            referral.get_kind_display(),
            referral.service.provider if referral.service else "",
            referral.service or "",
            referral.get_state_display(),
            referral.get_urgency_display(),
            named(referral.language),
            referral.owner.get_full_name(),
            referral.created_at,
            referral.sent_at,
            referral.acknowledged_at,
            referral.first_contact_at,
            referral.closed_at,
            referral.get_outcome_display(),
            referral.get_outcome_source_display(),
        ]
