"""Surveys on paper for who has no e-mail: each sheet with a code of its own, which nobody sees again."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from wellbeing.models import Survey
from wellbeing.refusing import CannotDo

from .paper import render_sheets
from .tokens import draw_code, keep_tokens

MOST = 100


def hand_out_sheets(*, survey, number, language, by, now):
    """The PDF of `number` sheets, each with a new code; raises CannotDo beyond what both co-chairs approved.

    Codes are kept nowhere but on the paper: lost ones are never used, and new ones are printed.
    """
    codes = [draw_code() for _each in range(number)]
    # Setting them takes seconds, so that no lock is held meanwhile.
    paper = render_sheets(survey, codes, language=language, now=now)
    with transaction.atomic():
        survey = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
        if not survey.takes_answers(now=now):
            raise CannotDo(_("Sheets are printed while the survey is open."))
        before = survey.paper_codes
        if before + number > survey.sheets_at_most:
            raise CannotDo(
                _("Both co-chairs approved %(most)s sheets, and %(before)s are printed.")
                % {"most": survey.sheets_at_most, "before": before},
                field="number",
            )
        keep_tokens(survey=survey, drawn=codes)
        Survey.objects.filter(pk=survey.pk).update(paper_codes=F("paper_codes") + number)
        record(deed="hand_out_sheets", on=survey, by=by, now=now, changes={"paper_codes": [before, before + number]})
    return paper
