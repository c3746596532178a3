"""What a step left behind on pages of their own: the first one the charter, the last one the year's report."""

from django.urls import reverse
from django.utils.translation import gettext as _

from wellbeing.models import Step
from wellbeing.school_years import label_of


def left_elsewhere(program, *, school_year, number):
    """[(what it is and how it stands, where it is)]; of other steps nothing."""
    cd_code = program.district.cd_code
    if number == Step.Number.COMMITMENT:
        # By version the newest comes first, and an amendment stands beside what is in force.
        rows = (program.charters.in_force() | program.charters.open()).order_by("-version")
        said, to = _("The charter, version %(which)s: %(state)s"), reverse("wellbeing:charter", args=[cd_code])
        return [(_said(said, row.version, row.get_state_display()), to) for row in rows]
    if number == Step.Number.RENEW:
        said, to = _("The report %(which)s: %(state)s"), reverse("wellbeing:report", args=[cd_code, school_year])
        rows = program.reports.filter(school_year=school_year)
        return [(_said(said, label_of(school_year), row.get_state_display()), to) for row in rows]
    return []


def _said(sentence, which, state):
    return sentence % {"which": which, "state": state}
