"""The sheet on which a team is laid out: its rows, what is done to them, and who and how much they come to."""

from functools import cached_property
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .forms import SeatFormSet, TeamForm
from .forms.seat import FIELDS, ROWS_AT_MOST
from .reckoning import Reckoning
from .refusing import seats_at_most
from .roster import read_roster
from .seating import fits, quote_change
from .table import SeatRequest, requests_of, who_is_at_the_table

PEOPLE_FIELDS = FIELDS[2:]


class TeamSheet:
    """Rows of one team at one convening.

    `data` is the POST (None: a fresh sheet); `seats` are the standing seats, from `seats_with_money`, when a team is
    changed; `sees_orders` as in Reckoning. Nothing here writes to the database.
    """

    def __init__(self, *, convening, district, places, data=None, seats=(), registration=None, sees_orders=False):
        self.convening, self.district, self.places = convening, district, places
        self.registration, self.standing = registration, {seat.pk: seat for seat in seats}
        self.add_ons = list(convening.add_ons.all())
        self.problems, self.notice = [], ""
        self.is_cut_off = data is not None and "whole" not in data
        self.action = "open" if data is None else "look" if self.is_cut_off else data.get("action", "save")
        data = {} if data is None else data
        laid_out, words = ([], {}) if "whole" in data else (self._first_rows(), self._first_words())
        self.rows = _rows_of(data, laid_out=laid_out)
        if self.is_sent():
            self.team = TeamForm(data)
        else:
            self.team = TeamForm(initial={name: data.get(name, words.get(name, "")) for name in TeamForm.base_fields})
            self._act()
        self.formset = self._formset(bound=self.is_sent())
        self.money = Reckoning(self, data, sees_orders=sees_orders)

    def is_sent(self):
        """Whether the whole sheet was sent, rather than a row added, removed or pasted."""
        return self.action == "save"

    def is_valid(self):
        return all([self.team.is_valid(), self.formset.is_valid(), self.money.form.is_valid()])

    @property
    def is_refused(self):
        rows = any(self.formset.errors) or self.formset.non_form_errors()
        return self.is_sent() and bool(self.team.errors or rows or self.money.form.errors)

    def requests(self):
        """The SeatRequests of a valid sheet."""
        return [self._request(cleaned) for _index, cleaned in self.formset.requests_data()]

    def refuse(self, refusal):
        """Put a deed's refusal beside what it is about."""
        if isinstance(refusal.field, tuple):
            index, name = refusal.field
            row = self.formset.requests_data()[index][0]
            self.formset.forms[row].add_error(name, str(refusal))
        elif refusal.field == "seats":
            self.formset.refuse(str(refusal))
        elif refusal.field in self.money.form.fields:
            self.money.form.add_error(refusal.field, str(refusal))
        else:
            self.team.add_error(refusal.field if refusal.field in self.team.fields else None, str(refusal))

    @cached_property
    def draft(self):
        """The rows as they stand, typed to the end or not, for the table and the price beside the sheet."""
        return [self._request(row) for row in self.rows if row["place"] in self._places]

    @cached_property
    def _places(self):
        return {place.key: place for place in self.places}

    @cached_property
    def _add_ons(self):
        return {str(add_on.pk): add_on for add_on in self.add_ons}

    @cached_property
    def table(self):
        return who_is_at_the_table(self.draft, places=self.places)

    @property
    def limit(self):
        return seats_at_most(self.convening, standing=self.standing)

    @property
    def seats_over(self):
        return max(len(self.draft) - self.limit, 0)

    @cached_property
    def would_wait(self):
        """Whether a team of these seats would join the line now, rather than be confirmed."""
        return not fits(self.convening, len(self.draft))

    @cached_property
    def quote(self):
        return quote_change(
            self.draft,
            convening=self.convening,
            district=self.district,
            standing=self.standing,
            besides=self.registration,
            now=timezone.now(),
        )

    def _request(self, row):
        return SeatRequest(
            place=self._places[row["place"]],
            add_ons=tuple(self._add_ons[pk] for pk in row.get("add_ons") or [] if pk in self._add_ons),
            seat_id=_number(str(row.get("seat_id") or "")),
            **{name: (row.get(name) or "").strip() for name in PEOPLE_FIELDS},
        )

    def _formset(self, *, bound):
        kwargs = {"places": self.places, "add_ons": self.add_ons}
        if bound:
            return SeatFormSet(_data_of(self.rows), prefix="seats", form_kwargs=kwargs)
        return SeatFormSet(initial=self.rows, prefix="seats", form_kwargs=kwargs)

    def _first_words(self):
        return {"submission": uuid4(), "revision": self.registration.revision if self.registration else ""}

    def _first_rows(self):
        if self.registration is None:
            return [_empty_row(place=place.key) for place in self.places if not place.is_extra]
        return [
            {name: getattr(request, name) for name in PEOPLE_FIELDS}
            | {"seat_id": request.seat_id, "place": request.place.key}
            | {"add_ons": [str(add_on.pk) for add_on in request.add_ons]}
            for request in requests_of(self.standing.values(), places=self.places)
        ]

    def _act(self):
        verb, _dash, row = self.action.partition("-")
        if verb == "add" and len(self.rows) < ROWS_AT_MOST:
            self.rows.append(_empty_row())
        elif verb == "remove" and (index := _number(row)) is not None and index < len(self.rows):
            gone = self.rows.pop(index)
            self.notice = _("Removed: %(row)s.") % {
                "row": gone["name"] or self._label(gone["place"]) or _("an empty row")
            }
        elif verb == "paste":
            self._paste()

    def _label(self, key):
        return next((place.label for place in self.places if place.key == key), "")

    def _paste(self):
        taken = [row["email"] for row in self.rows]
        waiting = sum(not row["name"] for row in self.rows)
        room = self.limit - len(self.rows) + waiting
        roster = read_roster(self.team.initial["roster"], places=self.places, room=room, taken=taken)
        for row in roster.rows:
            self._seat(row)
        self.problems = roster.problems
        self.team.initial["roster"] = roster.leftover
        self.notice = ngettext("%(count)s line became a row.", "%(count)s lines became rows.", len(roster.rows)) % {
            "count": len(roster.rows)
        }

    def _seat(self, pasted):
        """Into the first row of the same place that waits for a name, else a row of its own."""
        for row in self.rows:
            if row["place"] == pasted["place"] and pasted["place"] and not row["name"]:
                row.update({name: value for name, value in pasted.items() if value})
                return
        self.rows.append(_empty_row() | pasted)


def _empty_row(*, place=""):
    return dict.fromkeys(FIELDS, "") | {"place": place, "add_ons": []}


def _rows_of(data, *, laid_out):
    """The rows of a POST, typed to the end or not; a count that no page of ours sends counts as no rows.

    `laid_out` are the rows of a fresh page, from which comes what was not sent: before anything is, all of it. A button
    pressed while the page still arrives sends the first fields alone; left empty, the others would read as seats given
    up.
    """
    count = _number(data.get("seats-TOTAL_FORMS", str(len(laid_out)))) or 0
    rows = []
    for index in range(count if count <= ROWS_AT_MOST else 0):
        row = _empty_row() | (laid_out[index] if index < len(laid_out) else {})
        row |= {name: data[key] for name in FIELDS if (key := f"seats-{index}-{name}") in data}
        rows.append(row | ({"add_ons": data.getlist(key)} if (key := f"seats-{index}-add_ons") in data else {}))
    return rows


def _number(text):
    """The whole number sent, or None; Python refuses to read one of more than 4,300 digits."""
    return int(text) if text.isdecimal() and len(text) < 20 else None


def _data_of(rows):
    data = {"seats-TOTAL_FORMS": len(rows), "seats-INITIAL_FORMS": 0}
    for index, row in enumerate(rows):
        data |= {f"seats-{index}-{name}": value for name, value in row.items()}
    return data
