"""A made-up charter: one version that was signed a year ago, and the amendment that is in force since."""

from datetime import timedelta

from django.utils import timezone

from districts.models import BargainingUnit
from wellbeing.models import Charter, Signatory, Signature

from .signatories import MUST_SIGN, Capacity
from .wording import fingerprint_of, starting_words

# Of the certificated and classified units, in the order of their names.
PRESIDENTS = ["Lorraine Petit", "Oluwaseun Bright", "Curtis Lindqvist", "Ines Baptiste"]
SUPERINTENDENT = "Harriet Osei"
REASON = (
    "In its first year the committee met at four in the afternoon, when bus drivers and kitchen staff were at work."
)
AMENDED = (
    "\n\nThe committee meets at hours that people of all shifts can keep, and in turn at the offices, a school and the "
    "bus yard."
)


def load_charter(program, *, now):
    """Signed without letters, as nobody is waiting for them."""
    if program.charters.exists():
        return
    first = _charter(program, 1, Charter.State.REPLACED, at=program.begun_at + timedelta(days=20))
    second = _charter(program, 2, Charter.State.IN_FORCE, at=now - timedelta(days=100))
    Charter.objects.filter(pk=first.pk).update(ended_at=second.in_force_at)


def _charter(program, version, state, *, at):
    texts = starting_words()
    if version > 1:
        texts["decisions"] += AMENDED
    offered_at = at - timedelta(days=6)
    charter = Charter(
        program=program,
        version=version,
        state=state,
        amendment_reason=REASON if version > 1 else "",
        drafted_at=at - timedelta(days=14),
        drafted_by=program.begun_by,
        offered_at=offered_at,
        in_force_at=at,
        **texts,
    )
    charter.text_sha256 = fingerprint_of(charter)
    charter.save()
    for position, (unit, name) in enumerate(_people(program)):
        signatory = Signatory.objects.create(
            charter=charter,
            capacity=Capacity.UNIT_PRESIDENT if unit else Capacity.SUPERINTENDENT,
            unit=unit,
            name=name,
            email=f"{name.split()[-1].lower()}@example.org",
            asked_at=offered_at,
        )
        Signature.objects.create(
            signatory=signatory,
            typed_name=name,
            text_sha256=charter.text_sha256,
            signed_at=at if unit is None else _morning(at - timedelta(days=4 - position)),
        )
    return charter


def _morning(moment):
    return timezone.localtime(moment).replace(hour=10, minute=25)


def _people(program):
    """[(unit, who signs for it)], the superintendent last."""
    units = BargainingUnit.objects.at_the_table().filter(district=program.district, kind__in=MUST_SIGN)
    in_order = units.order_by("organization__short_name")
    return [*zip(in_order, PRESIDENTS, strict=False), (None, SUPERINTENDENT)]
