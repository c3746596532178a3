"""The pages of students and people on a phone: they fit, targets are large, and everybody can use them."""

import pytest
from django.conf import settings
from django.test import Client

from lmi_portal.tests.accessibility import shortcomings_of
from oasis.adding_students import index_student
from oasis.models import Role

from .factories import (
    create_assignment,
    create_consent,
    create_referral,
    create_student,
    create_union_assignment,
    sign_in,
)
from .test_referring_in_chromium import PHONE, SMALL_TARGETS

pytestmark = pytest.mark.django_db(transaction=True)


def test_pages_of_students_and_people_fit_a_phone_and_everybody(new_page, live_portal):
    by = create_assignment(role=Role.SITE_LEAD)
    union = create_union_assignment(site=by.site, is_trained=False)
    student = create_student(site=by.site)
    index_student(student)
    referral = create_referral(logged_by=by, student=student)
    create_consent(student, provider=referral.service.provider)
    page, client, name = new_page(**PHONE), Client(), settings.SESSION_COOKIE_NAME
    sign_in(client, by)
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_portal}])

    parts = ["", "edit/", "household/", "household/edit/", "guardians/add/"]
    addresses = ["/oasis/students/add/", "/oasis/people/", f"/oasis/people/{union.pk}/training/"]
    shortcomings = []
    for address in [*addresses, *(f"/oasis/students/{student.pk}/{part}" for part in parts)]:
        page.goto(live_portal + address)
        shortcomings += [f"{address} {line}" for line in shortcomings_of(page) + page.evaluate(SMALL_TARGETS)]
    page.goto(f"{live_portal}/oasis/students/")
    page.get_by_label("Name or student number").fill("nunez")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Núñez, Ana").wait_for()
    shortcomings += shortcomings_of(page) + page.evaluate(SMALL_TARGETS)

    assert shortcomings == []
