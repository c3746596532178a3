"""The answer to a family that asked for a correction, and what it may do next.

Education Code § 49070; 34 CFR §§ 99.21, 99.22.
"""

from django.utils import timezone

from lmi_portal.papers import render_paper

from .correcting import State
from .report_words import day_in, say, words_in

TEMPLATE = "oasis/pdf/correction_answer.typ"


def answer_facts(request, *, language):
    words = words_in(language)
    was_refused = request.state == State.REFUSED
    return {
        "title": words["answer_title"],
        "district": str(request.student.district),
        "day": day_in(words, timezone.localdate(request.answered_at)),
        "to": request.asked_by,
        "about": say(words, "answer_about", name=request.student.full_name(), day=day_in(words, request.received_on)),
        "decision": words["answer_refused" if was_refused else "answer_corrected"],
        "answer": request.answer,
        "next": words["answer_rights"] if was_refused else words["answer_done"],
        "signed": request.answered_by.get_full_name(),
        "asked_heading": words["answer_asked"],
        "asked": request.what,
        "next_heading": words["your_rights"] if was_refused else words["answer_next"],
    }


def render_answer(request, *, language):
    facts = answer_facts(request, language=language)
    return render_paper(TEMPLATE, facts, written_at=request.answered_at, language=language)
