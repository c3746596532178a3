"""What somebody with a copy of the whole database can join of people and answers: nothing, before the close and after.

The attack reads every table: it looks for a row beside an answer that names a person, a token, a moment or an address,
for an answer in clear, and for two tables whose rows stand in the same order.
"""

import hashlib
import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from lmi_portal.outbox.models import Email
from lmi_portal.tests.dump import dump
from wellbeing.models import Response, SurveyComment, SurveyToken
from wellbeing.surveys.answering import hand_in
from wellbeing.surveys.inviting import invite
from wellbeing.surveys.tokens import digests_of

from .factories import create_employee, create_program
from .survey_factories import address_of_link, answers_of, close, create_open_survey

pytestmark = pytest.mark.django_db
PEOPLE = 20
WORDS = "zebrawood"


def answered_by_all():
    """A survey that twenty employees answered, each by the link in their letter; and {address: link}."""
    program = create_program()
    for number in range(PEOPLE):
        create_employee(program, email=f"person{number:02}@example.org")
    survey = create_open_survey(program)
    invite(survey_id=survey.pk, now=timezone.now())
    link_of = {letter.address(): letter.facts()["link"].rsplit("/", 2)[1] for letter in invitations()}
    for number, (_address, link) in enumerate(sorted(link_of.items())):
        typed = {"step": "send", "q_workload": "agree", "q_one_change": f"{WORDS} {number:02}", "about_shift": "night"}
        Client(REMOTE_ADDR="203.0.113.77").post(address_of_link(link), typed)
    return survey, link_of


def invitations():
    return Email.objects.filter(reason__startswith="survey_invitation:")


def rows_of(table):
    """The rows of a table as a dump writes them: in their own order, each as its plain values."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return [[str(value) for value in row] for row in cursor.fetchall()]


def joined(values, *, link_of):
    """The people to whom `values` of one answer's row lead: by their address, their token or any hash of either."""
    told = " ".join(values)
    return [address for address, link in link_of.items() if any(mark in told for mark in marks_of(address, link))]


def marks_of(address, link):
    plain = [address, link]
    hashes = [hashlib.new(kind, each.encode()).hexdigest() for kind in ["md5", "sha1", "sha256"] for each in plain]
    return [*plain, *hashes, *digests_of(link)]


def test_while_open_no_answer_leads_to_anyone():
    survey, link_of = answered_by_all()

    rows = rows_of("wellbeing_response")

    assert len(rows) == PEOPLE
    assert [joined(row, link_of=link_of) for row in rows] == [[]] * PEOPLE
    assert SurveyToken.objects.count() == 0
    assert {field.name for field in Response._meta.fields} == {"id", "survey", "sealed"}
    assert survey.responses.count() == PEOPLE


def test_control_an_answer_that_keeps_its_token_leads_to_its_giver():
    survey, link_of = answered_by_all()
    address, link = next(iter(link_of.items()))
    Response.objects.filter(pk=survey.responses.first().pk).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO wellbeing_response (id, survey_id, sealed) VALUES (%s, %s, %s)",
            ["0" * 32, survey.pk, f"x {digests_of(link)[0]}"],
        )

    found = [each for row in rows_of("wellbeing_response") for each in joined(row, link_of=link_of)]

    assert found == [address]


def test_a_dump_shows_neither_links_nor_answers_nor_where_they_came_from():
    _survey, link_of = answered_by_all()

    text = dump()

    assert [word for word in [WORDS, "203.0.113.77", *link_of.values()] if word in text] == []


def test_control_what_is_in_clear_is_found():
    create_open_survey(title=WORDS)

    assert WORDS in dump()


def test_answers_lie_in_no_order_of_those_who_gave_them():
    """SQLite keeps them by their random names; PostgreSQL writes them as they come, see the README's limits."""
    survey, _link_of = answered_by_all()

    order = [str(pk).replace("-", "") for pk in Response.objects.order_by("pk").values_list("pk", flat=True)]
    kept = [row[0].replace("-", "") for row in rows_of("wellbeing_response")]

    if connection.vendor == "sqlite":
        assert kept == order
    told = [int(answer["comments"]["one_change"].split()[1]) for answer in answers_of(survey)]
    assert sorted(told) == list(range(PEOPLE))


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="Rows of PostgreSQL have no number.")
@pytest.mark.parametrize("table", ["wellbeing_response", "wellbeing_surveytoken"])
def test_no_hidden_number_tells_who_answered_first(table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
        assert cursor.fetchone()[0].endswith("WITHOUT ROWID")


def test_all_answers_are_as_long():
    survey, _link_of = answered_by_all()

    assert len({len(sealed) for _pk, _survey, sealed in by_column(survey)}) == 1


def by_column(survey):
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, survey_id, sealed FROM wellbeing_response WHERE survey_id = %s", [survey.pk])
        return cursor.fetchall()


def test_after_the_close_nothing_is_left_to_join():
    survey, link_of = answered_by_all()
    text_before = dump()

    close(survey)

    text = dump()
    assert (rows_of("wellbeing_response"), rows_of("wellbeing_surveytoken")) == ([], [])
    gone = [mark for address, link in link_of.items() for mark in marks_of(address, link)[1:] if mark in text]
    assert gone == []
    assert WORDS not in text
    assert SurveyComment.objects.filter(survey=survey).count() == PEOPLE
    assert [row for row in rows_of("wellbeing_surveycomment") if joined(row, link_of=link_of)] == []
    assert len(text_before) > 0


def test_comments_are_apart_from_all_else_that_their_writers_answered():
    assert {field.name for field in SurveyComment._meta.fields} == {
        *("id", "survey", "question", "text"),
        *("labor_verdict", "management_verdict"),
    }


def test_who_answered_is_known_as_a_number_alone():
    """Every other table is the same, whoever of two answered."""
    program = create_program()
    for address in ["first@example.org", "second@example.org"]:
        create_employee(program, email=address)
    survey = create_open_survey(program)
    invite(survey_id=survey.pk, now=timezone.now())
    link_of = {letter.address(): letter.facts()["link"].rsplit("/", 2)[1] for letter in invitations()}
    before = without_answers(dump())

    hand_in(survey=survey, secret=link_of["first@example.org"], now=timezone.now(), about={}, answers={}, comments={})

    assert without_answers(dump()) == before
    assert json.dumps(answers_of(survey)) == '[{"about": {}, "answers": {}, "comments": {}}]'


def without_answers(text):
    """The dump less the two tables that an answer changes."""
    if connection.vendor == "sqlite":
        return "\n".join(
            line for line in text.splitlines() if not re.match(r'INSERT INTO "wellbeing_(resp|surveyt)', line)
        )
    changed = {"\t".join(row) for table in ["response", "surveytoken"] for row in rows_of(f"wellbeing_{table}")}
    return "\n".join(line for line in text.splitlines() if not_of(line, changed))


def not_of(line, changed):
    first = line.split("\t")[0].replace("-", "")
    return all(first != row.split("\t")[0].replace("-", "") for row in changed) and not re.match(
        r"[0-9a-f]{32}\t\d+$", line
    )
