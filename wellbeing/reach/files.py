"""Reach as a file: a line for each group that the page shows."""

from django.utils.translation import gettext as _

from lmi_portal.spreadsheets import Sheet
from wellbeing.school_years import label_of


def sheet_of(board):
    headings = [_("Group"), _("Shift"), _("Eligible"), _("Invited"), _("Took part"), _("Came again"), _("Took part, %")]
    name = f"reach-{board.program.district.cd_code}-{board.school_year}"
    return Sheet(name, headings, _lines(board), title=_("Reach %(year)s") % {"year": label_of(board.school_year)})


def _lines(board):
    yield _line(_("All employees"), "", board.total)
    for row in board.by_unit:
        yield _line(row.label, "", row)
    for row in board.by_shift:
        yield _line(_("All employees"), row.label, row)
    for unit, rows in board.by_both:
        for row in rows:
            if row.eligible or row.took:
                yield _line(unit, row.label, row)


def _line(group, shift, row):
    return [group, str(shift), row.eligible, row.listed, row.took or None, row.again or None, row.rate]
