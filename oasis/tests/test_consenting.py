from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from lmi_portal.audit.models import Entry
from lmi_portal.written_once import WrittenOnce
from oasis.consenting import record_consent
from oasis.models import Consent, State
from oasis.moves import STAFF
from oasis.moving import make_move
from oasis.refusing import CannotConsent, CannotSend

from .consent_factories import BACK, OUT, ask, sign, terms_for
from .factories import create_assignment, create_referral, create_student, create_union, today

pytestmark = pytest.mark.django_db
WAY = Consent.Way


def record(referral, *, now=None, **fields):
    terms = fields.pop("terms", None) or terms_for(referral)
    defaults = {"directions": [OUT], "signer_name": "Rosa Núñez", "way": WAY.IN_PERSON, "recorded_by": referral.owner}
    return record_consent(terms=terms, now=now or timezone.now(), **defaults | fields)


def test_one_signature_gives_one_consent_for_each_direction():
    referral = create_referral()

    out, back = sign(referral, directions=[OUT, BACK])

    assert (out.direction, out.records) == ("out", ["name", "contact", "school", "reason"])
    assert (back.direction, back.records) == ("back", ["outcome"])
    assert [str(each) for each in out.recipients.all()] == [referral.service.provider.name]
    assert [str(each) for each in back.recipients.all()] == [referral.service.provider.name]
    assert (out.purpose, out.language, str(out.form)) == (
        "Para un examen de la vista o unos lentes",
        "es",
        "family-2026-11 (es)",
    )
    assert out.signed_at == back.signed_at


def test_what_awaits_the_consent_becomes_ready_and_nothing_else():
    waiting = create_referral()
    elsewhere = create_referral(logged_by=create_assignment(site=waiting.site), student=waiting.student)
    for referral in (waiting, elsewhere):
        make_move(referral=referral, move="ask_consent", actor=STAFF, by=referral.owner, version=0, now=timezone.now())

    sign(waiting)

    waiting.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (waiting.state, elsewhere.state) == (State.READY, State.AWAITING_CONSENT)


def test_a_draft_for_which_it_was_asked_becomes_ready_and_others_stay_drafts():
    asked_for = create_referral()
    other = create_referral(logged_by=create_assignment(site=asked_for.site), student=asked_for.student)

    sign(asked_for, providers=(asked_for.service.provider, other.service.provider))

    asked_for.refresh_from_db()
    other.refresh_from_db()
    assert (asked_for.state, other.state) == (State.READY, State.DRAFT)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"directions": []}, "directions"),
        ({"signer_name": "  "}, "signer_name"),
        ({"way": WAY.PAPER}, "scan"),
        ({"signed_on": today() + timedelta(days=1)}, "signed_on"),
        ({"signed_on": today() - timedelta(days=400)}, "signed_on"),
    ],
    ids=["no box", "no name", "paper without its scan", "signed tomorrow", "signed long ago"],
)
def test_what_is_no_signed_and_dated_consent_is_refused(changed, field):
    with pytest.raises(CannotConsent) as refusal:
        record(create_referral(), **changed)

    assert (refusal.value.field, Consent.objects.count()) == (field, 0)


@pytest.mark.parametrize(
    "changed",
    [
        {"providers": ()},
        {"records": ()},
        {"expires_on": today() - timedelta(days=1)},
        {"expires_on": today() + timedelta(days=500)},
        {"relation": "foster"},
        {"relation": "adult_student", "guardian": None},
        {"relation": "minor_student", "guardian": None},
    ],
    ids=["nobody told", "nothing told", "over already", "too long", "not on file", "not 18", "no minor’s referral"],
)
def test_terms_that_no_paper_could_make_true_are_refused(changed):
    referral = create_referral()

    with pytest.raises(CannotConsent):
        record(referral, terms=terms_for(referral, **changed))

    assert Consent.objects.count() == 0


def test_a_union_is_named_in_writing_and_in_what_goes_out_alone():
    referral, union = create_referral(), create_union()
    terms = terms_for(referral, organizations=(union,))

    with pytest.raises(CannotConsent) as refusal:
        record(referral, terms=terms, way=WAY.VERBAL)
    out, back = record(referral, terms=terms, directions=[OUT, BACK])

    assert str(refusal.value) == "Staff of a union or an organization see a record by a signed consent alone."
    assert [each.organization for each in out.recipients.all()] == [None, union]
    assert [each.organization for each in back.recipients.all()] == [None]


def test_nobody_tells_the_school_anything_where_no_provider_is_named():
    referral = create_referral()
    terms = terms_for(referral, providers=(), organizations=(create_union(),))

    with pytest.raises(CannotConsent) as refusal:
        record(referral, terms=terms, directions=[OUT, BACK])

    assert refusal.value.field == "directions"


def test_from_18_on_the_student_alone_signs():
    logged_by = create_assignment()
    student = create_student(site=logged_by.site, born_on=date(today().year - 19, 1, 15))
    referral = create_referral(logged_by=logged_by, student=student)

    with pytest.raises(CannotConsent):
        sign(referral)
    sign(referral, relation="adult_student", guardian=None)

    referral.refresh_from_db()
    assert referral.state == State.READY


def test_a_spoken_consent_sends_nothing():
    referral = create_referral()
    record(referral, way=WAY.VERBAL)

    with pytest.raises(CannotSend):
        make_move(referral=referral, move="make_ready", actor=STAFF, by=referral.owner, version=0, now=timezone.now())


def test_a_form_is_answered_once():
    referral = create_referral()
    asked = ask(referral)
    record(referral, asked=asked)

    with pytest.raises(CannotConsent):
        record(referral, asked=asked)

    assert Consent.objects.count() == 1


def test_a_refused_signature_leaves_the_form_open():
    referral = create_referral()
    asked = ask(referral)

    with pytest.raises(CannotConsent):
        record(referral, asked=asked, directions=[])

    asked.refresh_from_db()
    assert asked.answered_at is None


def test_paper_counts_from_the_day_on_it():
    referral = create_referral()
    signed_on = today() - timedelta(days=3)

    (consent,) = record(referral, way=WAY.PAPER, scan="oasis-scans/1", signed_on=signed_on)

    assert (consent.starts_on, timezone.localdate(consent.signed_at)) == (signed_on, signed_on)


def test_a_consent_is_never_changed_by_the_portal_or_in_the_database():
    (consent,) = sign(create_referral())

    with pytest.raises(WrittenOnce):
        consent.save()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE oasis_consent SET expires_on = '2099-01-01'")


def test_the_audit_trail_tells_of_the_consent_and_no_name():
    (consent,) = sign(create_referral())

    entry = Entry.objects.get(deed="record_consent")
    assert (entry.subject_label, entry.changes) == (
        f"Consent {consent.pk}",
        {"direction": [None, "out"], "way": [None, "in_person"]},
    )
