from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from lmi_portal.audit.models import Entry
from oasis.providers.classifying import ensure_needs, import_taxonomy
from oasis.providers.models import Need, TaxonomyTerm

pytestmark = pytest.mark.django_db

PUBLISHED = Path(__file__).resolve().parents[4] / "shared/data/openeligibility/taxonomy.csv"
HEADINGS = "id,name,parent_id,parent_name,vocabulary\n"


def take_in(rows):
    return import_taxonomy((HEADINGS + rows).encode(), now=timezone.now(), source="a test")


def test_terms_come_with_what_they_are_below():
    done = take_in('1102,Food,0,,OE\n1130,"Food Pantry",1102,Food,OE\n')

    assert (done.created, done.updated, done.unchanged) == (2, 0, 0)
    assert TaxonomyTerm.objects.get(code="1130").parent.name == "Food"


def test_same_file_again_changes_nothing_and_leaves_no_trace():
    take_in("1102,Food,0,,OE\n")

    done = take_in("1102,Food,0,,OE\n")

    assert (done.created, done.updated, done.unchanged) == (0, 0, 1)
    assert Entry.objects.filter(deed="import_taxonomy").count() == 1


def test_new_names_and_places_are_taken_over_by_id():
    take_in("1102,Food,0,,OE\n1130,Pantry,0,,OE\n")

    done = take_in("1102,Food,0,,OE\n1130,Food Pantry,1102,Food,OE\n")

    term = TaxonomyTerm.objects.get(code="1130")
    assert (done.created, done.updated, done.unchanged) == (0, 1, 1)
    assert (term.name, term.parent.code) == ("Food Pantry", "1102")


def test_bad_rows_are_left_out_with_their_number_and_reason():
    done = take_in("x,Food,0,,\n1102,,0,,\n1103,Housing,0,,\n1103,House,0,,\n")

    assert done.left_out == [
        (2, "its id is no number"),
        (3, "it has no name"),
        (5, "its id stands there twice"),
    ]
    assert [term.name for term in TaxonomyTerm.objects.all()] == ["Housing"]


def test_terms_below_nothing_on_file_or_in_a_circle_stand_at_the_top():
    done = take_in("1,Lost,99,,\n2,Hen,3,,\n3,Egg,2,,\n")

    assert done.at_the_top == [("1", "99"), ("2", "3"), ("3", "2")]
    assert not TaxonomyTerm.objects.exclude(parent=None).exists()


def test_terms_that_the_file_no_longer_has_are_kept():
    take_in("1102,Food,0,,OE\n")

    done = take_in("1103,Housing,0,,OE\n")

    assert [term.code for term in done.no_longer_listed] == ["1102"]
    assert TaxonomyTerm.objects.count() == 2


def test_command_refuses_what_is_no_such_file(tmp_path):
    file = tmp_path / "terms.csv"
    file.write_text("code,title\n1,Food\n")

    with pytest.raises(CommandError, match="It has no column “id”"):
        call_command("import_taxonomy", file)


def test_needs_are_mapped_before_any_file_is_imported():
    ensure_needs()

    vision = Need.objects.get(slug="vision")
    assert [term.name for term in vision.terms.all()] == ["Eyeglasses", "Vision Tests"]
    assert [need.slug for need in Need.objects.filter(allows_minor_consent=True)] == ["counseling"]
    assert not Need.objects.filter(terms=None).exists()


def test_needs_on_file_stay_as_staff_have_them():
    ensure_needs()
    Need.objects.filter(slug="vision").update(name="Eyes")
    Need.objects.get(slug="food").terms.clear()

    ensure_needs()

    assert Need.objects.get(slug="vision").name == "Eyes"
    assert not Need.objects.get(slug="food").terms.exists()


def test_published_file_brings_289_terms_and_finds_those_of_the_needs(capsys):
    if not PUBLISHED.exists():
        pytest.skip("../shared/data/openeligibility is absent: the published taxonomy is unchecked.")
    ensure_needs()
    ours = {term.code: term.name for term in TaxonomyTerm.objects.filter(taxonomy__name="Open Eligibility")}

    call_command("import_taxonomy", PUBLISHED)

    terms = TaxonomyTerm.objects.filter(taxonomy__name="Open Eligibility")
    assert terms.count() == 289
    assert {code: name for code, name in terms.values_list("code", "name") if code in ours} == ours
    assert terms.get(code="1216").parent.name == "Checkup & Test"
    assert capsys.readouterr().out.startswith("212 created, ")
