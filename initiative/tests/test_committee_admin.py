from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from convenings.tests.factories import create_convening
from districts.tests.factories import create_district, create_user
from initiative.minuting import mark_of
from initiative.models import CommitteeDecision, Meeting, MinutesNote, Term
from lmi_portal.accounts.groups import ensure_groups
from lmi_portal.accounts.tests.factories import create_staff, sign_in_staff
from lmi_portal.audit.models import Entry
from lmi_portal.tests.staff_pages import messages_of, page_of, typed

from .case_studies import create_case_study
from .committee_factories import create_decision, create_meeting, create_organization, create_term

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def lists(model):
    return reverse(f"admin:initiative_{model}_changelist")


def form_of(response):
    return response.context["adminform"].form


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("model", "queries"), [("term", 7), ("meeting", 7), ("committeedecision", 7)])
def test_lists_ask_the_same_at_any_size(client, staff, django_assert_num_queries, model, queries, count):
    for number in range(count):
        meeting = create_meeting(on=TODAY - timedelta(days=number + 1))
        create_decision(meeting=meeting)
        create_term(organization=create_organization(), user=create_user())

    # session, user, two counts, first and last day of the dates to choose from, the page
    with django_assert_num_queries(queries):
        client.get(lists(model))


@pytest.mark.parametrize(("chosen", "people"), [("yes", ["Now"]), ("no", ["Then"]), ("what", ["Now", "Then"])])
def test_terms_are_filtered_by_who_sits_today(client, staff, chosen, people):
    create_term(person="Now")
    create_term(person="Then", runs="before")

    found = client.get(lists("term"), {"today": chosen}).context["cl"].result_list

    assert sorted(term.person for term in found) == people


def test_an_account_that_is_given_a_term_is_in_the_audit_trail(client, staff):
    term, member = create_term(), create_user()

    client.post(page_of(term), typed(client, page_of(term)) | {"user": member.pk})

    assert Term.objects.get().user == member
    assert Entry.objects.get(deed="edit_term").changes == {"user": [None, str(member)]}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"person": ""}, "Name an organization, a person, or both."),
        ({"ends_on": "2001-01-01"}, "The last day lies before the first."),
        ({"both": True}, "Name the organization or the district, not both."),
    ],
    ids=["nobody", "backwards", "both"],
)
def test_a_term_that_cannot_be_is_refused_in_a_sentence(client, staff, wrong, sentence):
    term = create_term()
    if wrong.pop("both", False):
        wrong = {"organization": create_organization().pk, "district": create_district().pk}

    response = client.post(page_of(term), typed(client, page_of(term)) | wrong)

    assert form_of(response).non_field_errors() == [sentence]


def test_no_word_of_agenda_minutes_or_decision_reaches_the_trail_or_the_history(client, staff):
    meeting = create_meeting()
    create_decision(meeting=meeting, sentence="A secret decision.", reasons="Secret reasons.")
    sent = typed(client, page_of(meeting)) | {
        "agenda": "Another secret agenda",
        "minutes": "Other secret minutes",
        "place": "Fresno",
        "decisions-0-sentence": "Another secret decision.",
    }

    client.post(page_of(meeting), sent)

    meeting.refresh_from_db()
    assert (meeting.minutes, meeting.decisions.get().sentence) == ("Other secret minutes", "Another secret decision.")
    changes = Entry.objects.get(deed="edit_meeting").changes
    assert changes["agenda"] == changes["minutes"] == ["", "changed"]
    assert changes["place"] == ["Sacramento", "Fresno"]
    assert changes["decision log"] == ["", f"{meeting.decisions.get()} (sentence)"]
    told = [f"{entry.subject_label} {entry.changes}" for entry in Entry.objects.all()]
    told += [f"{entry.object_repr} {entry.change_message}" for entry in LogEntry.objects.all()]
    assert not any("ecret" in line for line in told)


def test_decisions_on_their_own_page_are_recorded_without_their_words(client, staff):
    decision = create_decision()

    client.post(page_of(decision), typed(client, page_of(decision)) | {"sentence": "Secret.", "is_public": "on"})
    client.post(page_of(decision, "delete"), {"post": "yes"})

    assert not CommitteeDecision.objects.exists()
    edit, deletion = Entry.objects.filter(subject_type="initiative.committeedecision").order_by("pk")
    assert edit.changes == {"sentence": ["", "changed"], "is_public": [False, True]}
    assert "ecret" not in deletion.subject_label


def test_approval_asks_first_and_shows_what_is_approved(client, staff):
    meeting = create_meeting()

    response = client.get(page_of(meeting, "approve"))

    [prospect] = response.context["prospects"]
    assert prospect.sentences[-1] == "These minutes: The secret minutes"
    assert Meeting.objects.get().minutes_approved_on is None


def test_approved_minutes_are_locked(client, staff):
    meeting = create_meeting()
    before = typed(client, page_of(meeting))

    asked = {"confirmed": "yes", "read": mark_of(meeting), "approved_on": f"{TODAY}"}
    done = client.post(page_of(meeting, "approve"), asked, follow=True)
    late = client.post(page_of(meeting), before | {"minutes": "Forged", "place": "Fresno"}, follow=True)

    meeting.refresh_from_db()
    assert messages_of(done) == ["The minutes are approved, and stay as they are."]
    assert (meeting.minutes_approved_on, meeting.minutes, meeting.place) == (TODAY, "The secret minutes", "Fresno")
    assert "The minutes were approved meanwhile, so yours were not taken: write a note." in messages_of(late)


def test_control_minutes_that_are_not_approved_can_be_changed(client, staff):
    meeting = create_meeting()

    client.post(page_of(meeting), typed(client, page_of(meeting)) | {"minutes": "Better"}, follow=True)

    assert Meeting.objects.get().minutes == "Better"


def test_who_edits_the_rest_of_an_approved_meeting_is_not_warned(client, staff):
    meeting = create_meeting(approved_by=staff)

    response = client.post(page_of(meeting), typed(client, page_of(meeting)) | {"place": "Fresno"}, follow=True)

    assert len(messages_of(response)) == 1
    assert Meeting.objects.get().place == "Fresno"


def test_approval_of_minutes_that_changed_meanwhile_is_refused(client, staff):
    meeting = create_meeting()
    read = mark_of(meeting)
    Meeting.objects.update(minutes="Other minutes")

    response = client.post(page_of(meeting, "approve"), {"confirmed": "yes", "read": read, "approved_on": f"{TODAY}"})

    assert response.context["form"].errors == {
        "approved_on": ["The minutes have been changed since you opened this page: read them again."]
    }


def test_approval_that_cannot_be_says_why(client, staff):
    response = client.get(page_of(create_meeting(minutes=""), "approve"))

    assert response.context["prospects"][0].refusal == "There are no minutes to approve yet."
    assert response.context["has_willing"] is False


def test_note_is_added_once_confirmed_and_then_is_only_read(client, staff):
    meeting = create_meeting(approved_by=staff)

    asked = client.get(page_of(meeting, "supersede"))
    client.post(page_of(meeting, "supersede"), {"confirmed": "yes", "text": "It was Tuesday."})

    assert asked.context["has_willing"] is True
    assert MinutesNote.objects.get().written_by == staff
    [inline] = [
        one for one in client.get(page_of(meeting)).context["inline_admin_formsets"] if one.opts.model is MinutesNote
    ]
    assert (inline.has_change_permission, inline.formset.can_delete, inline.has_add_permission) == (False, False, False)


def test_note_on_minutes_that_are_open_is_refused(client, staff):
    meeting = create_meeting()

    response = client.post(page_of(meeting, "supersede"), {"confirmed": "yes", "text": "No."})

    assert response.context["prospects"][0].refusal.startswith("These minutes are not approved yet")
    assert not MinutesNote.objects.exists()


@pytest.mark.parametrize(("is_approved", "titles"), [(False, ["Approve minutes"]), (True, ["Add a superseding note"])])
def test_page_offers_what_the_minutes_allow(client, staff, is_approved, titles):
    meeting = create_meeting(approved_by=staff if is_approved else None)

    actions = client.get(page_of(meeting)).context["actions_detail"]

    assert [str(one["title"]) for one in actions] == titles


def test_a_meeting_with_approved_minutes_is_never_deleted(client, staff):
    kept, gone = create_meeting(approved_by=staff), create_meeting(on=TODAY - timedelta(days=20))

    answers = [client.post(page_of(one, "delete"), {"post": "yes"}).status_code for one in (kept, gone)]
    client.post(lists("meeting"), {"action": "delete_selected", "_selected_action": [kept.pk], "post": "yes"})

    assert answers == [403, 302]
    assert list(Meeting.objects.all()) == [kept]


@pytest.mark.parametrize(("group", "status", "is_approved"), [("directory", 302, True), ("events", 403, False)])
def test_only_the_keepers_of_the_directory_approve(client, group, status, is_approved):
    ensure_groups()
    sign_in_staff(client, create_staff(is_superuser=False, groups=[group]))
    meeting = create_meeting()

    asked = {"confirmed": "yes", "read": mark_of(meeting), "approved_on": f"{TODAY}"}
    response = client.post(page_of(meeting, "approve"), asked)

    assert response.status_code == status
    assert bool(Meeting.objects.get().minutes_approved_on) is is_approved


def test_every_page_can_be_added_to_and_opened_from(client, staff):
    pages = [reverse(f"admin:initiative_{model}_add") for model in ("term", "meeting", "committeedecision")]

    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    assert str(create_term().starts_on) in client.get(page_of(Term.objects.get())).content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("create", [create_meeting, create_case_study, create_convening])
def test_a_history_asked_for_as_a_form_is_sent_locks_nothing(client, staff, create):
    assert client.post(page_of(create(), "history")).status_code == 200
