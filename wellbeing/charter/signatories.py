"""Who has to sign: the superintendent, and the president of each certificated and each classified unit.

Each side names its own: an employer does not choose who speaks for employees (Government Code § 3543.5(d)), nor the
other way round. Units of supervisors may sign too; without them a charter is complete.

One person may sign for several units. Certificated and classified employees are never of one unit (§ 3545(b)(3)), but
may have chosen the same organization (§ 3540.1(e)), whose local then has one president for both. They sign for each
unit, page and paper say so, and one address is one person's. Nobody signs for both sides.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from districts.models import BargainingUnit, Membership, Side
from lmi_portal.audit.recording import record
from wellbeing.models import Charter, Signatory
from wellbeing.refusing import CannotDo

Kind, Capacity, Role = BargainingUnit.Kind, Signatory.Capacity, Membership.Role
MUST_SIGN = {Kind.CERTIFICATED, Kind.CLASSIFIED}


@dataclass(frozen=True)
class Place:
    """One line under a charter: the superintendent's where `unit` is None; `key` names it in a form."""

    unit: BargainingUnit | None
    is_needed: bool

    @property
    def key(self):
        return f"unit-{self.unit.pk}" if self.unit else "superintendent"

    @property
    def side(self):
        return Side.LABOR if self.unit else Side.MANAGEMENT

    @property
    def capacity(self):
        return Capacity.UNIT_PRESIDENT if self.unit else Capacity.SUPERINTENDENT

    def label(self):
        if self.unit is None:
            return _("Superintendent")
        words = {"unit": self.unit, "kind": self.unit.get_kind_display().lower()}
        return (
            _("President of %(unit)s, %(kind)s employees") % words
            if self.is_needed
            else f"{self.unit}, {words['kind']}"
        )


def places_of(district):
    """The Places under a charter of `district`, the superintendent's first."""
    units = BargainingUnit.objects.at_the_table().filter(district=district)
    return [Place(None, True), *(Place(unit, unit.kind in MUST_SIGN) for unit in units)]


def refuse_without_both_kinds(places):
    """Raise CannotDo where the district has no certificated or no classified unit at its table."""
    kinds = {place.unit.kind for place in places if place.unit}
    missing = [kind.label.lower() for kind in (Kind.CERTIFICATED, Kind.CLASSIFIED) if kind not in kinds]
    if missing:
        raise CannotDo(
            _(
                "The district has no %(kinds)s unit on file, and a charter is signed by the presidents of certificated "
                "and of classified units: ask LMI staff to add it."
            )
            % {"kinds": _(" and no ").join(missing)}
        )


def known_people(district):
    """{key of a Place: (name, e-mail)} of superintendent and unit leads, as far as they sit at the table."""
    found = {}
    places = Membership.objects.approved().filter(district=district, user__is_active=True).select_related("user")
    for place in places.filter(role__in=[Role.SUPERINTENDENT, Role.UNIT_LEAD]).order_by("pk"):
        if place.role == Role.SUPERINTENDENT:
            found.setdefault("superintendent", (place.user.get_full_name(), place.user.email))
        elif place.unit_id:
            found.setdefault(f"unit-{place.unit_id}", (place.user.get_full_name(), place.user.email))
    return found


def named_for(charter):
    """{key of a Place: Signatory} of those who are named so far."""
    rows = charter.signatories.select_related("unit__organization", "signature")
    return {f"unit-{row.unit_id}" if row.unit_id else "superintendent": row for row in rows}


@transaction.atomic
def name_signatories(*, charter, side, people, by, now):
    """Name those of `side` under a draft; `people` is {key of a Place: (name, e-mail)}, empty where nobody signs.

    Raises CannotDo where the charter is no draft any more, or somebody who must sign is missing or of both sides.
    """
    charter = lock_charter(charter)
    if charter.state != Charter.State.DRAFT:
        raise CannotDo(_("Who signs is named while the charter is being written."))
    others = [row.email for row in named_for(charter).values() if row.side() != side]
    own = {}
    for place in places_of(charter.program.district):
        if place.side != side:
            continue
        name, email = people.get(place.key, ("", ""))
        refuse_odd_person(name, email, place=place, others=others)
        refuse_two_people(name, email, place=place, own=own)
        own[email.lower()] = name
        _name(charter, place, name, email.lower())
    record(deed="name_signatories", on=charter, by=by, now=now, changes={"side": ["", side]})


def refuse_odd_person(name, email, *, place, others):
    """Raise CannotDo for half a person, or one whose address is among `others`, the other side's."""
    if bool(name) != bool(email):
        raise CannotDo(_("A name and an e-mail address belong together."), field=place.key)
    if email and email.lower() in others:
        raise CannotDo(_("This address signs for the other side: nobody signs for both."), field=place.key)


def refuse_two_people(name, email, *, place, own):
    """Raise CannotDo where the address has another name at another place of the side; `own` is {e-mail: name}."""
    there = own.get(email.lower(), name) if email else name
    if there.casefold().split() != name.casefold().split():
        raise CannotDo(
            _("This address is %(name)s’s already. Who is president of two units signs for each, under one name.")
            % {"name": there},
            field=place.key,
        )


def _name(charter, place, name, email):
    held = {"capacity": place.capacity, "unit": place.unit}
    if not email:
        charter.signatories.filter(**held).delete()
        return
    Signatory.objects.update_or_create(charter=charter, **held, defaults={"name": name, "email": email})


def missing_from(charter):
    """The Places without which the charter is signed by one side only, or not by all of its units."""
    named = named_for(charter)
    return [place for place in places_of(charter.program.district) if place.is_needed and place.key not in named]


def lock_charter(charter):
    """The charter, locked until the transaction ends: whoever signs, changes or withdraws it takes turns."""
    locked = Charter.objects.select_for_update(of=["self"]).select_related("program__district")
    return locked.get(pk=charter.pk)
