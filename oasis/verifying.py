"""Whether the logs are as they were written: every chain read from its beginning, and compared with mailed digests.

A chain tells of every row that was changed, removed, slipped in or moved. Its head stands in the same database, though:
who may write there as its owner can write the whole chain and its head anew. A digest kept elsewhere finds that, so the
heads' digests are mailed to records officials and auditors every week (oasis/anchoring.py), and `refuted` compares.
What was written after the last letter and before such a deed is proven by nothing.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice

from django.db.models import Max

from districts.models import District

from .chaining import BEFORE_THE_FIRST, digest_of
from .models import AccessedStudent, AccessEntry, ChainCut, ChainHead, Disclosure

CHAINED = {"accessentry": AccessEntry, "disclosure": Disclosure}
ROWS_AT_ONCE = 2_000


@dataclass(frozen=True)
class Break:
    """What is wrong with row `number` of a district's chain; `what` is a sentence's end."""

    cd_code: str
    chain: str
    number: int
    what: str

    def __str__(self):
        return f"{self.cd_code} {self.chain} {self.number} {self.what}"


def chains():
    """Every (District, chain's name) of which a row, a head or a cut is left, in order."""
    known = set(ChainHead.objects.values_list("district_id", "chain"))
    known |= set(ChainCut.objects.values_list("district_id", "chain"))
    for chain, model in CHAINED.items():
        known |= {(each, chain) for each in model.objects.order_by().values_list("district", flat=True).distinct()}
    districts = District.objects.in_bulk({district_id for district_id, _chain in known})
    pairs = [(districts[district_id], chain) for district_id, chain in known]
    return sorted(pairs, key=lambda pair: (pair[0].cd_code, pair[1]))


def breaks(*, district, chain, tell=lambda read: None):
    """Yields a Break for everything wrong with one chain, read in order with flat memory; nothing where it holds.

    `tell` is called with how many rows are read, after each couple of thousand.
    """
    for number, what in _what_is_wrong(district, chain, tell):
        yield Break(district.cd_code, chain, number, what)


def _what_is_wrong(district, chain, tell):
    rows = CHAINED[chain].objects.filter(district=district)
    # In this order: whoever appends meanwhile leaves the head at or beyond the newest row that is seen here.
    newest = rows.aggregate(Max("number"))["number__max"] or 0
    head = ChainHead.objects.filter(district=district, chain=chain).first()
    if head is None:
        yield newest, "has no head"
        head = ChainHead(number=newest, digest="")
    elif newest > head.number:
        yield newest, "lies beyond the chain’s end"
    number, previous, is_cut_told = beginning(district, chain)
    if not is_cut_told:
        yield number, "was destroyed, but the log does not tell of it"
    count = 0
    for row, found_by in read(rows.filter(number__lte=head.number), chain):
        if count == 0 and row.number > number + 1:
            # The oldest part may have been destroyed by rule since it was asked where the chain begins.
            number, previous, is_cut_told = beginning(district, chain)
        if row.number <= number:
            yield row.number, "was slipped in"
            continue
        if row.number > number + 1:
            yield number + 1, "is missing" if row.number == number + 2 else f"to {row.number - 1} are missing"
        yield from ((row.number, what) for what in wrong_in(row, previous, found_by))
        number, previous, count = row.number, row.digest, count + 1
        if count % ROWS_AT_ONCE == 0:
            tell(count)
    tell(count)
    if head.number > number:
        yield number + 1, f"and all up to {head.number} are missing at the end"
    elif head.digest not in {previous, ""}:
        yield number, "is not what the chain’s head tells of"


def wrong_in(row, previous, found_by):
    """Yields, as a sentence's end, what is wrong with one row that should follow the digest `previous`."""
    if row.previous_digest != previous:
        yield "does not follow the one before"
    if row.digest != digest_of(row):
        yield "was changed"
    if found_by is not None and found_by != sorted(row.students):
        yield "is found by other students than it tells of"


def read(rows, chain):
    """Each row in order, with the students by which it is found, or None for disclosures, which name theirs."""
    stream = rows.order_by("number").iterator(chunk_size=ROWS_AT_ONCE)
    while some := list(islice(stream, ROWS_AT_ONCE)):
        indexed = _indexed(some) if chain == "accessentry" else None
        for row in some:
            yield row, None if indexed is None else indexed[row.pk]


def refuted(*, district, chain, number, digest):
    """Why a mailed digest does not fit the chain as it is now, as a sentence's end; None where it does.

    What was destroyed by rule since cannot be compared: only its certificate tells of it.
    """
    cut = ChainCut.objects.filter(district=district, chain=chain).order_by("-number").first()
    if cut is not None and number < cut.number:
        return None
    if cut is not None and number == cut.number:
        return None if cut.digest == digest else "was destroyed, and is not what was mailed"
    row = CHAINED[chain].objects.filter(district=district, number=number).first()
    if row is None:
        return "was there when its digest was mailed, and is missing"
    return None if row.digest == digest else "is not what it was when its digest was mailed"


def told_as(*, chain, number, digest):
    """How the entry that tells of a cut names it."""
    return f"retention {chain} {number} {digest}"


def is_told(cut):
    """Whether the log of access tells of the cut of a chain."""
    told = told_as(chain=cut.chain, number=cut.number, digest=cut.digest)
    entries = AccessEntry.objects.filter(district=cut.district_id, action=AccessEntry.Action.DESTROY, purpose=told)
    return entries.exists()


def beginning(district, chain):
    """Number and digest before the first row to be read, and whether the log tells of the cut there, if one is."""
    cut = ChainCut.objects.filter(district=district, chain=chain).order_by("-number").first()
    if cut is None:
        return 0, BEFORE_THE_FIRST, True
    return cut.number, cut.digest, is_told(cut)


def _indexed(entries):
    """By which students each of `entries` is found."""
    found = defaultdict(list)
    numbers = AccessedStudent.objects.filter(entry__in=[entry.pk for entry in entries])
    for entry_id, number in numbers.order_by("student_number").values_list("entry_id", "student_number"):
        found[entry_id].append(number)
    return found
