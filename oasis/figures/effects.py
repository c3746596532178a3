"""The table of attendance before and after a first service, and how it must be read."""

from django.utils.translation import gettext as _

from . import definitions
from .rows import Row, Table


def attendance_table(figures, scope):
    """Of a school, or of the program beside like students; a union's work is too mixed to be held against others."""
    told = figures.get("attendance") or {"cells": {}, "means": {}, "like": None}
    key = f"{','.join(scope.cut)}={','.join(map(str, scope.values))}"
    students, means = told["cells"].get(key), told["means"].get(key)
    if key not in told["cells"] or told["cells"][key] == 0:
        rows = []
    else:
        rows = [Row(_("Students with a first service"), [students, *_rates(means)])]
        if scope.kind == "program":
            like = told["like"]
            rows.append(
                Row(_("Students much like them, without a service"), [like and like[0], *_rates(like and like[1:])])
            )
    headings = [_("Who"), _("Students"), _("45 school days before"), _("45 school days after"), _("Change, in points")]
    meanings = [
        (_("Attendance"), definitions.ATTENDANCE),
        (_("Students much like them"), definitions.LIKE),
    ]
    return Table(
        "attendance", _("Attendance before and after"), headings, rows, meanings, note=str(definitions.CAUTION)
    )


def _rates(means):
    if means is None:
        return [None, None, None]
    before, after = means
    return [f"{before}%", f"{after}%", f"{after - before:+.1f}"]
