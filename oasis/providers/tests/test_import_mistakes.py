import pytest

from lmi_portal.audit.models import Entry
from oasis.providers.models import Phone, Provider, Service

from .factories import create_provider
from .import_files import counts, run, service, uid, write_json

pytestmark = pytest.mark.django_db


def test_a_row_with_one_mistake_is_left_out_whole(tmp_path):
    wrong = service("teeth", phones=[{"number": "555"}, {"number": ""}])
    wrong["organization"] = {"id": uid("other"), "name": "Other", "description": ""}

    done = run(write_json(tmp_path, service(), wrong, service("ears")))

    assert counts(done) == ((1, 0, 0), (2, 0, 0))
    assert done.bad == [("line 2", "“phones/2/number”: it is empty.")]
    assert not Provider.objects.filter(name="Other").exists()
    assert not Phone.objects.filter(number="555").exists()


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"id": ""}, "“id”: it is empty."),
        ({"name": "x" * 251}, "“name”: it is longer than 250 characters."),
        ({"description": "x" * 20_001}, "“description”: it is longer than 20,000 characters."),
        ({"description": "a\0b"}, "“description”: it has a null character in it."),
        ({"description": "\ud800"}, "“description”: it has half a character in it."),
        ({"description": ["x"]}, "“description”: it is not a text."),
        ({"status": "open"}, "“status”: “open” is none of active, inactive, defunct, temporarily closed."),
        ({"assured_date": "2026-02-30"}, "“assured_date”: “2026-02-30” is not a date as in 2026-11-22."),
        ({"url": "javascript:alert(1)"}, "“url”: “javascript:alert(1)” is not a web address."),
        ({"email": "nobody"}, "“email”: “nobody” is not an e-mail address."),
        ({"minimum_age": "NaN"}, "“minimum_age”: “NaN” is not a number."),
        ({"minimum_age": 1.5}, "“minimum_age”: “1.500000” is not a whole number."),
        ({"minimum_age": 18, "maximum_age": 5}, "“maximum_age”: 5 is less than the lowest age, 18."),
        ({"organization": None}, "“organization_id”: it names no organization."),
        ({"organization": "Clinic"}, "“organization”: it is not a record with names and values."),
        (
            {"organization": None, "organization_id": uid("nowhere")},
            f"Its organization {uid('nowhere')} is neither on file nor further up in the file.",
        ),
        ({"phones": "555"}, "“phones”: it is not a list."),
        (
            {"schedules": [{"opens_at": "9 o'clock"}]},
            "“schedules/1/opens_at”: “9 o'clock” is not a time of day as in 09:00.",
        ),
        ({"schedules": [{"byday": "XX"}]}, "“schedules/1/byday”: it is not a list of days as in MO,WE or 1MO."),
        ({"cost_options": [{"amount": "-1"}]}, "“cost_options/1/amount”: “-1” is not between 0 and 99,999,999."),
    ],
    ids=lambda value: str(value)[:30],
)
def test_reasons_are_sentences_that_name_the_field(facts, reason, tmp_path):
    done = run(write_json(tmp_path, service(**facts)))

    assert done.bad == [("line 1", reason)]
    assert not Provider.objects.exists()


def test_a_record_of_another_kind_is_told(tmp_path):
    done = run(write_json(tmp_path, {"id": uid("x"), "location_type": "physical", "name": "Office"}))

    assert done.bad == [
        ("line 1", "It is a location; organizations and services are imported, with all that is in them.")
    ]


def test_the_same_id_twice_is_refused_the_second_time(tmp_path):
    done = run(write_json(tmp_path, service(), service(name="Again")))

    assert done.bad == [("line 2", "“id”: its id is that of an earlier row.")]
    assert Service.objects.get().name == "Eyes"


def test_what_others_entered_is_left_alone(tmp_path):
    create_provider(uid=uid("clinic"), name="Ours")
    mine = run(write_json(tmp_path, service()))
    Provider.objects.update(source="Other 211")
    theirs = run(write_json(tmp_path, service()))

    assert mine.bad == [
        ("line 1", f"The provider {uid('clinic')} is on file already, entered here, and is left alone.")
    ]
    assert theirs.bad == [
        ("line 1", f"The provider {uid('clinic')} is on file already, from the source “Other 211”, and is left alone.")
    ]
    assert Provider.objects.get().name == "Ours"


def test_a_bad_row_is_no_orphan(tmp_path):
    run(write_json(tmp_path, service()))

    done = run(write_json(tmp_path, service(name="")))

    assert (done.bad_count, done.orphans) == (1, [])


def test_a_trial_changes_nothing_and_says_the_same(tmp_path):
    file = write_json(tmp_path, service(), service(name=""))

    trial = run(file, dry_run=True)

    assert not Provider.objects.exists()
    assert not Entry.objects.exists()
    real = run(file)
    assert (counts(trial), trial.bad) == (counts(real), real.bad)
