from datetime import date, timedelta

import pytest
from django.utils import timezone

from oasis.models import Assignment, Referral, ReferralEvent, Role, State
from oasis.providers.models import Contact
from oasis.providers.tests.factories import create_need, create_provider, create_service
from oasis.reach import reach_of
from oasis.referring import choose_service, fill_draft, log_referral, send_off
from oasis.refusing import CannotMove, CannotRefer, CannotSend, Outdated

from .factories import create_assignment, create_consent, create_referral, create_site, create_student, create_union

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


def log(assignment, student=None, **fields):
    student = student or create_student(site=assignment.site)
    reach = reach_of(assignment.user, now=now())
    return log_referral(**{"reach": reach, "student": student, "need": create_need(), "now": now()} | fields)


def test_a_referral_begins_as_a_draft_in_the_care_of_who_logs_it():
    referrer = create_assignment()

    referral = log(referrer)

    assert (referral.state, referral.version, referral.kind) == ("draft", 0, "direct")
    assert (referral.owner, referral.logged_by, referral.site) == (referrer.user, referrer.user, referrer.site)
    assert referral.language == "es"


def test_nobody_refers_before_the_training():
    create_assignment()  # The module is on file.

    with pytest.raises(CannotRefer) as refusal:
        log(create_assignment(is_trained=False))

    assert "Privacy of records" in str(refusal.value)
    assert Referral.objects.count() == 0


@pytest.mark.parametrize("role", [Role.PROGRAM_ADMINISTRATOR, Role.RECORDS_OFFICIAL, Role.AUDITOR])
def test_roles_of_a_whole_district_refer_nobody(role):
    site = create_site()

    with pytest.raises(CannotRefer):
        log(create_assignment(role=role, district=site.school.district), create_student(site=site))


def test_nobody_refers_a_student_of_another_school():
    with pytest.raises(CannotRefer):
        log(create_assignment(), create_student(site=create_site()))


def test_a_union_s_employee_refers_only_whose_consent_names_the_union():
    union = create_union()
    aide = create_assignment(basis=Assignment.Basis.CONSENT, employer=union)
    student = create_student(site=aide.site)
    with pytest.raises(CannotRefer):
        log(aide, student)
    create_consent(student, organization=union)

    assert log(aide, student).student == student


def test_a_student_who_left_is_not_referred():
    referrer = create_assignment()

    with pytest.raises(CannotRefer):
        log(referrer, create_student(site=referrer.site, left_on=timezone.localdate()))


@pytest.mark.parametrize(
    ("allows", "born_on", "may"),
    [
        (True, date(2010, 1, 1), True),
        (True, timezone.localdate() - timedelta(days=11 * 365), False),
        (True, None, False),
        (False, date(2010, 1, 1), False),
    ],
    ids=["counseling at 16", "at 11", "age not on file", "another need"],
)
def test_a_minor_consents_alone_where_the_law_lets_it(allows, born_on, may):
    need = create_need("counseling", allows_minor_consent=allows)
    referrer = create_assignment()
    referral = create_referral(
        logged_by=referrer, need=need, student=create_student(site=referrer.site, born_on=born_on)
    )

    try:
        fill_draft(referral=referral, is_confidential=True, now=now())
    except CannotRefer as refusal:
        assert refusal.field == "is_confidential"

    assert Referral.objects.get().is_confidential == may


def test_what_was_sent_is_no_draft_any_more():
    referral = create_referral(kind="informational")
    send_off(referral=referral, by=referral.owner, version=0, now=now())

    with pytest.raises(CannotRefer):
        fill_draft(referral=referral, reason="Late", now=now())
    with pytest.raises(CannotRefer):
        choose_service(referral=referral, service=create_service())


def test_who_changes_the_provider_after_consent_is_refused():
    referral = create_referral()
    create_consent(referral.student, provider=referral.service.provider)
    Referral.objects.filter(pk=referral.pk).update(state=State.READY, consent=referral.student.consents.get())

    with pytest.raises(CannotRefer):
        choose_service(referral=referral, service=create_service())
    fill_draft(referral=referral, kind="informational", reason="Headaches", now=now())

    changed = Referral.objects.get()
    assert (changed.kind, changed.reason) == ("direct", "Headaches")


def test_sending_takes_a_consented_draft_to_its_provider():
    referral = create_referral()
    create_consent(referral.student, provider=referral.service.provider)

    sent = send_off(referral=referral, by=referral.owner, version=0, now=now())

    assert (sent.state, sent.version, sent.provider_links.count()) == ("sent", 2, 1)


def test_without_consent_nothing_is_sent_and_nothing_moves():
    referral = create_referral()

    with pytest.raises(CannotSend):
        send_off(referral=referral, by=referral.owner, version=0, now=now())

    assert (Referral.objects.get().state, ReferralEvent.objects.count()) == ("draft", 0)


def test_a_spoken_yes_hands_information_to_the_family():
    referral = create_referral(kind="informational")

    sent = send_off(referral=referral, by=referral.owner, version=0, now=now())

    assert list(sent.events.values_list("move", "reason")) == [("hand_out", "spoken_yes")]
    assert sent.provider_links.count() == 0


def test_sending_twice_tells_the_second():
    referral = create_referral(kind="informational")
    send_off(referral=referral, by=referral.owner, version=0, now=now())

    with pytest.raises(Outdated):
        send_off(referral=referral, by=referral.owner, version=0, now=now())


def test_a_provider_without_an_address_gets_no_direct_referral():
    provider = create_provider()
    Contact.objects.all().delete()
    referral = create_referral(service=create_service(provider))
    create_consent(referral.student, provider=provider)

    with pytest.raises(CannotMove):
        send_off(referral=referral, by=referral.owner, version=0, now=now())

    assert ReferralEvent.objects.count() == 0
