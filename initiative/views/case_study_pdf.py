"""A case study as PDF; who has the one that is current is told so, and no paper is set."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

from initiative.case_study_paper import etag_of, paper_facts, render_case_study
from initiative.models import CaseStudy
from initiative.permissions import case_studies_shown_to


@login_not_required
def case_study_pdf(request, slug):
    case_study = get_object_or_404(case_studies_shown_to(request).with_facts(), slug=slug)
    facts = paper_facts(case_study)
    etag = quote_etag(etag_of(facts))
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        render_case_study(facts, updated_at=case_study.updated_at),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="case-study-{slug}.pdf"', "ETag": etag},
    )
    # Whoever keeps a copy asks each time whether it is current; drafts are kept for their reader alone.
    is_public = case_study.state == CaseStudy.State.PUBLISHED
    patch_cache_control(response, no_cache=True, **({"public": True} if is_public else {"private": True}))
    return response
