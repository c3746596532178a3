import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction

from districts.tests.factories import create_district
from initiative.models import Voice
from lmi_portal.audit.models import Entry
from lmi_portal.tests.staff_pages import page_of, typed

from .voices import create_voice

pytestmark = pytest.mark.django_db

WORDS = "We listen first."


def seen(client, path):
    return f"“{WORDS}”" in client.get(path).content.decode()


@pytest.fixture
def pages():
    """The pages that show the words of somebody from a district."""
    district = create_district()
    create_voice(district=district)
    return ["/", f"/districts/{district.cd_code}/"]


def test_permitted_voice_is_shown(client, pages):
    assert [seen(client, page) for page in pages] == [True, True]


def test_voice_without_permission_is_never_shown(client, pages):
    Voice.objects.update(is_permitted=False)

    assert [seen(client, page) for page in pages] == [False, False]


def test_permission_that_says_not_how_it_was_given_is_none():
    with pytest.raises(IntegrityError), transaction.atomic():
        create_voice(permission="")

    assert create_voice(permission="", is_permitted=False).pk


def test_staff_are_asked_how_permission_was_given(client, staff):
    voice = create_voice(permission="", is_permitted=False)

    response = client.post(page_of(voice), typed(client, page_of(voice)) | {"is_permitted": "on"})

    sentence = "Say how permission was given: by whom, when, and where that is kept."
    assert response.context["adminform"].form.errors == {"__all__": [sentence]}


def test_permission_taken_back_hides_at_once_and_is_on_record(client, staff, pages):
    voice = Voice.objects.get()
    sent = typed(client, page_of(voice))
    del sent["is_permitted"]

    response = client.post(page_of(voice), sent)

    assert (response.status_code, [seen(client, page) for page in pages]) == (302, [False, False])
    entry = Entry.objects.get(deed="edit_voice")
    assert (entry.done_by, entry.changes) == (staff, {"is_permitted": [True, False]})


def test_words_that_may_be_taken_back_are_in_no_audit_trail_and_no_history(client, staff):
    voice = create_voice()

    client.post(page_of(voice), typed(client, page_of(voice)) | {"quotation": "We listen and wait."})
    client.post(page_of(voice, "delete"), {"post": "yes"})

    entries = list(Entry.objects.filter(deed__endswith="_voice").order_by("pk").values_list("subject_label", "changes"))
    assert entries == [("Robin Ueda", {"quotation": ["", "changed"]}), ("Robin Ueda", {})]
    assert set(LogEntry.objects.values_list("object_repr", flat=True)) == {"Robin Ueda"}


def test_home_shows_the_three_newest_and_nothing_where_there_are_none(client):
    assert "<blockquote>" not in client.get("/").content.decode()

    for year in (2023, 2024, 2025, 2026):
        create_voice(said_on=f"{year}-05-05", quotation=f"Since {year}.")

    html = client.get("/").content.decode()
    assert [f"Since {year}." in html for year in (2023, 2024, 2025, 2026)] == [False, True, True, True]


def test_markup_in_a_voice_is_only_text(client):
    create_voice(quotation="<script>alert(1)</script>", name="<b>Robin</b>")

    html = client.get("/").content.decode()

    assert "<script>alert" not in html
    assert "&lt;b&gt;Robin&lt;/b&gt;" in html
