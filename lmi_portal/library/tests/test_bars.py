import pytest

from lmi_portal.library.bars import rows_of

from .factories import create_resource

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("figures", "lengths"),
    [
        (["+12.5 %", "+4.5 %", "3.5 times"], [100.0, 36.0, None]),
        (["-2 %", "−8 %"], [25.0, 100.0]),
        (["+12.5 %", "-4.5 %"], [None, None]),
        (["+12.5 %", "3.5 times"], [None, None]),
        (["40 %", "60 %"], [None, None]),
        (["+0 %", "+0 %"], [None, None]),
        ([], []),
    ],
    ids=["changes compare", "both ways of minus", "opposite ways", "one alone", "shares of what?", "nothing", "none"],
)
def test_bars_stand_only_where_figures_compare(figures, lengths):
    resource = create_resource(findings=figures)

    assert [row.length for row in rows_of(resource.findings.all())] == lengths
