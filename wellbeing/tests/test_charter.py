"""A charter from its first draft to the last signature, deed by deed."""

import pytest
from django.utils import timezone

from districts.models import BargainingUnit, Side
from districts.tests.factories import create_district, create_unit
from lmi_portal.outbox.models import Email
from wellbeing.charter.beginning import begin_program
from wellbeing.charter.drafting import draft_texts, save_draft, withdraw_charter
from wellbeing.charter.offering import ask_again, offer_charter
from wellbeing.charter.paper import paper_facts
from wellbeing.charter.sheet import lines_of, sheet_of
from wellbeing.charter.signatories import name_signatories, places_of
from wellbeing.charter.wording import fingerprint_of, starting_words
from wellbeing.models import Charter, Program
from wellbeing.refusing import CannotDo

from .charters import (
    begin,
    create_district_with_units,
    create_lead,
    create_offered,
    draft,
    mailed,
    name_all,
    offer,
    people_for,
)

pytestmark = pytest.mark.django_db
Kind = BargainingUnit.Kind


@pytest.mark.parametrize("side", [Side.LABOR, Side.MANAGEMENT])
def test_a_lead_of_either_side_begins_a_program_and_the_others_lead_is_told(side):
    district = create_district_with_units()
    leads = {one: create_lead(district, one) for one in (Side.LABOR, Side.MANAGEMENT)}

    begin_program(district=district, side=side, by=leads[side], now=timezone.now())

    [other] = [lead for one, lead in leads.items() if one != side]
    assert mailed("program_begun") == [other.email]
    with pytest.raises(CannotDo, match="has a well-being program already"):
        begin_program(district=district, side=side, by=other, now=timezone.now())


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ([Kind.CERTIFICATED], "no classified unit"),
        ([Kind.CLASSIFIED, Kind.CERTIFICATED_SUPERVISORY], "no certificated unit"),
        ([], "no certificated and no classified unit"),
    ],
)
def test_without_both_kinds_of_units_no_charter_is_written(kinds, words):
    district = create_district()
    for kind in kinds:
        create_unit(district, kind=kind)
    program = Program.objects.create(district=district, begun_at=timezone.now(), begun_by=create_lead(district))
    told = {"texts": starting_words(), "reason": "", "read": "", "by": program.begun_by, "side": Side.MANAGEMENT}

    with pytest.raises(CannotDo, match=f"has {words} on file"):
        save_draft(program=program, **told, now=timezone.now())


def test_superintendent_and_every_certificated_and_classified_president_sign_and_supervisors_may():
    district = create_district_with_units()
    create_unit(district, kind=Kind.CLASSIFIED)
    create_unit(district, kind=Kind.CLASSIFIED_SUPERVISORY)
    create_unit(district, kind=Kind.CLASSIFIED, confidence="low")
    create_unit(district, kind=Kind.UNREPRESENTED)

    places = places_of(district)

    assert [(place.unit.kind if place.unit else "", place.is_needed) for place in places] == [
        ("", True),
        ("certificated", True),
        ("classified", True),
        ("classified", True),
        ("classified_supervisory", False),
    ]


def test_a_draft_that_somebody_changed_meanwhile_is_not_written_over():
    program = begin()
    first = draft(program)
    read = fingerprint_of(first)
    draft(program, purpose="Another purpose.")
    told = {"reason": "", "read": read, "by": program.begun_by, "side": Side.LABOR, "now": timezone.now()}

    with pytest.raises(CannotDo, match="Somebody else changed this meanwhile"):
        save_draft(program=program, texts=starting_words(), **told)

    assert Charter.objects.get().purpose == "Another purpose."


def test_nobody_signs_for_both_sides_and_no_side_names_the_others():
    charter = draft(begin())
    told = {"charter": charter, "by": charter.drafted_by, "now": timezone.now()}
    everybody = {place.key: ("Pat Doe", "pat@example.org") for place in places_of(charter.program.district)}

    name_signatories(side=Side.MANAGEMENT, people=everybody, **told)
    with pytest.raises(CannotDo, match="nobody signs for both"):
        name_signatories(side=Side.LABOR, people=everybody, **told)

    assert [row.capacity for row in charter.signatories.all()] == ["superintendent"]


def test_a_charter_is_offered_once_each_side_has_named_who_signs():
    charter = draft(begin())
    people = people_for(charter.program.district, Side.MANAGEMENT)
    told = {"by": charter.drafted_by, "now": timezone.now()}
    name_signatories(charter=charter, side=Side.MANAGEMENT, people=people, **told)

    with pytest.raises(CannotDo, match=r"Nobody is named yet to sign as: President of .* Each side names its own"):
        offer(charter)


def test_an_offered_text_is_frozen_under_its_fingerprint_and_each_gets_a_link():
    charter = create_offered()

    assert (charter.state, charter.text_sha256) == ("offered", fingerprint_of(charter))
    letters = Email.objects.filter(reason__startswith="charter_to_sign:")
    assert sorted(letters.values_list("to", flat=True)) == sorted(charter.signatories.values_list("email", flat=True))
    assert set(letters.values_list("is_private", flat=True)) == {True}
    with pytest.raises(CannotDo, match="out for signature"):
        draft(charter.program, purpose="Something else.")


def test_what_was_not_read_is_not_offered():
    charter = draft(begin())
    name_all(charter)

    with pytest.raises(CannotDo, match="read it again"):
        offer_charter(charter=charter, read="0" * 64, by=charter.drafted_by, side=Side.LABOR, now=timezone.now())


def name_for_labor(charter, *people):
    """Name `people`, (name, address), for the units in their order."""
    keys = [place.key for place in places_of(charter.program.district) if place.side == Side.LABOR]
    told = {"charter": charter, "by": charter.drafted_by, "now": timezone.now()}
    name_signatories(side=Side.LABOR, people=dict(zip(keys, people, strict=True)), **told)


def test_who_is_president_of_both_units_signs_for_each_and_page_and_paper_say_so():
    charter = draft(begin())
    name_for_labor(charter, ("Pat Doe", "pat@example.org"), ("Pat  doe", "Pat@example.org"))

    lines = lines_of(charter)
    labels = "; ".join(line.label for line in lines if line.place.side == Side.LABOR)
    sentence = f"Pat Doe signs for 2 units, each by a signature of its own: {labels}."
    assert (sheet_of(charter)["twice"], paper_facts(charter)["twice"]) == ([sentence], [sentence])
    assert len([line for line in lines if line.signatory]) == 2


def test_control_two_presidents_are_said_to_sign_once_each():
    charter = draft(begin())
    name_for_labor(charter, ("Pat Doe", "pat@example.org"), ("Sam Roe", "sam@example.org"))

    assert sheet_of(charter)["twice"] == []


def test_one_address_is_one_person_s():
    charter = draft(begin())

    with pytest.raises(CannotDo, match="This address is Pat Doe’s already"):
        name_for_labor(charter, ("Pat Doe", "office@example.org"), ("Sam Roe", "office@example.org"))


def test_nobody_is_asked_anew_at_the_address_of_another_of_their_side():
    charter = create_offered()
    first, second = charter.signatories.filter(capacity="unit_president")
    told = {"by": charter.drafted_by, "side": Side.LABOR, "now": timezone.now()}

    with pytest.raises(CannotDo, match=f"This address is {first.name}’s already"):
        ask_again(signatory=second, name=second.name, email=first.email, **told)
    assert ask_again(signatory=second, name=first.name, email=first.email, **told).email == first.email


def test_a_new_draft_begins_with_the_words_that_were_withdrawn():
    program = begin(create_district_with_units())
    written = draft(program, purpose="What we wrote.")
    withdraw_charter(charter=written, by=written.drafted_by, side=Side.LABOR, now=timezone.now())

    assert draft_texts(program)["purpose"] == "What we wrote."
