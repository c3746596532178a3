"""What differs between a team's standing seats and those now asked for."""

from copy import copy

from django.utils.translation import gettext as _

from .refusing import CannotRegister
from .table import place_key


class Difference:
    """`standing` is {seat id: Seat} with add-ons prefetched, `requests` the SeatRequests in their new order.

    `sentences` says it in words, empty where nothing changed. Raises CannotRegister for a seat of another team.
    """

    def __init__(self, standing, requests):
        self.standing, self.requests = standing, requests
        self.seats_before = [copy(seat) for seat in standing.values()]
        self.people_before = {seat.email for seat in self.seats_before}
        wanted = [request.seat_id for request in requests if request.seat_id]
        if not set(wanted) <= standing.keys() or len(wanted) > len(set(wanted)):
            raise CannotRegister(_("One of these seats is no longer part of the team: open the page again."))
        self.added = [request for request in requests if not request.seat_id]
        self.dropped = [seat for pk, seat in standing.items() if pk not in wanted]
        self.kept = [(standing[request.seat_id], request) for request in requests if request.seat_id]
        self.growth = len(self.added) - len(self.dropped)
        self.sentences = list(self._sentences())

    @property
    def is_about_seats(self):
        """Whether more than people changed: seats, their places at the table, or their add-ons."""
        return bool(self.added or self.dropped) or any(
            place_key(seat) != request.place.key or _add_on_ids(seat) != {add_on.pk for add_on in request.add_ons}
            for seat, request in self.kept
        )

    def _sentences(self):
        for seat, request in self.kept:
            who = {"seat": request.name or request.place.label}
            if seat.name != request.name:
                yield f"{request.place.label}: {_name(seat)} → {_name(request)}"
            elif place_key(seat) != request.place.key:
                yield _("%(seat)s: now %(place)s") % (who | {"place": request.place.label})
            elif _details(seat) != _details(request):
                yield _("%(seat)s: details changed") % who
            elif _add_on_ids(seat) != {add_on.pk for add_on in request.add_ons}:
                yield _("%(seat)s: add-ons changed") % who
        for request in self.added:
            yield _("Added: %(seat)s") % {"seat": f"{request.place.label}, {_name(request)}"}
        for seat in self.dropped:
            yield _("Dropped: %(seat)s") % {"seat": f"{seat.label}, {_name(seat)}"}


def _name(one):
    return one.name or _("to be named")


def _add_on_ids(seat):
    return {choice.add_on_id for choice in seat.chosen_add_ons.all()}


def _details(one):
    return one.email.lower(), one.title, one.dietary_needs, one.access_needs
