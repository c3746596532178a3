"""The board of one person's caseload: what lies on which pile, who sees it, and what it costs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lmi_portal.encryption import EncryptedTextField
from oasis.models import AccessEntry, Referral, Role, State, TrainingModule
from oasis.moves import PROVIDER, STAFF
from oasis.moving import make_move
from oasis.sending import send_referral

from .factories import create_assignment, create_consent, create_referral, create_site, create_student, sign_in, today

pytestmark = pytest.mark.django_db

START, CASELOAD = reverse("oasis:start"), reverse("oasis:caseload")
DAY = timedelta(days=1)


def in_state(assignment, state, *, due=DAY, **fields):
    """A referral of the person as if it had come to `state`; informational, so that it needs no consent."""
    referral = create_referral(logged_by=assignment, kind=fields.pop("kind", "informational"), **fields)
    due_on = today() + due if due is not None else None
    Referral.objects.filter(pk=referral.pk).update(state=state, due_on=due_on)
    return referral


def piles(response):
    return {pile.name: [row.number for row in pile.rows] for pile in response.context["board"].piles}


def test_each_referral_lies_on_one_pile(client):
    me = sign_in(client, create_assignment())
    student = create_student(site=me.site)
    told = {
        "overdue": in_state(me, State.SENT, due=-DAY, student=student),
        "today": in_state(me, State.ACCEPTED, due=0 * DAY, student=student),
        "yours": in_state(me, State.NEEDS_INFO, student=student),
        "consent": in_state(me, State.AWAITING_CONSENT, student=student),
        "family": in_state(me, State.IN_SERVICE, due=None, student=student),
        "drafts": in_state(me, State.DRAFT, student=student),
    }
    in_state(me, State.CLOSED, student=student, outcome="moved", outcome_source="family")
    in_state(create_assignment(site=me.site), State.DRAFT, student=student)

    response = client.get(START)

    assert piles(response) == {name: [referral.number] for name, referral in told.items()}
    assert response.context["board"].count == 6


def test_the_page_is_logged_with_exactly_the_students_shown(client):
    me = sign_in(client, create_assignment())
    shown = in_state(me, State.DRAFT)
    in_state(me, State.CLOSED, outcome="moved", outcome_source="family")
    hidden = in_state(me, State.DRAFT, is_confidential=True)

    html = client.get(START).content.decode()

    entry = AccessEntry.objects.get()
    assert (entry.action, entry.page, entry.purpose) == ("list", "oasis:start", "caseload")
    assert (entry.students, entry.confidential_students) == (
        [shown.student_id, hidden.student_id],
        [hidden.student_id],
    )
    assert "<title>Your caseload" in html.replace("\n", "")


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_caseload(client, count, django_assert_num_queries):
    me = sign_in(client, create_assignment())
    for _each in range(count):
        in_state(me, State.SENT, due=-DAY)
        in_state(me, State.ACCEPTED)
    client.get(START)

    with django_assert_num_queries(20):
        client.get(START)


def test_names_are_opened_for_the_rows_shown_and_no_others(client, monkeypatch):
    me = sign_in(client, create_assignment())
    student = create_student(site=me.site)
    for number in range(25):
        in_state(me, State.SENT, due=-DAY * (number + 1), student=student)
    opened = []
    real = EncryptedTextField.from_db_value
    monkeypatch.setattr(
        EncryptedTextField,
        "from_db_value",
        lambda field, value, *rest: opened.append(field.name) or real(field, value, *rest),
    )

    board = client.get(START).context["board"]

    assert (board.piles[0].count, len(board.piles[0].rows)) == (25, 10)
    assert sorted(opened) == ["family_name"] * 10 + ["given_name"] * 10
    # The longest overdue comes first.
    assert board.piles[0].rows[0].due_on == today() - DAY * 25


def test_an_answer_is_new_until_its_page_was_opened(client):
    me = sign_in(client, create_assignment())
    referral = create_referral(logged_by=me)
    create_consent(referral.student, provider=referral.service.provider)
    told = {"by": me.user, "now": timezone.now()}
    referral = make_move(referral=referral, move="make_ready", actor=STAFF, version=0, **told)
    referral = send_referral(referral=referral, version=1, **told)
    make_move(referral=referral, move="open", actor=PROVIDER, version=2, now=timezone.now())
    assert client.get(START).context["board"].answers == []

    make_move(referral=referral, move="accept", actor=PROVIDER, version=3, now=timezone.now())
    assert [row.number for row in client.get(START).context["board"].answers] == [referral.number]

    client.get(reverse("oasis:referral", args=[referral.number]))
    assert client.get(START).context["board"].answers == []


@pytest.mark.parametrize("role", [Role.RECORDS_OFFICIAL, Role.AUDITOR])
def test_who_cares_for_nobody_has_no_board(client, role):
    sign_in(client, create_assignment(role=role))

    response = client.get(START)

    assert (response.status_code, response.context["board"]) == (200, None)


@pytest.mark.parametrize(("role", "is_told"), [(Role.SITE_LEAD, True), (Role.PROGRAM_ADMINISTRATOR, False)])
def test_who_may_not_refer_hears_of_no_training_before_it(client, role, is_told):
    site = create_site()
    place = {"district": site.school.district} if role == Role.PROGRAM_ADMINISTRATOR else {"site": site}
    sign_in(client, create_assignment(role=role, **place))
    TrainingModule.objects.create(slug="respect", title="Respect")

    assert ("Before you refer" in client.get(START).content.decode()) == is_told


def test_a_lead_looks_at_the_caseload_of_a_colleague_here_and_nowhere_else(client):
    lead = sign_in(client, create_assignment(role=Role.SITE_LEAD))
    colleague = create_assignment(site=lead.site)
    stranger = create_assignment(site=create_site())
    late = in_state(colleague, State.SENT, due=-DAY)
    in_state(colleague, State.SENT, due=-DAY, is_confidential=True)
    in_state(stranger, State.SENT, due=-DAY)

    assert piles(client.get(CASELOAD, {"person": colleague.user.pk})) == {"overdue": [late.number]}
    assert client.get(CASELOAD, {"person": stranger.user.pk}).context["board"] is None
    assert client.get(CASELOAD).context["board"] is None
    assert [entry.page for entry in AccessEntry.objects.all()] == ["oasis:caseload"]


def test_who_does_not_lead_finds_no_such_page(client):
    sign_in(client, create_assignment())

    assert client.get(CASELOAD).status_code == 404
