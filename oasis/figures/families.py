"""The tables of families who took part, and of what each position yields."""

from django.utils.translation import gettext as _

from oasis.models import FamilyActivity, Position

from . import definitions
from .rows import Row, Table, drawn


def families_table(figures, scope):
    cells = (figures.get("families") or {}).get("cells", {})
    rows = [Row(str(kind.label), [_cell(cells, scope, kind=kind.value)]) for kind in FamilyActivity.Kind]
    rows.append(Row(_("Families in all, each once"), [_cell(cells, scope)]))
    headings = [_("Kind of activity"), _("Families")]
    meanings = [(_("Families"), definitions.FAMILIES)]
    return Table(
        "families", _("Families who took part"), headings, drawn(rows, 0) if cells else [], meanings, headings[1]
    )


def yield_table(figures, scope):
    """Families and hours of each position, for its full-time equivalent and for what it costs."""
    positions = (figures.get("families") or {}).get("positions", [])
    funding = dict(Position.Funding.choices)
    rows = [
        Row(
            f"{each['title']}, {each['school_name']} ({funding[each['funding']]})",
            [
                each["families"],
                each["hours"],
                _by(each["families"], each["fte"]),
                _by(each["hours"], each["cost"] and each["cost"] / 1000),
            ],
        )
        for each in positions
        if scope.kind == "program" or each["school"] == scope.number
    ]
    headings = [_("Position"), _("Families"), _("Hours"), _("Families per full-time place"), _("Hours per $1,000")]
    meanings = [(_("Hours"), definitions.HOURS), (_("Cost"), definitions.COST)]
    return Table(
        "yield", _("What each position reached"), headings, rows, meanings, note=str(definitions.YIELD_CAUTION)
    )


def _cell(cells, scope, **asked):
    wanted = dict(zip(scope.cut, scope.values, strict=True)) | asked
    return cells.get(f"{','.join(wanted)}={','.join(map(str, wanted.values()))}")


def _by(number, divisor):
    return None if number is None or not divisor else round(number / divisor, 1)
