"""A quote for a team that is laid out and not registered yet."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from billing.accounting import account_of
from billing.quoting import quote_team as write_quote

from .charging import drafted_items, terms_of
from .models import Convening, Registration
from .pricing import free_seats_left, quote
from .refusing import refuse_more_than_there_are, refuse_odd_team, refuse_same_person_twice, refuse_unless_open
from .seating import claim_of


@transaction.atomic
def quote_team(*, convening, district, asked_by, seats, now, team_name=""):
    """Write the Quote of a team as it would be registered now; no seat is held by it.

    `seats` is a list of SeatRequest. It is good for 30 days, but no longer than registration is open and the early fee
    lasts. Raises CannotRegister where no such team is taken.
    """
    refuse_unless_open(convening, now=now)
    refuse_same_person_twice(seats)
    refuse_odd_team(convening, seats)
    refuse_more_than_there_are(convening, len(seats))
    priced = quote(
        convening,
        claims=[claim_of(request, seat=None, now=now) for request in seats],
        free_left=free_seats_left(convening, district),
    )
    team = Registration(convening=convening, district=district, team_name=team_name).team_label
    return write_quote(
        account=account_of(district, now=now),
        items=drafted_items(seats, priced),
        terms=terms_of(convening, team=team),
        # What ends at midnight is good until the day before.
        valid_until_on=timezone.localdate(_last_moment(convening, now=now) - timedelta(seconds=1)),
        asked_by=asked_by,
        now=now,
    )


def _last_moment(convening, *, now):
    is_early = convening.fee_rule == Convening.FeeRule.EARLY_BIRD and now < convening.early_until_at
    closes_at = convening.registration_closes_at
    return min(closes_at, convening.early_until_at) if is_early else closes_at
