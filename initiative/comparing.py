"""Two or three districts side by side, question by question: what an address asks for, and what comes of it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .case_study_facts import facts_of
from .models import CaseStudy

FEWEST, MOST = 2, 3


@dataclass(frozen=True)
class Comparison:
    """`case_studies` are facts of each, in the order asked; `problem` says in a sentence why there are none."""

    choices: list
    case_studies: list
    rows: list
    unknown: list
    problem: str = ""


def compare(slugs):
    """The Comparison of the published case studies that `slugs` name; each counts once, and none is lost."""
    published = list(CaseStudy.objects.published().select_related("district__county").order_by("district__name", "pk"))
    known, asked = {case_study.slug for case_study in published}, list(dict.fromkeys(filter(None, slugs)))
    chosen = [slug for slug in asked if slug in known]
    problem = _problem(len(chosen))
    case_studies = [] if problem else _facts(chosen)
    return Comparison(
        choices=[(case_study, case_study.slug in chosen) for case_study in published],
        case_studies=case_studies,
        rows=_rows(case_studies),
        unknown=[slug[:80] for slug in asked if slug not in known],
        problem=problem if asked else "",
    )


def _problem(count):
    if count < FEWEST:
        return _("Choose two or three districts to read them side by side.")
    if count > MOST:
        return _("Three districts at most stand side by side: take away some of those that you chose.")
    return ""


def _facts(slugs):
    found = {each.slug: each for each in CaseStudy.objects.published().with_facts().filter(slug__in=slugs)}
    return [facts_of(found[slug]) for slug in slugs if slug in found]


def _rows(case_studies):
    """[(question, [(district, answer)])], the answers in the order of the districts."""
    return [
        (
            questions[0],
            [(facts["district"], each["answer"]) for facts, each in zip(case_studies, questions, strict=True)],
        )
        for questions in zip(*(facts["questions"] for facts in case_studies), strict=True)
    ]
