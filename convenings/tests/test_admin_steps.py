from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from convenings.models import Convening
from districts.tests.factories import create_user
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email
from lmi_portal.tests.staff_pages import messages_of, page_of

from .factories import create_convening, register

pytestmark = pytest.mark.django_db
LIST = reverse("admin:convenings_convening_changelist")


@pytest.mark.parametrize("step", ["open", "close", "mark_held", "cancel", "announce", "clone"])
def test_step_asks_first_and_does_nothing(client, staff, step):
    convening = create_convening()
    register(convening)
    told = Email.objects.count()

    response = client.get(page_of(convening, step))

    assert (response.status_code, response.context["prospects"][0].row) == (200, convening)
    assert (Convening.objects.get().state, Email.objects.count()) == ("open", told)


def test_step_is_done_once_confirmed(client, staff):
    convening = create_convening()

    response = client.post(page_of(convening, "close"), {"confirmed": "yes"}, follow=True)

    assert messages_of(response) == [f"{convening.title}: Registration closed"]
    assert Convening.objects.get().state == "closed"
    assert Entry.objects.get(deed="close_convening").done_by == staff


def test_step_that_cannot_follow_says_why(client, staff):
    convening = create_convening(state="draft", registration_closes_at=None)

    response = client.get(page_of(convening, "open"))

    [prospect] = response.context["prospects"]
    assert prospect.refusal == "It has no closing date yet: say when registration closes first."
    assert response.context["has_willing"] is False


def test_page_offers_only_what_the_state_allows(client, staff):
    convening = create_convening(state="closed")

    actions = client.get(page_of(convening)).context["actions_detail"]

    assert [str(one["title"]) for one in actions] == ["Open registration", "Mark as held", "Cancel convening", "Clone"]


def test_cancel_page_counts_teams_and_mails(client, staff):
    convening = create_convening()
    register(convening, size=2)
    register(convening, size=3)

    [prospect] = client.get(page_of(convening, "cancel")).context["prospects"]

    assert [str(sentence) for sentence in prospect.sentences] == [
        "2 teams are cancelled and their seats are given up.",
        "7 people get an e-mail with the reason.",
        "Their invoices are credited.",
        "Nothing can undo this.",
    ]


def test_cancel_wants_its_reason_on_the_page(client, staff):
    convening = create_convening()

    response = client.post(page_of(convening, "cancel"), {"confirmed": "yes", "reason": ""})

    assert response.context["form"].errors == {"reason": ["This field is required."]}
    assert Convening.objects.get().state == "open"


def test_steps_start_from_the_list_too(client, staff):
    first, second = create_convening(), create_convening(state="held")
    data = {"action": "cancel_selected", "_selected_action": [first.pk, second.pk]}

    asked = client.post(LIST, data)
    done = client.post(LIST, data | {"confirmed": "yes", "reason": "Fire"}, follow=True)

    assert [bool(prospect.refusal) for prospect in sorted(asked.context["prospects"], key=lambda p: p.row.pk)] == [
        False,
        True,
    ]
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.state, second.state) == ("cancelled", "held")
    assert sorted(messages_of(done)) == [
        f"{first.title}: Cancelled",
        f"{second.title}: It is “Held” now, and from there it cannot become “Cancelled”.",
    ]


def test_clone_leads_to_the_copy(client, staff):
    original = create_convening()

    response = client.post(
        page_of(original, "clone"),
        {"confirmed": "yes", "title": "Next", "slug": "next", "first_day": "2031-02-03"},
    )

    copy = Convening.objects.get(slug="next")
    assert (response.url, copy.starts_on) == (page_of(copy), date(2031, 2, 3))


def test_clone_keeps_what_was_typed_when_refused(client, staff):
    original = create_convening()

    response = client.post(
        page_of(original, "clone"),
        {"confirmed": "yes", "title": "Next", "slug": original.slug, "first_day": "2031-02-03"},
    )

    form = response.context["form"]
    assert (form.errors, form["title"].value()) == ({"slug": ["Another convening already has this address."]}, "Next")


def test_who_may_only_look_is_offered_no_deed(client, staff):
    viewer = create_user(is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_convening"))
    client.force_login(viewer)
    convening = create_convening()

    offered = client.get(page_of(convening)).context["actions_detail"]
    answer = client.post(page_of(convening, "close"), {"confirmed": "yes"})

    assert (offered, answer.status_code, Convening.objects.get().state) == ([], 403, "open")


@pytest.mark.parametrize("kind", ["before", "roster", "after"])
def test_mail_of_a_rule_is_previewed(client, staff, kind):
    convening = create_convening(title="Central Valley")
    rule = convening.reminder_rules.create(kind=kind, days=3, send_time="08:00", note="Bring a <pen>.")

    response = client.get(reverse("admin:convenings_reminderrule_preview", args=[rule.pk]))

    assert "Central Valley" in response.context["mail"].subject
    assert "Bring a <pen>." in response.context["mail"].body
    html = response.content.decode()
    assert 'sandbox=""' in html and "Bring a &amp;lt;pen&amp;gt;." in html


@pytest.mark.parametrize("page", ["change", "close", "cancel", "clone"])
@pytest.mark.parametrize("object_id", ["gone", "99"])
def test_address_of_no_convening_is_not_found(client, staff, page, object_id):
    address = reverse(f"admin:convenings_convening_{page}", args=[object_id])

    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("codename", "status"), [("view_convening", 200), ("view_membership", 403)])
def test_mail_of_a_rule_is_for_who_may_see_its_convening(client, staff, codename, status):
    viewer = create_user(is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename=codename))
    client.force_login(viewer)
    rule = create_convening().reminder_rules.create(kind="before", days=3, send_time="08:00")

    response = client.get(reverse("admin:convenings_reminderrule_preview", args=[rule.pk]))

    assert response.status_code == status
