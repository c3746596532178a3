"""Families and employees read one clock in both languages, whichever part of the portal tells the time."""

from datetime import UTC, datetime, time

import pytest
from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import override

from oasis.providers.hours_in_words import hours_in_words
from oasis.providers.models import Schedule
from wellbeing.activities.wording import clock_in_words

AT_THREE = datetime(2026, 12, 1, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("clock", "english", "spanish"),
    [
        (time(9), "9 a.m.", "9 a.m."),
        (time(15, 30), "3:30 p.m.", "3:30 p.m."),
        (time(12), "noon", "mediodía"),
        (time(0), "midnight", "medianoche"),
    ],
    ids=["morning", "afternoon", "noon", "midnight"],
)
def test_a_clock_has_twelve_hours_in_both_languages(clock, english, spanish):
    with override("en"):
        said = time_format(clock, "TIME_FORMAT")
    with override("es"):
        dicho = time_format(clock, "TIME_FORMAT")

    assert (said, dicho.replace("\xa0", " ").replace("a. m.", "a.m.").replace("p. m.", "p.m.")) == (english, spanish)


def test_services_and_activities_tell_the_time_alike_in_spanish():
    schedule = Schedule(freq="WEEKLY", byday="MO", opens_at=time(15), closes_at=time(17))

    with override("es"):
        three = clock_in_words(AT_THREE).replace("\xa0", " ")
        assert hours_in_words(schedule).startswith(f"lunes, de {three} a ")


def test_days_stay_as_django_writes_them_in_spanish():
    with override("es"):
        assert date_format(AT_THREE, "DATE_FORMAT") == "1 de diciembre de 2026"
        assert date_format(AT_THREE.replace(hour=9), "DATETIME_FORMAT").startswith("1 de diciembre de 2026, 9 a")


def test_a_number_is_written_as_its_readers_write_it():
    with override("es"):
        assert number_format(3150.5, decimal_pos=1, force_grouping=True) == "3,150.5"
