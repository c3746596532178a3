import pytest

from benchmarks.slow_line import figure_of


@pytest.mark.parametrize(("seconds", "kilobytes", "is_met"), [(0.8, 47, True), (1.0, 47, False), (0.8, 100, False)])
def test_a_screen_is_light_and_soon_seen(seconds, kilobytes, is_met):
    figure = figure_of("caseload", seconds, kilobytes)

    assert figure.is_met is is_met
    assert figure.aim == "< 1 s, < 100 kB"
