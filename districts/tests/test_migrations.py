from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.state import ProjectState

LIKELY, INFERRED = 2, 3
SENTENCE = "They met once more. "


@pytest.mark.parametrize(
    ("participation", "rows"),
    [
        ("Hosted a training (likely).", [("Hosted a training (likely).", LIKELY)]),
        ("A convening is named for it (inferred).", [("A convening is named for it (inferred).", INFERRED)]),
        (SENTENCE * 20, [((SENTENCE * 15).strip(), LIKELY), ((SENTENCE * 5).strip(), LIKELY)]),
        (" ", []),
    ],
    ids=["likely", "inferred", "too long for one row", "nothing"],
)
def test_old_words_become_evidence_whole_and_no_likelier(participation, rows):
    migration = import_module("districts.migrations.0006_participation_becomes_evidence")

    assert migration.rows_of(participation) == rows


@pytest.mark.django_db(transaction=True)
def test_near_spellings_go_back_and_forth_on_every_database():
    migrate("database_backwards")
    migrate("database_forwards")


def migrate(way):
    """What stands on PostgreSQL's extension, in other apps too, goes before it and comes after it."""
    extension = ("districts", "districts.migrations.0010_near_spellings_on_postgresql")
    standing_on_it = ("providers", "oasis.providers.migrations.0003_pieces_of_words_on_postgresql")
    is_forwards, state = way == "database_forwards", ProjectState()
    with connection.schema_editor() as editor:
        for app, name in [extension, standing_on_it][:: 1 if is_forwards else -1]:
            for operation in import_module(name).Migration.operations[:: 1 if is_forwards else -1]:
                getattr(operation, way)(app, editor, state, state)
