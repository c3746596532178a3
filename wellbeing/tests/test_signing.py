"""A charter is signed, declined, amended and withdrawn; its links and its trail."""

from datetime import timedelta

import pytest
from django.utils import timezone

from districts.models import Side
from districts.tests.factories import create_membership
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email
from wellbeing.charter.drafting import withdraw_charter
from wellbeing.charter.offering import LinkNotValid, ask_again, signatory_of_token, token_of
from wellbeing.charter.signing import decline_charter
from wellbeing.going_live import refuse_unless_live
from wellbeing.models import Charter, Signature
from wellbeing.refusing import CannotDo

from .charters import create_offered, draft, mailed, offer, sign, sign_all
from .factories import create_program

pytestmark = pytest.mark.django_db


def superintendent(charter):
    return charter.signatories.get(capacity="superintendent")


def president(charter):
    return charter.signatories.filter(capacity="unit_president").first()


def test_nothing_goes_live_on_one_sides_signature():
    charter = create_offered()
    sign(superintendent(charter))

    assert not charter.program.is_live()
    with pytest.raises(CannotDo, match="nothing goes live on one signature"):
        refuse_unless_live(charter.program)


def test_nothing_goes_live_while_one_president_has_not_signed():
    charter = create_offered()
    sign(superintendent(charter))
    sign(president(charter))

    assert not charter.program.is_live()


def test_nothing_goes_live_without_a_president_of_each_kind():
    charter = create_offered()
    charter.signatories.get(unit__kind="classified").delete()

    sign_all(charter)

    assert (charter.state, charter.program.is_live()) == ("offered", False)


def test_the_last_signature_puts_the_charter_in_force_and_all_get_it():
    charter = sign_all(create_offered())

    assert (charter.state, charter.program.is_live()) == ("in_force", True)
    refuse_unless_live(charter.program)
    signers = sorted(charter.signatories.values_list("email", flat=True))
    assert mailed("charter_copy") == signers
    assert set(signers) < set(mailed("charter_in_force"))
    assert len(mailed("charter_in_force")) == len(set(mailed("charter_in_force")))
    assert set(Email.objects.filter(reason__startswith="charter_in_force:").values_list("attachment", flat=True)) == {
        "charter_pdf"
    }


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"has_agreed": False}, "Tick that you agree"),
        ({"typed_name": "Somebody Else"}, "Type your full name"),
        ({"typed_name": "superintendent"}, "Type your full name"),
        ({"read": "0" * 64}, "not the text that was offered"),
    ],
)
def test_no_signature_without_consent_name_and_the_text_that_was_offered(words, sentence):
    charter = create_offered()

    with pytest.raises(CannotDo, match=sentence):
        sign(superintendent(charter), **words)

    assert Signature.objects.count() == 0


@pytest.mark.parametrize("typed", ["Susana O’Brien-Núñez", "susana o'brien‑nunez"], ids=["phone", "hyphen"])
def test_a_phone_s_own_apostrophe_or_hyphen_stops_no_signature(typed):
    signatory = superintendent(create_offered())
    type(signatory).objects.filter(pk=signatory.pk).update(name="Susana O'Brien-Núñez")

    sign(signatory, typed_name=typed)

    assert Signature.objects.get().typed_name == typed


def test_a_text_that_was_changed_behind_the_fingerprint_is_not_signed():
    charter = create_offered()
    Charter.objects.update(commitments="Something that nobody offered.")

    with pytest.raises(CannotDo, match="not the text that was offered"):
        sign(superintendent(charter))


def test_nobody_signs_twice():
    charter = create_offered()
    sign(superintendent(charter))

    with pytest.raises(CannotDo, match="signed already"):
        sign(superintendent(charter))


def test_who_declines_says_why_and_may_sign_after_all():
    charter = create_offered()
    signatory = superintendent(charter)

    decline_charter(signatory=signatory, reason="The money is not there yet.", now=timezone.now())

    assert len(mailed("charter_declined")) == 2
    sign(signatory)
    signatory.refresh_from_db()
    assert (signatory.declined_at, signatory.decline_reason) == (None, "")


@pytest.mark.parametrize("email", ["superintendent@example.org", "new@example.org"], ids=["same", "another address"])
def test_an_older_link_stops_counting_when_a_new_one_is_sent(email):
    charter = create_offered()
    signatory = superintendent(charter)
    old, later = token_of(signatory), timezone.now() + timedelta(minutes=1)

    told = {"by": charter.drafted_by, "side": Side.MANAGEMENT}
    asked = ask_again(signatory=signatory, name="New Name", email=email, **told, now=later)

    with pytest.raises(LinkNotValid, match="newer link"):
        signatory_of_token(old, now=later)
    assert signatory_of_token(token_of(asked), now=later) == signatory
    assert Email.objects.filter(reason__startswith="charter_to_sign:", to=email).exists()


@pytest.mark.parametrize("email", ["new@example.org", "superintendent@example.org"], ids=["another", "the same"])
def test_who_opened_the_older_link_does_not_sign_once_a_new_one_is_sent(email):
    charter = create_offered()
    opened = signatory_of_token(token_of(superintendent(charter)), now=timezone.now())
    told = {"by": charter.drafted_by, "side": Side.MANAGEMENT, "now": timezone.now() + timedelta(minutes=1)}
    ask_again(signatory=opened, name="New Name", email=email, **told)

    with pytest.raises(CannotDo, match="newer link"):
        decline_charter(signatory=opened, reason="No.", now=timezone.now())


def test_a_side_asks_its_own_people_again_and_no_others():
    charter = create_offered()
    told = {"by": charter.drafted_by, "now": timezone.now(), "name": "My Friend", "email": "friend@example.org"}

    with pytest.raises(CannotDo, match="its own people"):
        ask_again(signatory=president(charter), side=Side.MANAGEMENT, **told)


def test_a_link_opens_for_21_days():
    signatory = superintendent(create_offered())
    token = token_of(signatory)

    signatory_of_token(token, now=signatory.asked_at + timedelta(days=20))
    with pytest.raises(LinkNotValid, match="expired"):
        signatory_of_token(token, now=signatory.asked_at + timedelta(days=21))
    with pytest.raises(LinkNotValid, match="not complete"):
        signatory_of_token(token[:-1], now=timezone.now())


def test_an_amendment_is_signed_by_all_anew_and_the_earlier_stays_in_force_until_then():
    first = sign_all(create_offered())
    program = first.program
    with pytest.raises(CannotDo, match="Say why"):
        draft(program)

    second = draft(program, reason="A year has passed.", resources="More money.")
    assert second.signatories.count() == first.signatories.count()
    offer(second)
    sign(superintendent(second))
    assert program.charters.in_force().get() == first
    for signatory in second.signatories.filter(capacity="unit_president"):
        sign(signatory)

    first.refresh_from_db()
    assert (first.state, program.charters.in_force().get()) == ("replaced", second)
    assert second.version == 2


def test_a_withdrawn_charter_is_signed_by_nobody_and_the_earlier_stays():
    first = sign_all(create_offered())
    second = draft(first.program, reason="A year has passed.")
    offer(second)
    token = token_of(superintendent(second))

    withdraw_charter(charter=second, by=second.drafted_by, side=Side.LABOR, now=timezone.now())

    with pytest.raises(LinkNotValid, match="withdrawn"):
        signatory_of_token(token, now=timezone.now())
    assert first.program.charters.in_force().get() == first
    with pytest.raises(CannotDo, match="Only a charter"):
        withdraw_charter(charter=first, by=second.drafted_by, side=Side.LABOR, now=timezone.now())
    assert draft(first.program, reason="Once more.").version == 3


def test_the_audit_trail_tells_each_step_and_no_link():
    charter = sign_all(create_offered())

    deeds = [entry.deed for entry in Entry.objects.filter(subject_type="wellbeing.charter").order_by("pk")]
    assert deeds == [
        "draft_charter",
        "name_signatories",
        "name_signatories",
        "offer_charter",
        "sign_charter",
        "sign_charter",
        "sign_charter",
        "charter_in_force",
    ]
    told = "".join(str(entry.changes) for entry in Entry.objects.all())
    assert [token_of(row) in told for row in charter.signatories.all()] == [False] * 3


def test_control_a_charter_of_the_factory_is_in_force():
    assert create_program().is_live()


def test_who_leads_and_signs_gets_the_news_once():
    charter = create_offered()
    signatory = superintendent(charter)
    lead = create_membership(district=charter.program.district, side=Side.MANAGEMENT, is_lead=True).user
    type(signatory).objects.filter(pk=signatory.pk).update(email=lead.email.upper())

    withdraw_charter(charter=charter, by=charter.drafted_by, side=Side.LABOR, now=timezone.now())

    assert [to.lower() for to in mailed("charter_withdrawn")].count(lead.email.lower()) == 1
