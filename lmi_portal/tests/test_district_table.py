"""What only the people at a district's table see of it on its page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from billing.tests.factories import create_account
from convenings.models import Convening, Registration
from convenings.tests.factories import create_convening, register
from districts.tests.factories import create_district, create_membership, create_unit, create_user
from initiative.approving import send_for_approval
from initiative.tests.case_studies import create_case_study
from lmi_portal.accounts.tests.factories import create_staff, sign_in_staff

pytestmark = pytest.mark.django_db
OWN = "Only people at this district’s table see this"


def show(client, district, user=None):
    if user is not None:
        sign_in_staff(client, user) if user.is_staff else client.force_login(user)
    return " ".join(client.get(district.get_absolute_url()).content.decode().split())


def create_table(district, count=1):
    """`count` of each thing that a table holds, besides the lead who is returned."""
    lead = create_membership(district=district, is_lead=True).user
    create_account(district=district)
    for _n in range(count):
        create_membership(district=district, side="labor", unit=create_unit(district))
        create_membership(district=district, state="requested")
        register(create_convening(fee_rule="free"), district=district)
        hold_long_ago(register(create_convening(fee_rule="free"), district=district).convening)
    return lead


def hold_long_ago(convening):
    day = timezone.localdate() - timedelta(days=60)
    Convening.objects.filter(pk=convening.pk).update(starts_on=day, ends_on=day, state="held")


@pytest.mark.parametrize("who", ["visitor", "signed in", "asker", "declined", "ended", "other lead", "staff"])
def test_nobody_else_sees_it(client, who):
    district = create_district()
    lead = create_table(district)
    users = {
        "visitor": lambda: None,
        "signed in": create_user,
        "asker": lambda: create_membership(district=district, state="requested").user,
        "declined": lambda: create_membership(district=district, state="declined").user,
        "ended": lambda: create_membership(district=district, state="ended").user,
        "other lead": lambda: create_membership(is_lead=True).user,
        "staff": create_staff,
    }

    page = show(client, district, users[who]())

    assert OWN not in page
    assert lead.get_full_name() not in page
    team = Registration.objects.filter(district=district)[0]
    assert team.get_absolute_url() not in page


def test_control_its_lead_sees_it(client):
    district = create_district()
    lead = create_table(district)

    page = show(client, district, lead)

    assert OWN in page
    assert lead.get_full_name() in page
    for team in Registration.objects.filter(district=district):
        assert team.get_absolute_url() in page


def test_a_lead_has_requests_to_answer_and_a_member_has_none(client):
    district = create_district()
    lead, member = create_table(district), create_membership(district=district).user
    request = create_membership(district=district, state="requested")
    link = reverse("districts:request", args=[request.pk])

    assert link in show(client, district, lead)
    assert link not in show(client, district, member)


def test_people_are_told_by_side_role_and_unit_and_without_addresses(client):
    district = create_district()
    lead = create_membership(district=district, is_lead=True).user
    unit = create_unit(district, organization="SJTA")
    labor = create_membership(district=district, side="labor", unit=unit).user
    create_membership(district=district, state="requested", user=create_user(name="Not Yet"))

    page = show(client, district, lead)

    people = page[page.index("People at the table") :]
    assert (
        f'<span class="side is-labor">Labor</span> <span>{labor.get_full_name()}, Union president or lead (SJTA)'
        in people
    )
    assert f"{lead.get_full_name()}, Superintendent or designee · team lead" in people
    assert labor.email not in page
    assert "Not Yet" not in people


def test_teams_are_told_as_coming_and_past_and_without_cancelled_ones(client):
    district = create_district()
    lead = create_membership(district=district, is_lead=True).user
    coming = register(create_convening(fee_rule="free", title="Coming one"), district=district)
    past = register(create_convening(fee_rule="free", title="Past one"), district=district)
    gone = register(create_convening(fee_rule="free", title="Cancelled one"), district=district)
    hold_long_ago(past.convening)
    Registration.objects.filter(pk=gone.pk).update(state="cancelled", cancelled_at=timezone.now())
    register(create_convening(fee_rule="free", title="Of others"))

    client.force_login(lead)
    own = client.get(district.get_absolute_url()).context["own"]

    assert (own.coming, own.past) == ([coming], [past])


def test_the_account_is_linked_where_there_is_one(client):
    district = create_district()
    lead = create_membership(district=district, is_lead=True).user
    link = reverse("billing:account", args=[district.cd_code])
    assert link not in show(client, district, lead)

    create_account(district=district)

    assert link in show(client, district)


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("visitor", "Are you at its table? Join this district"),
        ("signed in", "Join this district"),
        ("asker", "You have asked for a place at this table (Superintendent or designee)."),
        ("member", "You are at this district’s table: Superintendent or designee."),
    ],
)
def test_page_says_where_one_stands(client, who, said):
    district = create_district()
    states = {"asker": "requested", "member": "approved"}
    user = create_membership(district=district, state=states[who]).user if who in states else None

    page = show(client, district, create_user() if who == "signed in" else user)

    assert said in page
    join = f"{reverse('districts:join_district', args=[district.cd_code])}?next={district.get_absolute_url()}"
    assert (join in page) is (who not in states)


@pytest.mark.parametrize(
    ("side", "is_sent", "is_asked"), [("labor", True, 1), ("neutral", True, 0), ("labor", False, 0)]
)
def test_either_side_is_asked_about_a_case_study_in_review(client, side, is_sent, is_asked):
    district = create_district()
    for each in ("labor", "management", "neutral"):
        create_membership(district=district, side=each)
    case_study = create_case_study(district=district)
    if is_sent:
        send_for_approval(case_study=case_study, sent_by=create_staff(), now=timezone.now())

    page = show(client, district, district.memberships.get(side=side).user)

    assert page.count(f'href="/case-studies/{case_study.slug}/review/"') == is_asked


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_as_many_queries_for_a_full_table_as_for_a_small_one(client, django_assert_num_queries, count):
    district = create_district()
    client.force_login(create_table(district, count))

    # what everyone asks for (8), session, person and place; teams, people, requests, account and case study in review
    with django_assert_num_queries(16):
        client.get(district.get_absolute_url())


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_as_many_queries_for_staff(client, django_assert_num_queries, count):
    district = create_district()
    create_table(district, count)
    sign_in_staff(client, create_staff())

    # what everyone asks for (8), session, person and place; second factor, for each of two rules
    with django_assert_num_queries(13):
        client.get(district.get_absolute_url())
