"""Somebody asks for every cut on every page, in any order, and knows no more than the groups that were kept."""

from collections import Counter
from random import Random

import pytest
from django.urls import reverse

from districts.models import Side
from wellbeing.models import Shift
from wellbeing.surveys.cuts import DIMENSIONS, PAIRS, Names
from wellbeing.surveys.protecting import LEAST, Groups
from wellbeing.tests.counted_surveys import AGREES, create_counted
from wellbeing.tests.factories import co_chair, create_program
from wellbeing.tests.test_protecting import found_out

pytestmark = pytest.mark.django_db


def crowd(program):
    """Counter of what people say of themselves, small groups among them, in the order of DIMENSIONS."""
    certificated, classified = (str(unit.pk) for unit in program.district.units.order_by("kind"))
    return Counter(
        {
            ("labor", certificated, Shift.DAY, "teaching", ""): 31,
            ("labor", certificated, Shift.DAY, "student_support", ""): 6,
            ("labor", classified, Shift.DAY, "aide", ""): 19,
            ("labor", classified, Shift.NIGHT, "custodial", ""): 12,
            ("labor", classified, Shift.EARLY, "custodial", ""): 4,
            ("management", "", Shift.DAY, "administration", ""): 13,
            ("management", "", Shift.NIGHT, "administration", ""): 2,
            ("", "", "", "", ""): 5,
        }
    )


def test_all_cuts_of_all_pages_tell_of_ten_people_or_more(client):
    program = create_program()
    kinds = crowd(program)
    answers = [
        {"about": dict(zip(DIMENSIONS, kind, strict=True)), "answers": AGREES}
        for kind, number in kinds.items()
        for _each in range(number)
    ]
    survey = create_counted(program, answers)
    client.force_login(co_chair(program, Side.LABOR))
    kept = {
        (tuple(filter(None, [row.first_dimension, row.second_dimension])), _values(row)): row.people
        for row in survey.groups.filter(people__isnull=False)
    }

    seen = {((), ()): sum(kinds.values())}
    cuts = [(one, "") for one in DIMENSIONS] + [pair for one, two in PAIRS for pair in [(one, two), (two, one)]]
    Random(4).shuffle(cuts)
    for by, within in cuts:
        page = client.get(
            reverse("wellbeing:results", args=[program.district.cd_code, survey.pk]), {"by": by, "within": within}
        )
        seen |= _groups_on(page, survey, by, within)

    assert seen == kept
    assert found_out(Groups(seen, frozenset()), kinds, tuple(DIMENSIONS)) == []
    assert found_out(Groups(seen, frozenset()), kinds, tuple(DIMENSIONS), modulus=2) == []
    assert {number for number in _numbers_in_files(client, survey) if number < LEAST} == set()


def _values(row):
    return tuple([row.first_value, row.second_value][: bool(row.first_dimension) + bool(row.second_dimension)])


def _groups_on(page, survey, by, within):
    """{(cut, values): people} of every group that the page tells the size of."""
    names, found = Names(survey), {}
    sizes = {str(finding.name): finding.people for finding in page.context["questions"][0].findings}
    for value, name in names.values(by):
        if not within:
            found[(by,), (value,)] = sizes[str(name)]
            continue
        for other, other_name in names.values(within):
            pair = {by: value, within: other}
            cut = tuple(sorted(pair, key=DIMENSIONS.index))
            found[cut, tuple(pair[one] for one in cut)] = sizes.get(f"{name} · {other_name}")
    return {group: people for group, people in found.items() if people}


def _numbers_in_files(client, survey):
    """Sizes of groups in the file and on the pages of trends."""
    cd_code = survey.program.district.cd_code
    address = reverse("wellbeing:results_csv", args=[cd_code, survey.pk])
    lines = b"".join(client.get(address).streaming_content).decode().splitlines()[1:]
    yield from (int(cell) for line in lines if (cell := line.split(",")[4]).isdigit())
    for by in DIMENSIONS:
        rows = client.get(reverse("wellbeing:trends", args=[cd_code]), {"by": by}).context["trends"].rows
        yield from (step.people for row in rows for _wave, step in row.by_wave if step.people is not None)
