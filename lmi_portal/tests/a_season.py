"""A portal in the middle of its season: the demo's calendar and people, one team confirmed, one waiting, money owed."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.core import signing
from django.utils import timezone

from billing.linking import send_account_link, token_of
from billing.models import Bill, PurchaseOrder
from billing.tests.factories import create_account, create_bill, create_invoice, create_purchase_order, pay, settle
from convenings.cosigning import co_lead_token
from convenings.demo import load_calendar
from convenings.following import CONFIRMING, LEAVING, follow
from convenings.models import Convening, Follower, Registration, ReminderRule
from convenings.table import SeatRequest, places_of
from convenings.tests.factories import register
from districts.demo import load_directory_facts
from districts.demo_people import LOS_ANGELES, SAN_JUAN, load_people
from districts.models import District, Evidence, Membership, Organization
from districts.tests.factories import create_membership
from initiative.approving import send_for_approval
from initiative.demo import load_initiative
from initiative.models import CaseStudy, Measure, Meeting, Term
from initiative.tests.case_studies import create_case_study
from lmi_portal.accounts.models import User
from lmi_portal.accounts.tests.factories import PASSWORD, add_second_factor
from lmi_portal.audit.models import Entry
from lmi_portal.library.demo import load_library
from lmi_portal.outbox.models import Email
from oasis.providers.correcting import SALT as CORRECTING
from oasis.providers.correcting import address_on_file
from oasis.providers.tests.factories import create_provider, create_service, place
from wellbeing.models import YearlyReport
from wellbeing.reports.figures import figures_of
from wellbeing.tests.factories import create_program

# Where the pages of the one service on file are.
PROVIDER, SERVICE = "90714e20-0000-4000-8000-000000000001", "5e41ce00-0000-4000-8000-000000000001"


@dataclass(frozen=True)
class Season:
    """What the addresses of its pages are made of; `team` has names to fill in, `waiting` is first in line.

    `told` is a published case study, `awaited` one that labor and management of Los Angeles are asked about.
    """

    district: District
    open: Convening
    announced: Convening
    past: Convening
    team: Registration
    waiting: Registration
    request: Membership
    evidence: Evidence
    association: Organization
    rule: ReminderRule
    letter: Email
    entry: Entry
    order: PurchaseOrder
    bill: Bill
    meeting: Meeting
    measure: Measure
    term: Term
    highlighted: YearlyReport
    told: CaseStudy
    awaited: CaseStudy
    account_token: str
    co_lead_token: str
    confirm_token: str
    correction_token: str
    leave_token: str

    def person(self, address):
        return User.objects.get(email=f"{address}@example.org")


def create_season():
    now = timezone.now()
    load_directory_facts()
    load_library()
    load_calendar(today=timezone.localdate())
    load_people(password=PASSWORD, now=now)
    load_initiative()
    add_second_factor(User.objects.get(email="staff@example.org"))
    district, lead = District.objects.get(cd_code=SAN_JUAN), User.objects.get(email="lead@example.org")
    monterey, full, valley = Convening.objects.filter(state=Convening.State.OPEN).order_by("starts_on")[:3]
    Convening.objects.filter(pk=full.pk).update(capacity=10)
    register(full, size=8)
    announced = Convening.objects.get(state=Convening.State.SAVE_THE_DATE)
    follow(convening=announced, email="curious@example.org", now=now)
    follower = Follower.objects.get()
    team = _register(valley, district, lead, co_lead_email="labor@example.org")
    order = _money(district, lead)
    service = place(create_service(create_provider(uid=PROVIDER), uid=SERVICE)).service
    return Season(
        district=district,
        open=monterey,
        announced=announced,
        past=Convening.objects.filter(state=Convening.State.HELD, add_ons__isnull=False).order_by("-starts_on")[0],
        team=team,
        waiting=_register(full, district, lead),
        request=create_membership(district=district, state=Membership.State.REQUESTED),
        evidence=district.evidence.first(),
        association=Organization.objects.get(short_name="CSEA"),
        rule=monterey.reminder_rules.first(),
        letter=Email.objects.first(),
        entry=Entry.objects.first(),
        order=order,
        bill=order.account.bills.awaiting_purchase_order()[0],
        highlighted=_highlighted(district, lead, now=now),
        told=CaseStudy.objects.get(district=district),
        awaited=_awaited(now=now),
        meeting=Meeting.objects.earliest("starts_at"),
        measure=Measure.objects.filter(values__isnull=False).first(),
        term=Term.objects.first(),
        account_token=token_of(send_account_link(account=order.account, sent_by=lead, now=now)),
        co_lead_token=co_lead_token(team),
        correction_token=signing.dumps([service.pk, address_on_file(service)], salt=CORRECTING),
        confirm_token=signing.dumps(follower.pk, salt=CONFIRMING),
        leave_token=signing.dumps(follower.pk, salt=LEAVING),
    )


def _highlighted(district, lead, *, now):
    """A report of the district's well-being program, of which everybody may read the highlight."""
    program = create_program(district=district, begun_by=lead, with_co_chairs=False)
    return YearlyReport.objects.create(
        program=program,
        school_year=2025,
        state=YearlyReport.State.PUBLISHED,
        done="We walked.",
        next_year="We rest.",
        highlight="Drivers and teachers planned their mornings together.",
        figures=figures_of(program, 2025, now=now) | {"meetings": 7},
        drafted_at=now,
        drafted_by=lead,
        published_at=now,
        highlighted_at=now,
    )


def _awaited(*, now):
    case_study = create_case_study(district=District.objects.get(cd_code=LOS_ANGELES), report_page=4)
    return send_for_approval(case_study=case_study, sent_by=User.objects.get(email="staff@example.org"), now=now)


def _money(district, lead):
    """The district's purchase order, an invoice on it, one long overdue, and one whose order is to follow."""
    account = create_account(district=district, ap_name="Adaeze Okonkwo-Villaseñor", ap_email="accounts@example.org")
    order = create_purchase_order(account, number="B26-00417")
    settle(create_bill(district=district, opened_by=lead, purchase_order=order), "950.00")
    long_ago = timezone.now() - timedelta(days=60)
    late = create_invoice("300.00", district=district, opened_by=lead, pays_by="check", now=long_ago)
    pay(account, "100.00", pays=[(late, Decimal("100.00"))])
    replaced = create_invoice("450.00", district=district, opened_by=lead)
    settle(replaced.bill, "300.00")
    return order


def _register(convening, district, lead, **words):
    """Everyone at the district's table but the last two units; two of the seats have no name yet."""
    return register(convening, district=district, registered_by=lead, seats=_seats(district), **words)


def _seats(district):
    places = [place for place in places_of(district) if not place.is_extra][:-2]
    names = ["", "Héctor Núñez-Oyelaran", "Ngọc Anh Trần", "", "Marisol Quintero", "Al B", "Zoë"]
    return [
        SeatRequest(place=place, name=name, email=f"seat{number}@example.org" if name else "")
        for number, (place, name) in enumerate(zip(places, names, strict=False))
    ]
