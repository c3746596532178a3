"""Surveys on paper: printing sheets, and typing in what came back. Nobody notes who typed which, or when."""

from django.http import HttpResponse
from django.shortcuts import render

from lmi_portal.family_language import for_families, in_family_language
from wellbeing.models import Survey
from wellbeing.refusing import CannotDo
from wellbeing.surveys.answer_form import AnswerForm
from wellbeing.surveys.answering import CannotAnswer, hand_in
from wellbeing.surveys.forms import SheetsForm
from wellbeing.surveys.handing_out import hand_out_sheets
from wellbeing.surveys.tokens import as_typed

from .answer import form_of
from .desk import survey_of

State = Survey.State
SHEETS_OFTEN = 20
NOT_IN = for_families("This code is not open for this survey. Look at the sheet again: was it typed in before?")

OVER = for_families("The survey is over")


def survey_paper(request, cd_code, pk):
    """POST answers with the only copy of the sheets that there ever is."""
    survey = survey_of(request, pk, state=State.OPEN)
    left = survey.sheets_at_most - survey.paper_codes
    form = SheetsForm(request.POST or None, initial={"number": min(SHEETS_OFTEN, left)} if left else None)
    if form.is_valid():
        try:
            sheets = hand_out_sheets(survey=survey, by=request.user, now=request.standing.now, **form.cleaned_data)
        except CannotDo as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            headers = {"Content-Disposition": f'attachment; filename="survey-{survey.pk}-sheets.pdf"'}
            return HttpResponse(sheets, content_type="application/pdf", headers=headers)
    return render(request, "wellbeing/surveys/survey_paper.html", {"survey": survey, "form": form})


@in_family_language()
def survey_paper_entry(request, cd_code, pk):
    survey = survey_of(request, pk, state=State.OPEN)
    form, code, problem, is_in = form_of(request, survey), request.POST.get("code", ""), "", False
    if form.is_bound and form.is_valid():
        try:
            hand_in(survey=survey, secret=as_typed(code), now=request.standing.now, **form.told())
        except CannotAnswer:
            problem = NOT_IN if survey.takes_answers(now=request.standing.now) else OVER
        else:
            # The next sheet.
            form, code, is_in = AnswerForm(survey=survey), "", True
    context = {"survey": survey, "form": form, "code": code, "problem": problem, "is_in": is_in, "is_entry": True}
    return render(request, "family/wellbeing/paper_entry.html", context)
