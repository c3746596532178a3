"""Taking a district's team into a convening."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails

from .charging import Cause, charge_team, drafted_items, open_team_bill, total_of_items
from .cosigning import co_lead_letters, refuse_odd_co_lead
from .models import Registration
from .news import registration_facts, to_contacts, to_members
from .paying import may_cost, refuse_odd_paying, usual_paying, weigh_purchase_order
from .pricing import free_seats_left
from .refusing import (
    CannotRegister,
    refuse_full_add_ons,
    refuse_more_than_there_are,
    refuse_odd_team,
    refuse_same_person_twice,
    refuse_unless_open,
)
from .seating import add_ons_taken, fits, lock_convening, new_code, seat_team
from .terms import fetch_terms

State = Registration.State


def register_team(
    *,
    convening,
    district,
    registered_by,
    side,
    seats,
    submission,
    now,
    team_name="",
    co_lead_name="",
    co_lead_email="",
    paying=None,
):
    """Give a team its seats, or its turn on the waitlist: whole, never in part.

    `seats` is a list of SeatRequest; `submission` is the UUID of the form, so that a second press of the button
    answers with the registration that the first one made. `paying` says how the district pays; without it, as most do.
    A confirmed team's invoice is issued in the same transaction. Raises CannotRegister.
    """
    try:
        with transaction.atomic():
            convening = lock_convening(convening)
            fetch_terms(convening)
            standing = _standing_team(convening, district, team_name)
            if standing and (standing.submission, standing.registered_by_id) == (submission, registered_by.pk):
                return standing
            refuse_unless_open(convening, now=now)
            refuse_same_person_twice(seats)
            refuse_odd_team(convening, seats)
            refuse_more_than_there_are(convening, len(seats))
            seated = [(seat.email, seat.place.side) for seat in seats]
            refuse_odd_co_lead(co_lead_email, side=side, registered_by=registered_by, seated=seated)
            refuse_full_add_ons(seats, taken=_taken_of_wanted(convening, seats))
            _refuse_second_team(standing, district, team_name)
            registration = Registration(
                code=new_code(),
                convening=convening,
                district=district,
                team_name=team_name,
                registered_by=registered_by,
                registered_at=now,
                submission=submission,
                side=side,
                co_lead_name=co_lead_name,
                co_lead_email=co_lead_email.lower(),
            )
            paying = _paying_for(registration, seats, paying)
            _take_in(registration, wanted=len(seats), paying=paying, now=now)
            free_left = free_seats_left(convening, district, besides=registration)
            rows, priced = seat_team(registration, seats, free_left=free_left, now=now)
            _tell(registration, rows, amount=priced.total, now=now)
            if paying:
                _charge(registration, drafted_items(seats, priced), agreed_to=paying.agreed_to, now=now)
            return registration
    except IntegrityError as error:
        # The form made a team that has another name by now, or is cancelled; else it was another person's.
        earlier = Registration.objects.filter(submission=submission).first()
        if earlier is None:
            raise
        if earlier.registered_by_id == registered_by.pk:
            return earlier
        raise CannotRegister(_("This form was already used: open the page again to register another team.")) from error


def _taken_of_wanted(convening, seats):
    return add_ons_taken(convening) if any(seat.add_ons for seat in seats) else {}


def _standing_team(convening, district, team_name):
    standing = Registration.objects.standing().filter(
        convening=convening, district=district, team_name__iexact=team_name
    )
    # There is one at most, so it needs no order.
    return next(iter(standing.order_by()), None)


def _refuse_second_team(standing, district, team_name):
    if standing:
        raise CannotRegister(
            _("%(district)s has already registered a team named “%(team)s”.")
            % {"district": district, "team": team_name}
            if team_name
            else _(
                "%(district)s has already registered a team. Give this one a name of its own if it is a second team."
            )
            % {"district": district},
            field="team_name",
        )


def _paying_for(registration, seats, paying):
    """How the team is paid for, None where it cannot come to cost anything."""
    convening, by = registration.convening, registration.registered_by
    if not may_cost(convening, [add_on for seat in seats for add_on in seat.add_ons]):
        return None
    paying = paying or usual_paying(convening)
    refuse_odd_paying(convening, registration.district, paying, by=by)
    return paying


def _charge(registration, items, *, agreed_to, now):
    by = registration.registered_by
    # A team that waits in line is asked as well: nobody is there to answer when it moves up.
    weigh_purchase_order(registration, wanted=total_of_items(items), by=by, now=now, agreed_to=agreed_to)
    if registration.state == State.CONFIRMED:
        charge_team(registration, cause=Cause.CHANGE, by=by, now=now, items=items)


def _take_in(registration, *, wanted, paying, now):
    """Save the registration as confirmed if the whole team fits and nobody waits, else at the end of the line."""
    convening = registration.convening
    if fits(convening, wanted):
        registration.state, registration.confirmed_at = State.CONFIRMED, now
    else:
        registration.state, registration.place_in_line = State.WAITLISTED, convening.next_in_line
        convening.next_in_line += 1
        convening.save(update_fields=["next_in_line"])
    if paying:
        registration.bill = open_team_bill(registration, paying=paying, now=now)
    registration.save()


def _tell(registration, seats, *, amount, now):
    record(
        deed=f"register_team:{registration.state}",
        on=registration,
        by=registration.registered_by,
        now=now,
        changes={"state": [None, registration.state], "seats": [0, len(seats)]},
    )
    facts = registration_facts(registration, seats, amount=amount)
    news, contacts = registration.state, [registration.registered_by]
    post_emails(
        [
            *to_contacts(registration, facts, contacts, news=news),
            *to_members(registration, facts, seats, contacts, news=news),
            *co_lead_letters(registration, facts),
        ],
        now=now,
    )
