"""The letters about a case study's way to its readers, ready for the outbox; every fact is frozen at the deed."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse

from .permissions import SIDES, answerers_of, reviewers_of


def to_reviewers(case_study, news, *, sides=SIDES, **words):
    """A letter to each member of the district's sides; `news` is sent, changed, withdrawn or published."""
    answering = {place.pk for places in answerers_of(case_study).values() for place in places}
    page = "case_study" if news == "published" else "case_study_review"
    return [
        _letter(
            case_study,
            news,
            to=place.user.email,
            url=settings.SITE_URL + reverse(f"initiative:{page}", args=[case_study.slug]),
            side=str(place.get_side_display()),
            answers=place.pk in answering,
            **words,
        )
        for place in reviewers_of(case_study, sides=sides)
    ]


def to_staff(case_study, news, *, answer=None):
    """A letter to whoever sent it for approval, or to the directory's keepers where that person has left."""
    desk = reverse("admin:initiative_casestudy_change", args=[case_study.pk])
    words = {"url": settings.SITE_URL + desk, "side": "", "answer": "", "asks_for_changes": False, "note": "", "by": ""}
    if answer:
        words |= {
            "side": str(answer.get_side_display()),
            "answer": str(answer.get_answer_display()),
            "asks_for_changes": answer.answer == answer.Answer.CHANGES,
            "note": answer.note,
            "by": answer.answered_by.get_full_name(),
        }
    part = answer.side if answer else ""
    return [_letter(case_study, f"{news}_to_staff", to=to, part=part, **words) for to in _desk_of(case_study)]


def _desk_of(case_study):
    sender = case_study.sent_by
    if sender.is_active and sender.is_staff:
        return [sender.email]
    staff = get_user_model().objects.filter(is_staff=True, is_active=True)
    return (staff.filter(groups__name="directory") or staff).values_list("email", flat=True)


def _letter(case_study, news, *, to, part="", **words):
    return {
        "to": to,
        "reason": f"case_study_{news}:{case_study.pk}:{case_study.revision}:{part}"[:150],
        "template": f"initiative/email/case_study_{news}",
        "context": {"title": case_study.title, "district": case_study.district.name, **words},
    }
