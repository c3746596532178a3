from django.utils.translation import gettext as _

from lmi_portal.spreadsheets import Sheet

from .acting import sums_of


def sheet_of(actions, *, name):
    """The action plan as a Sheet, with its sums in the last row."""
    sums = sums_of(actions)
    headings = [
        _("Priority"),
        _("Goal"),
        _("Activity"),
        _("Labor owner"),
        _("Management owner"),
        _("Budget"),
        _("Spent"),
        _("Left"),
        _("Due"),
        _("Measure"),
        _("Progress"),
    ]
    rows = [
        [
            action.priority.title,
            action.goal,
            action.activity,
            action.labor_owner.name,
            action.management_owner.name,
            action.budget,
            action.spent,
            action.budget - action.spent,
            action.due_on,
            action.measure,
            action.get_progress_display(),
        ]
        for action in actions
    ]
    total = [_("Total"), "", "", "", "", sums.budget, sums.spent, sums.left, None, "", ""]
    return Sheet(name, headings, [*rows, total], title=_("Action plan"))
