"""A charter as its page and its paper tell it: the version, its text, and how each signature stands."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wellbeing.models import Charter, Signatory

from .comparing import differences
from .signatories import Place, named_for, places_of
from .wording import parts_of

State = Charter.State


@dataclass(frozen=True)
class Line:
    """One line under a charter; without a signatory nobody is named yet."""

    place: Place
    signatory: Signatory | None

    @property
    def label(self):
        return self.place.label()

    @property
    def signature(self):
        return getattr(self.signatory, "signature", None)

    @property
    def is_waiting(self):
        return self.signatory is not None and self.signature is None


def lines_of(charter):
    """The Lines of a charter: of a draft all that may sign, later on those who were asked."""
    named = named_for(charter)
    if charter.state == State.DRAFT:
        return [Line(place, named.get(place.key)) for place in places_of(charter.program.district)]
    rows = sorted(named.values(), key=lambda row: (row.unit is not None, row.pk))
    return [Line(Place(row.unit, is_needed=True), row) for row in rows]


def who_signs_twice(lines):
    """A sentence for each person of `lines` who signs for more than one unit."""
    by_person = {}
    for line in lines:
        if line.signatory:
            by_person.setdefault(line.signatory.email, []).append(line)
    return [
        _("%(name)s signs for %(count)s units, each by a signature of its own: %(units)s.")
        % {"name": own[0].signatory.name, "count": len(own), "units": "; ".join(line.label for line in own)}
        for own in by_person.values()
        if len(own) > 1
    ]


def newest(program):
    """The charter that is being written or signed, else the one in force, else the last one; or None."""
    return program.charters.open().first() or program.charters.in_force().first() or program.charters.first()


def version_before(charter):
    """The last version below this one that was in force, or None."""
    signed = charter.program.charters.filter(state__in=[State.IN_FORCE, State.REPLACED])
    return signed.filter(version__lt=charter.version).first()


def sheet_of(charter):
    """What the page of one version shows, apart from what may be done with it."""
    before, lines = version_before(charter), lines_of(charter)
    return {
        "charter": charter,
        "parts": parts_of(charter),
        "lines": lines,
        "twice": who_signs_twice(lines),
        "before": before,
        "differences": differences(before, charter) if before else [],
        "state_class": {State.IN_FORCE: "is-active", State.OFFERED: "is-waiting"}.get(charter.state, ""),
    }


def consequences_of_offering(charter):
    """What will happen, in sentences for whoever is about to offer the draft."""
    named = [line.signatory.name for line in lines_of(charter) if line.signatory]
    sentences = [
        _("The text is frozen: whoever signs it signs the very words below."),
        _("%(names)s each get a link of their own by e-mail, which works for 21 days.") % {"names": ", ".join(named)},
        _("The team leads of both sides are told."),
        _("With the last signature the charter is in force, and the program may reach employees."),
    ]
    if charter.program.charters.in_force().exists():
        sentences.append(_("The charter that is in force stays so until then."))
    return sentences
