from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from convenings.cancelling import cancel_registration
from convenings.funding import by_convening, by_funder, fiscal_years, sheet_of, waivers_in
from convenings.waiving import waive_seats
from districts.tests.factories import create_district, create_user
from lmi_portal.audit.models import Entry
from lmi_portal.spreadsheets import csv_lines

from .factories import create_convening, register

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:convenings_convening_funding")
STUART = {"kind": "sponsored", "sponsor": "Stuart Foundation"}


def waived(convening, *, seats=1, district=None, **fields):
    """A team of which `seats` are waived."""
    team = register(convening, size=2, district=district)
    defaults = {"kind": "scholarship", "reason": "First-year district", "waived_by": create_user()}
    ids = [seat.pk for seat in team.seats.all()[:seats]]
    waive_seats(registration=team, seats=ids, now=timezone.now(), **defaults | fields)
    return team


def on(day, **fields):
    return create_convening(starts_on=day, ends_on=day, **fields)


def figures(funded):
    return [(one.funder, one.seats, one.districts, str(one.dollars)) for one in funded]


def test_seats_districts_and_dollars_are_told_by_convening_and_by_funder():
    autumn, spring, district = on(date(2026, 10, 1)), on(date(2027, 2, 19)), create_district()
    waived(spring, seats=2, **STUART, district=district)
    waived(spring, kind="sponsored", sponsor="stuart  foundation", amount=Decimal("10.00"))
    waived(autumn)

    told = [(whole.convening, figures([whole])[0][1:], figures(parts)) for whole, parts in by_convening(waivers_in())]

    assert told == [
        (spring, (3, 2, "130.00"), [("Paid by a sponsor: Stuart Foundation", 3, 2, "130.00")]),
        (autumn, (1, 1, "60.00"), [("Scholarship", 1, 1, "60.00")]),
    ]
    assert figures(by_funder(waivers_in())) == [
        ("Scholarship", 1, 1, "60.00"),
        ("Paid by a sponsor: Stuart Foundation", 3, 2, "130.00"),
    ]


def test_fiscal_year_is_that_of_the_first_day():
    june, july = on(date(2027, 6, 30)), on(date(2027, 7, 1))
    for convening in (june, july):
        waived(convening)

    assert fiscal_years() == [2027, 2026]
    assert [whole.convening for whole, _parts in by_convening(waivers_in(2026))] == [june]
    assert [whole.convening for whole, _parts in by_convening(waivers_in(2027))] == [july]


def test_a_team_that_does_not_come_costs_no_funder_anything():
    full = create_convening(capacity=2)
    team = waived(full)
    waived(full)  # it waits in line

    assert len(waivers_in()) == 1
    cancel_registration(registration=team, cancelled_by=team.registered_by, reason="Ill", now=timezone.now())
    assert [waiver.seat.registration_id != team.pk for waiver in waivers_in()] == [True]


def test_file_has_a_row_for_each_seat_and_runs_no_formula():
    by = create_user(email="desk@example.org")
    team = waived(
        on(date(2027, 2, 19), title="Valley"), kind="sponsored", sponsor="=HYPERLINK(1)", reason="+1", waived_by=by
    )
    seat = team.seats.first()
    now = timezone.now()

    [_headings, row] = [line.strip() for line in csv_lines(sheet_of(waivers_in(), now=now))]

    assert row == (
        f"Valley,2027-02-19,Paid by a sponsor,'=HYPERLINK(1),{team.district.name},{team.district.cd_code},{team.code},"
        f"{seat.label},{seat.name},60.00,'+1,desk@example.org,{timezone.localdate(now)}"
    )


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_as_many_queries_for_many_convenings(client, staff, django_assert_num_queries, count):
    for n in range(count):
        waived(on(date(2027, 2, 19) + timedelta(days=n)))

    with django_assert_num_queries(4):
        response = client.get(PAGE)

    assert len(response.context["convenings"]) == count


def test_page_says_who_and_why_in_the_year_that_was_asked_for(client, staff):
    old, new = on(date(2026, 5, 5), title="Old"), on(date(2027, 2, 19), title="New")
    team = waived(new)
    waived(old)

    shown = " ".join(client.get(PAGE, {"year": "2026"}).text.split())

    assert "Funder report, 2026–27" in shown
    assert f"<p>{team.seats.first().name}, {team.team_label}: First-year district</p>" in shown
    assert "New, February 19, 2027</h2>" in shown
    assert "Old, May 5, 2026</h2>" not in shown


@pytest.mark.parametrize("year", ["", "2031", "soon"])
def test_odd_years_are_all_years(client, staff, year):
    waived(on(date(2027, 2, 19)))

    response = client.get(PAGE, {"year": year})

    assert (response.context["year"], response.context["total"].seats) == (None, 1)


def test_nothing_waived_is_said(client, staff):
    assert "No seat is waived or sponsored here." in client.get(PAGE).text


def test_files_are_taken_along_and_that_is_written_down(client, staff):
    convening = on(date(2027, 2, 19))
    waived(convening, reason="@SUM(A1)")

    csv = b"".join(client.post(PAGE, {"file": "csv"}).streaming_content).decode()
    xlsx = b"".join(client.post(f"{PAGE}?year=2026", {"file": "xlsx"}).streaming_content)

    assert ",'@SUM(A1)," in csv
    with ZipFile(BytesIO(xlsx)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    entries = Entry.objects.filter(deed="export_waivers")
    assert [(entry.subject_key, entry.changes) for entry in entries] == [(str(convening.pk), {"seats": [None, 1]})] * 2


def test_another_kind_of_file_is_not_made(client, staff):
    assert client.post(PAGE, {"file": "pdf"}).status_code == 403


def test_list_of_convenings_leads_to_it(client, staff):
    assert f'href="{PAGE}"' in client.get(reverse("admin:convenings_convening_changelist")).text


@pytest.mark.parametrize(("permissions", "outcome"), [(["view_waiver"], 200), (["view_convening"], 403)])
def test_only_those_see_it_who_may_see_waivers(client, settings, permissions, outcome):
    settings.STAFF_MFA_REQUIRED = False
    user = create_user(is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=permissions))
    client.force_login(user)

    assert client.get(PAGE).status_code == outcome
