from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from lmi_portal.accounts.groups import ensure_groups
from lmi_portal.accounts.tests.factories import create_staff, create_user
from lmi_portal.library.checking_links import tell_of_dead_links
from lmi_portal.library.models import LinkCheck, Resource
from lmi_portal.outbox.models import Email
from lmi_portal.outbox.rendering import render

from .factories import create_resource

pytestmark = pytest.mark.django_db
NIGHT = timezone.make_aware(datetime(2027, 2, 1, 2, 0))
Outcome = LinkCheck.Outcome


def dead_link(**fields):
    resource = create_resource(link="https://example.org/lost")
    words = {"outcome": Outcome.DEAD, "first_failed_at": NIGHT, "detail": "Its host says that it is not there."}
    return LinkCheck.objects.create(resource=resource, link=resource.link, **words | fields)


def member_of(group):
    user = create_user(is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


def test_staff_who_look_after_the_library_are_told_once_a_night():
    ensure_groups()
    keeper, events, finance = (member_of(name) for name in ["directory", "events", "finance"])
    gone = create_staff(is_active=False)
    one_of_many = create_user()
    chief = create_staff()
    dead_link()
    dead_link()

    assert tell_of_dead_links(now=NIGHT + timedelta(days=1)) == 2
    assert tell_of_dead_links(now=NIGHT + timedelta(days=1)) == 0

    told = set(Email.objects.filter(template="library/email/links_dead").values_list("to", flat=True))
    assert told == {keeper.email, events.email, chief.email}
    assert not told & {gone.email, one_of_many.email, finance.email}


def test_letter_names_the_links_and_where_to_mend_them():
    create_staff()
    check = dead_link()

    tell_of_dead_links(now=NIGHT + timedelta(days=1))

    message = render(Email.objects.get())
    assert message.subject == "1 link of the library is dead"
    for words in [
        check.resource.title,
        check.link,
        "Since 2027-02-01",
        "/admin/library/linkcheck/?outcome__exact=dead",
    ]:
        assert words in message.body
        assert words in message.alternatives[0][0]


def test_what_is_not_published_is_no_news():
    create_staff()
    check = dead_link()
    Resource.objects.filter(pk=check.resource_id).update(is_published=False)

    assert tell_of_dead_links(now=NIGHT) == 0
