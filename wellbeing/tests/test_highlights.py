import pytest
from django.utils import timezone

from districts.models import Evidence, Side
from wellbeing.refusing import CannotDo
from wellbeing.reports.highlighting import mark_of_highlight, take_down_highlight, wish_highlight

from .factories import co_chair, create_program
from .test_reports import State, create_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return create_program()


def wished_by(report, *sides):
    for side in sides:
        by = co_chair(report.program, side)
        report = wish_highlight(report=report, read=mark_of_highlight(report), by=by, now=timezone.now())
    return report


def test_a_highlight_needs_both_wishes_and_either_takes_it_down(program):
    report = wished_by(create_report(program, State.PUBLISHED), Side.LABOR)
    shown_on_one = report.highlighted_at

    shown = wished_by(report, Side.MANAGEMENT)
    evidence = Evidence.objects.get(district=program.district, kind=Evidence.Kind.WELL_BEING)
    down = take_down_highlight(report=shown, by=co_chair(program, Side.LABOR), now=timezone.now())

    assert (shown_on_one, shown.highlighted_at is None, down.highlighted_at) == (None, False, None)
    assert evidence.path == f"/wellbeing/highlights/{program.district.cd_code}/{report.school_year}/"
    assert evidence.what.startswith("Labor and management tell of their employee well-being program")
    assert not Evidence.objects.exists()


def test_after_taking_it_down_both_wish_anew(program):
    report = wished_by(create_report(program, State.PUBLISHED), Side.LABOR, Side.MANAGEMENT)
    down = take_down_highlight(report=report, by=co_chair(program, Side.LABOR), now=timezone.now())

    again = wished_by(down, Side.LABOR)

    # Management's wish still stands: only labor had taken its own back.
    assert again.highlighted_at is not None
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize(("state", "texts"), [(State.OFFERED, {}), (State.PUBLISHED, {"highlight": ""})])
def test_no_highlight_before_the_report_or_without_words(program, state, texts):
    report = create_report(program, state, **texts)

    with pytest.raises(CannotDo):
        wished_by(report, Side.LABOR)


def test_a_made_up_highlight_says_so_on_record():
    program = create_program(is_made_up=True)

    wished_by(create_report(program, State.PUBLISHED), Side.LABOR, Side.MANAGEMENT)

    assert Evidence.objects.get().what.startswith("Example, made up:")
