"""Whose figures somebody may see: their school's, their union's, or the whole program's.

District employees and contractors see the school they work at; who sees records by consent alone sees only what their
union's employees did; who works for the whole district sees all of it. LMI's staff see nothing here.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from oasis.models import WHOLE_DISTRICT, Assignment


@dataclass(frozen=True)
class Scope:
    """`kind` is program, school or union; `number` that of the school or of the organization, 0 for the program."""

    kind: str
    number: int
    name: str

    @property
    def key(self):
        return f"{self.kind}-{self.number}"

    @property
    def cut(self):
        return () if self.kind == "program" else (self.kind,)

    @property
    def values(self):
        return () if self.kind == "program" else (self.number,)


def scopes_of(reach, edition):
    """The Scopes of one edition that the person of `reach` may see, the widest first."""
    here = [each for each in reach.assignments if each.district_id == edition.district_id]
    program = Scope("program", 0, _("Whole program: %(district)s") % {"district": edition.district.name})
    schools = [Scope("school", number, name) for number, name in _sorted(edition, "school")]
    unions = [Scope("union", number, name) for number, name in _sorted(edition, "union")]
    if any(each.role in WHOLE_DISTRICT for each in here):
        return [program, *schools, *unions]
    own_schools = {each.site.school_id for each in here if each.site_id and each.basis != Assignment.Basis.CONSENT}
    own_unions = {each.employer_id for each in here if each.basis == Assignment.Basis.CONSENT}
    return [each for each in schools if each.number in own_schools] + [
        each for each in unions if each.number in own_unions
    ]


def _sorted(edition, kind):
    return sorted(edition.figures["labels"].get(kind, []), key=lambda each: each[1])
