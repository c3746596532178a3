"""OASIS at the four pilot schools, as the portal starts with it: real places, everyone in them made up."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from districts.demo_people import LOS_ANGELES
from districts.models import BargainingUnit, District, Organization, School
from lmi_portal.accounts.models import User

from .demo_achievement import load_achievement
from .demo_calendar import load_days_off, load_hand_over
from .demo_consents import load_consents
from .demo_records import load_records
from .demo_referrals import load_referrals
from .demo_students import load_students
from .models import Assignment, Position, Role, Site, TrainingCompletion, TrainingModule, school_year_of
from .providers.demo import load_providers

AUDUBON = "19647336061394"
PILOT_SCHOOLS = [AUDUBON, "19647331933118", "19647336019632", "19647331939040"]
# Four schools pledged $750,000 of Title I together, for these three at each; the lines and the parts are made up.
POSITIONS = [
    ("Social service aide (made up)", "Unit G", "7S046-1 (made up)", Decimal("62500.00")),
    ("Counseling aide (made up)", "Unit B", "7S046-2 (made up)", Decimal("62500.00")),
    ("Parent liaison (made up)", "Unit G", "7S046-3 (made up)", Decimal("62500.00")),
]
EMPLOYEE, CONSENT = Assignment.Basis.EMPLOYEE, Assignment.Basis.CONSENT
# Who works at Audubon Middle, by which right.
AT_SITES = [
    ("oasis", Role.REFERRER, EMPLOYEE),
    ("site-lead", Role.SITE_LEAD, EMPLOYEE),
    ("counselor", Role.COUNSELOR, EMPLOYEE),
    ("coordinator", Role.COORDINATOR, EMPLOYEE),
    ("union", Role.SERVICE_AIDE, CONSENT),
]
IN_DISTRICT = [
    ("records", Role.RECORDS_OFFICIAL),
    ("program", Role.PROGRAM_ADMINISTRATOR),
    ("auditor", Role.AUDITOR),
]
MODULES = [
    ("privacy", "Privacy of students’ records", "Who may see what, and by which consent.", 1),
    ("reporting", "Reporting abuse and neglect", "What a mandated reporter does, and where.", 1),
    ("referring", "Referring with respect", "Asking what is needed, and following up until help has come.", 2),
]


@transaction.atomic
def load_oasis(*, now):
    """Create what is missing; what anyone wrote stays. The directory and its people come first."""
    load_providers(now=now)
    today = timezone.localdate(now)
    sites = _sites(today)
    load_days_off(districts={site.school.district for site in sites}, today=today)
    _people(sites, today)
    _training(today)
    load_students(sites=sites, now=now)
    load_consents(now=now)
    load_referrals(now=now)
    load_hand_over(now=now)
    load_records(now=now)
    load_achievement(now=now)


def _sites(today):
    """The pilot schools' sites of this school year with their positions, Audubon Middle first."""
    schools = {school.cds_code: school for school in School.objects.filter(cds_code__in=PILOT_SCHOOLS)}
    sites = []
    for cds_code in PILOT_SCHOOLS:
        site, is_new = Site.objects.get_or_create(school=schools[cds_code], year=school_year_of(today))
        if is_new:
            _fund(site)
        sites.append(site)
    return sites


def _fund(site):
    for title, label, line, cost in POSITIONS:
        unit = BargainingUnit.objects.filter(district=site.school.district_id, label=label).first()
        Position.objects.create(
            site=site,
            title=title,
            unit=unit,
            funding=Position.Funding.TITLE_I,
            budget_line=line,
            yearly_cost=cost,
        )


def _people(sites, today):
    audubon, district = sites[0], District.objects.get(cd_code=LOS_ANGELES)
    for address, role, basis in AT_SITES:
        _assign(address, role, district, today, site=audubon, basis=basis)
    for site in sites[1:]:
        _assign("coordinator", Role.COORDINATOR, district, today, site=site, basis=EMPLOYEE)
    for address, role in IN_DISTRICT:
        _assign(address, role, district, today, basis=EMPLOYEE)


def _assign(address, role, district, today, *, basis, site=None):
    employer = Organization.objects.get(short_name="SEIU 99") if basis == CONSENT else None
    title = "Social service aide (made up)" if role == Role.SERVICE_AIDE else ""
    Assignment.objects.get_or_create(
        user=_user(address),
        site=site,
        role=role,
        starts_on=date(school_year_of(today), 7, 1),
        defaults={
            "district": district,
            "basis": basis,
            "employer": employer,
            "position": site.positions.filter(title=title).first() if title else None,
            "credential": "PPS-000000 (made up)" if role == Role.COUNSELOR else "",
        },
    )


def _training(today):
    """Everybody who works at a site was trained before the first of the made-up referrals."""
    trained_on = today - timedelta(days=100)
    for slug, title, summary, years in MODULES:
        module, _is_new = TrainingModule.objects.get_or_create(
            slug=slug, defaults={"title": title, "summary": summary, "valid_years": years}
        )
        for address, _role, _basis in AT_SITES:
            user = _user(address)
            if not module.completions.filter(user=user).exists():
                TrainingCompletion.objects.create(user=user, module=module, completed_on=trained_on)


def _user(address):
    return User.objects.get(email=f"{address}@example.org")
