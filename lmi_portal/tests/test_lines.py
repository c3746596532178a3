import pytest

from lmi_portal.lines import LinesField


@pytest.mark.parametrize(
    ("typed", "lines"),
    [("principals\n\n union leaders \r\n", ["principals", "union leaders"]), (" \n", []), ("", [])],
    ids=["two", "blank", "empty"],
)
def test_each_line_is_a_text(typed, lines):
    assert LinesField(required=False).clean(typed) == lines


def test_texts_are_shown_as_lines_and_what_was_typed_as_it_was():
    assert LinesField().prepare_value(["principals", "union leaders"]) == "principals\nunion leaders"
    assert LinesField().prepare_value("principals\n") == "principals\n"


@pytest.mark.parametrize(
    ("initial", "typed", "has_changed"),
    [
        (["principals"], " principals\n", False),
        (None, "", False),
        (None, None, False),
        (["principals"], "teachers", True),
        (["principals"], None, True),
    ],
    ids=["blanks", "nothing", "not-sent", "another", "taken-away"],
)
def test_only_other_texts_are_a_change(initial, typed, has_changed):
    assert LinesField().has_changed(initial, typed) is has_changed
