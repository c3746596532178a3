"""What the family takes home: the service's facts in their language, and nothing of the student."""

from django.shortcuts import get_object_or_404, redirect, render

from lmi_portal.family_language import in_family_language
from oasis.access_log import Action, Purpose
from oasis.handout_facts import facts_of
from oasis.models import Referral
from oasis.views.seeing import log_seen


def _language_of(request, number):
    return Referral.objects.within(request.reach).filter(number=number).values_list("language", flat=True).first()


@in_family_language(_language_of)
def handout(request, number):
    """The sheet to print; who saw it could tell which help somebody of the school was offered, so it is logged."""
    rows = Referral.objects.within(request.reach)
    rows = rows.select_related("student", "service__provider", "service_at_location__location", "site__school")
    referral = get_object_or_404(rows, number=number)
    if referral.service is None:
        return redirect("oasis:referral_service", number)
    log_seen(
        request,
        action=Action.PRINT,
        students=[referral.student],
        fields=["service"],
        purpose=Purpose.REFERRAL,
        confidential=[referral.student_id] if referral.is_confidential else [],
    )
    return render(request, "family/handout.html", {"facts": facts_of(referral), "school": referral.site.school})
