"""How far one person's sight goes in OASIS: the one place that says which students and referrals are theirs.

A school official with a legitimate educational interest, and a contractor under the district's direct control, see the
students of the schools that they work at this year; who sees by consent alone sees a student while an active consent
names their employer (34 CFR § 99.31(a)(1), Education Code § 49076). The whole district is seen by its program
administrator and its records official. What rests on a student's own consent is seen by who logged it, who cares for
it and the school's credentialed counselors (Family Code § 6924).
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from oasis.providers.models import Need

from .models import Assignment, BreakGlass, Consent, Role, State

NOBODY = Q(pk__in=[])


@dataclass(frozen=True)
class Reach:
    """One person's current assignments at the moment `now`; narrowed to those whose role a page is for."""

    user: object
    assignments: tuple
    now: datetime

    @property
    def on(self):
        return timezone.localdate(self.now)

    @property
    def roles(self):
        return sorted({assignment.role for assignment in self.assignments})

    @property
    def bases(self):
        return sorted({assignment.basis for assignment in self.assignments})

    @property
    def sites(self):
        """The sites of this school year at which the person works; none for a whole district's people."""
        return list({each.site_id: each.site for each in self.assignments if each.site_id}.values())

    @property
    def district_ids(self):
        return sorted({assignment.district_id for assignment in self.assignments})

    @property
    def whole_districts(self):
        """None by consent alone: whoever employs its administrator, a consent opens one student's record."""
        return sorted({each.district_id for each in self.by_right().assignments if each.role in WHOLE_DISTRICT_RECORDS})

    @property
    def counselor_schools(self):
        """None by consent alone: a parent's consent does not open what rests on the student's own."""
        return sorted({each.site.school_id for each in self.by_right().assignments if each.role == Role.COUNSELOR})

    def having(self, roles):
        return replace(self, assignments=tuple(each for each in self.assignments if each.role in roles))

    def by_right(self):
        """What is left without consents; somebody may see one school by right and another by consent alone."""
        own = tuple(each for each in self.assignments if each.basis != Assignment.Basis.CONSENT)
        return replace(self, assignments=own)

    def students(self):
        """The condition on Student: whose records this person may see, in an emergency of theirs included."""
        opened = BreakGlass.objects.filter(opened_by=self.user, expires_at__gt=self.now)
        return (
            self._at_own_schools("school", "district", student="pk")
            | Q(district__in=self.whole_districts)
            | Q(pk__in=opened.values("student"))
        )

    def referrals(self):
        """The condition on Referral.

        A draft of help to which a minor may consent alone is closed like such a referral: whether it is one stands on
        the last page of logging it.
        """
        opened = BreakGlass.objects.filter(opened_by=self.user, expires_at__gt=self.now)
        seen = (
            self._at_own_schools("site__school", "site__school__district", student="student")
            | Q(site__school__district__in=self.whole_districts)
            | Q(student__in=opened.values("student"))
        )
        own = Q(owner=self.user) | Q(logged_by=self.user) | Q(site__school__in=self.counselor_schools)
        # A subquery, as a join would lead lists away from their index.
        undecided = Q(state=State.DRAFT, need__in=Need.objects.filter(allows_minor_consent=True))
        return seen & (Q(is_confidential=False) & ~undecided | own)

    def _at_own_schools(self, school, district, *, student):
        by_right = {each.site.school_id for each in self.by_right().assignments if each.site_id}
        condition = Q(**{f"{school}__in": sorted(by_right)}) if by_right else NOBODY
        for each in self.assignments:
            if each.basis == Assignment.Basis.CONSENT and (each.site_id or each.role in WHOLE_DISTRICT_RECORDS):
                consents = Consent.objects.active(on=self.on).naming([each.employer_id])
                place = {school: each.site.school_id} if each.site_id else {district: each.district_id}
                condition |= Q(**place, **{f"{student}__in": consents.values("student")})
        return condition


WHOLE_DISTRICT_RECORDS = [Role.PROGRAM_ADMINISTRATOR, Role.RECORDS_OFFICIAL]


def reach_of(user, *, now):
    """The Reach of `user`, with one query; LMI's staff, who enter the assignments, reach no record by one of theirs."""
    if user.is_staff:
        return Reach(user, (), now)
    current = Assignment.objects.current(on=timezone.localdate(now)).filter(user=user)
    return Reach(user, tuple(current.select_related("site__school", "employer", "district")), now)
