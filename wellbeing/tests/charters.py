"""A charter on its way, through the front door: begun, drafted, named, offered, signed."""

from django.utils import timezone

from districts.models import BargainingUnit, Side
from districts.tests.factories import create_district, create_membership, create_unit
from lmi_portal.outbox.models import Email
from wellbeing.charter.beginning import begin_program
from wellbeing.charter.drafting import save_draft
from wellbeing.charter.offering import offer_charter, signatory_of_token, token_of
from wellbeing.charter.signatories import name_signatories, places_of
from wellbeing.charter.signing import sign_charter
from wellbeing.charter.wording import fingerprint_of, starting_words
from wellbeing.models import Signatory

Kind = BargainingUnit.Kind


def create_lead(district, side=Side.MANAGEMENT):
    """The user who leads for `side` at the table."""
    unit = district.units.filter(kind=Kind.CERTIFICATED).first() if side == Side.LABOR else None
    return create_membership(district=district, side=side, unit=unit, is_lead=True).user


def create_district_with_units():
    district = create_district()
    for kind in [Kind.CERTIFICATED, Kind.CLASSIFIED]:
        create_unit(district, kind=kind)
    return district


def begin(district=None, *, side=Side.MANAGEMENT):
    """A program begun by a lead of `side`, with a lead of the other side there, too."""
    district = district or create_district_with_units()
    leads = {one: create_lead(district, one) for one in (Side.LABOR, Side.MANAGEMENT)}
    return begin_program(district=district, side=side, by=leads[side], now=timezone.now())


def draft(program, *, reason="", by=None, **texts):
    """The draft as it stands with `texts` changed, saved by whoever began the program unless said otherwise."""
    standing = program.charters.open().first()
    return save_draft(
        program=program,
        texts=starting_words() | texts,
        reason=reason,
        read=fingerprint_of(standing) if standing else "",
        by=by or program.begun_by,
        side=Side.MANAGEMENT,
        now=timezone.now(),
    )


def people_for(district, side):
    """{key of a Place: (name, e-mail)} for all who must sign for `side`."""
    return {
        place.key: (f"Signer {place.key}", f"{place.key}@example.org")
        for place in places_of(district)
        if place.side == side and place.is_needed
    }


def name_all(charter):
    for side in (Side.MANAGEMENT, Side.LABOR):
        told = {"side": side, "people": people_for(charter.program.district, side)}
        name_signatories(charter=charter, by=charter.drafted_by, now=timezone.now(), **told)


def offer(charter):
    return offer_charter(
        charter=charter,
        read=fingerprint_of(charter),
        by=charter.drafted_by,
        side=Side.MANAGEMENT,
        now=timezone.now(),
    )


def create_offered(program=None, **told):
    """A charter that is out for signature by the superintendent and two presidents."""
    charter = draft(program or begin(), **told)
    name_all(charter)
    return offer(charter)


def link_of(signatory):
    return f"/wellbeing/sign/{token_of(signatory)}/"


def sign(signatory, **words):
    """Sign by the link of this moment."""
    signatory = signatory_of_token(token_of(Signatory.objects.get(pk=signatory.pk)), now=timezone.now())
    told = {"typed_name": signatory.name, "has_agreed": True, "read": signatory.charter.text_sha256}
    return sign_charter(signatory=signatory, now=timezone.now(), **told | words)


def sign_all(charter):
    for signatory in charter.signatories.all():
        sign(signatory)
    charter.refresh_from_db()
    return charter


def mailed(beginning):
    """To whom news went, by how its reason begins."""
    return sorted(Email.objects.filter(reason__startswith=f"{beginning}:").values_list("to", flat=True))
