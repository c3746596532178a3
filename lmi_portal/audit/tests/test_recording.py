import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from lmi_portal.audit.models import Entry
from lmi_portal.audit.recording import record

pytestmark = pytest.mark.django_db


def test_an_entry_says_who_what_when_on_what_and_from_to(django_assert_num_queries):
    user = get_user_model().objects.create_user("staff@example.org", name="Ana Díaz")
    now = timezone.now()

    with django_assert_num_queries(1):
        record(deed="change_name", on=user, by=user, now=now, changes={"name": ["Ana", "Ana Díaz"]})

    assert Entry.objects.values(
        "done_at", "done_by", "done_by_label", "deed", "subject_type", "subject_key", "subject_label", "changes"
    ).get() == {
        "done_at": now,
        "done_by": user.pk,
        "done_by_label": "staff@example.org",
        "deed": "change_name",
        "subject_type": "accounts.user",
        "subject_key": str(user.pk),
        "subject_label": "Ana Díaz <staff@example.org>",
        "changes": {"name": ["Ana", "Ana Díaz"]},
    }


@pytest.mark.parametrize(("label", "shown"), [("", "the portal"), ("co-lead@example.org, by link", None)])
def test_a_link_or_the_portal_itself_may_have_acted(label, shown):
    user = get_user_model().objects.create_user("lead@example.org")

    entry = record(deed="confirm", on=user, by=None, now=timezone.now(), by_label=label)

    assert (entry.done_by, entry.done_by_label) == (None, shown or label)
