from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Event
from time import sleep

import pytest
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from convenings.models import AgendaItem, Convening
from convenings.seating import lock_convening
from districts.tests.factories import create_user
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email
from lmi_portal.tests.staff_pages import page_of, typed

from .factories import create_convening, register

pytestmark = pytest.mark.django_db
LIST = reverse("admin:convenings_convening_changelist")


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_as_many_queries_for_many_convenings(client, staff, django_assert_num_queries, count):
    for _n in range(count):
        register(create_convening(), size=2)

    with django_assert_num_queries(7):
        response = client.get(LIST)

    assert len(response.context["cl"].result_list) == count


def test_list_shows_seats_waiting_and_owed(client, staff):
    convening = create_convening(capacity=3)
    register(convening, size=3)
    register(convening, size=2)

    row = client.get(LIST).context["cl"].result_list[0]

    assert (row.seats_taken, row.teams_waiting, row.owed) == (3, 1, 180)


def test_what_is_owed_leads_to_its_bills_for_those_who_may_see_them(client, staff):
    convening = create_convening()
    team = register(convening, size=2)
    register(create_convening(), size=2)
    bills = reverse("admin:billing_bill_changelist") + f"?subject_key__exact=convening%3A{convening.pk}&state=unpaid"
    linked = f'href="{bills.replace("&", "&amp;")}"'

    to_superuser = client.get(LIST).content.decode()
    shown = client.get(bills).context["cl"].result_list
    viewer = create_user(is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_convening"))
    client.force_login(viewer)
    to_viewer = client.get(LIST).content.decode()

    assert [bill.code for bill in shown] == [team.code]
    assert [(linked in page, "$120.00" in page) for page in (to_superuser, to_viewer)] == [(True, True), (False, True)]


@pytest.mark.parametrize("query", ["?q=Dinuba", "?state__exact=open", "?kind__exact=regional", "?starts_on__year=2031"])
def test_list_is_searched_and_filtered(client, staff, query):
    day = date(2031, 2, 3)
    create_convening(
        starts_on=day, ends_on=day, registration_closes_at=timezone.now() + timedelta(days=1), title="Found"
    )
    create_convening(city="Downey", state="closed", kind="workshop", title="Not")

    response = client.get(LIST + query)

    assert [convening.title for convening in response.context["cl"].result_list] == ["Found"]


def test_saving_unchanged_changes_nothing(client, staff):
    convening = create_convening(registration_closes_at=timezone.now().replace(microsecond=0) + timedelta(days=9))
    before = Convening.objects.values().get()

    response = client.post(page_of(convening), typed(client, page_of(convening)))

    assert (response.status_code, response.url) == (302, LIST)
    assert Convening.objects.values().get() | {"updated_at": None} == before | {"updated_at": None}
    assert Entry.objects.count() == 0


def test_edit_is_audited_from_and_to(client, staff):
    convening = create_convening(venue="Old hall", state="draft")

    client.post(page_of(convening), typed(client, page_of(convening)) | {"venue": "New hall"})

    edited, moved = Entry.objects.order_by("pk")
    assert (edited.deed, edited.changes) == ("edit_convening", {"venue": ["Old hall", "New hall"]})
    assert (moved.deed, moved.changes) == ("move_convening", {"place": ["Old hall, Dinuba", "New hall, Dinuba"]})


def test_capacity_goes_through_its_deed(client, staff):
    convening = create_convening(capacity=2)
    teams = [register(convening, size=2), register(convening, size=2)]

    client.post(page_of(convening), typed(client, page_of(convening)) | {"capacity": "4"})

    assert [team.state for team in convening.registrations.order_by("pk")] == ["confirmed"] * 2
    assert Entry.objects.get(deed="change_capacity").changes == {"capacity": [2, 4]}
    assert teams[1].state == "waitlisted"  # as it was before


def test_capacity_below_the_seats_held_is_refused_beside_the_field(client, staff):
    convening = create_convening(capacity=9)
    register(convening, size=3)

    response = client.post(page_of(convening), typed(client, page_of(convening)) | {"capacity": "2"})

    assert response.context["adminform"].form.errors == {
        "capacity": ["3 seats are held already: the capacity cannot be lower than that."]
    }
    assert Convening.objects.get().capacity == 9


def test_moved_day_takes_hours_agenda_and_dates_along_and_tells_the_teams(client, staff):
    convening = create_convening()
    register(convening, size=2)
    day = convening.days.get()
    AgendaItem.objects.create(day=day, starts_at=day.starts_at, title="Welcome")
    moved_to = convening.starts_on + timedelta(days=100)

    client.post(page_of(convening), typed(client, page_of(convening)) | {"days-0-held_on": moved_to.isoformat()})

    convening.refresh_from_db(), day.refresh_from_db()
    assert (convening.starts_on, convening.ends_on, day.held_on) == (moved_to,) * 3
    local = timezone.localtime(day.starts_at)
    assert (local.date(), local.hour, local.minute) == (moved_to, 9, 30)
    assert day.agenda.get().starts_at == day.starts_at
    assert Email.objects.filter(template="convenings/email/convening_moved").count() == 3


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"days-0-ends": "08:00"}, "ends", "The day ends before it starts."),
        ({"days-0-doors": "10:00"}, "doors", "The doors open after the day starts."),
        ({"days-0-starts": ""}, "starts", "Say when the day starts too."),
    ],
)
def test_odd_hours_are_refused_beside_the_field(client, staff, fields, field, sentence):
    convening = create_convening()

    response = client.post(page_of(convening), typed(client, page_of(convening)) | fields)

    assert response.context["inline_admin_formsets"][0].formset.errors == [{field: [sentence]}]


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"registration_closes_at_0": "", "registration_closes_at_1": ""}, "registration_closes_at",
         "It is open, so it needs a closing date."),
        ({"registration_opens_at_0": "2090-01-01", "registration_opens_at_1": "08:00"}, "registration_closes_at",
         "Registration closes before it opens."),
        ({"fee_rule": "first_free"}, "free_seats", "Say how many seats of a district are free."),
    ],
)  # fmt: skip
def test_odd_facts_are_refused_beside_the_field(client, staff, fields, field, sentence):
    convening = create_convening()

    response = client.post(page_of(convening), typed(client, page_of(convening)) | fields)

    assert response.context["adminform"].form.errors == {field: [sentence]}


def test_early_bird_wants_its_price_and_moment(client, staff):
    convening = create_convening()

    response = client.post(page_of(convening), typed(client, page_of(convening)) | {"fee_rule": "early_bird"})

    assert sorted(response.context["adminform"].form.errors) == ["early_fee", "early_until_at"]


def test_open_convening_keeps_a_day(client, staff):
    convening = create_convening()

    response = client.post(page_of(convening), typed(client, page_of(convening)) | {"days-0-DELETE": "on"})

    formset = response.context["inline_admin_formsets"][0].formset
    assert formset.non_form_errors() == ["Registration is open, so the convening needs a day."]


def test_new_convening_is_a_draft_with_default_reminders(client, staff):
    add = reverse("admin:convenings_convening_add")
    data = typed(client, add) | {
        "title": "New", "slug": "new", "kind": "regional", "days-TOTAL_FORMS": "1",
        "days-0-held_on": "2031-02-03", "days-0-starts": "09:30", "days-0-ends": "15:00",
    }  # fmt: skip

    client.post(add, data)

    convening = Convening.objects.get()
    assert (convening.state, convening.starts_on, convening.ends_on) == ("draft", *[date(2031, 2, 3)] * 2)
    assert convening.reminder_rules.count() == 5


def test_only_drafts_can_be_deleted(client, staff):
    draft, opened = create_convening(state="draft"), create_convening()

    answers = [
        client.post(reverse("admin:convenings_convening_delete", args=[one.pk]), {"post": "yes"}).status_code
        for one in (draft, opened)
    ]

    assert (answers, Convening.objects.get()) == ([302, 403], opened)
    assert Entry.objects.get(deed="delete_convening").subject_label == draft.title


def test_agenda_is_edited_on_its_day(client, staff):
    day = create_convening().days.get()
    url = reverse("admin:convenings_conveningday_change", args=[day.pk])
    data = typed(client, url) | {"agenda-TOTAL_FORMS": "1", "agenda-0-starts": "10:15", "agenda-0-title": "Opening"}

    with CaptureQueriesContext(connection) as queries:
        client.post(url, data)

    item = day.agenda.get()
    assert timezone.localtime(item.starts_at).strftime("%Y-%m-%d %H:%M") == f"{day.held_on} 10:15"
    assert Entry.objects.get(deed="edit_agenda").changes == {"agenda": ["", "Opening"]}
    assert [query["sql"] for query in queries if query["sql"].startswith(f'UPDATE "{day._meta.db_table}"')] == []


@pytest.mark.django_db(transaction=True)
def test_saving_waits_for_a_team_that_is_registering(client, staff):
    convening = create_convening()
    sent = typed(client, page_of(convening)) | {"venue": "New hall"}
    has_lock = Event()

    def take_a_place_in_line():
        try:
            with transaction.atomic():
                locked = lock_convening(convening)
                has_lock.set()
                sleep(0.3)
                Convening.objects.filter(pk=locked.pk).update(next_in_line=7)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        taking = pool.submit(take_a_place_in_line)
        has_lock.wait()
        client.post(page_of(convening), sent)
        taking.result()

    convening.refresh_from_db()
    assert (convening.next_in_line, convening.venue) == (7, "New hall")
