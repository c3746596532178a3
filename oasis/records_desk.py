"""What lies on the records official's desk, and how the logs of a district stand."""

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from lmi_portal.audit.models import Entry

from .correcting import State
from .legal_requests import OPEN
from .models import BreakGlass, ChainCut, ChainHead, CorrectionRequest, Hold, LegalRequest

ROWS_SHOWN = 50
NAMES = {"accessentry": _("Who saw what"), "disclosure": _("What was told to others")}


def work_due(reach):
    """Open requests, holds and emergencies of the districts looked after, and the students that they name."""
    of_districts = {"student__district__in": reach.district_ids}
    corrections = CorrectionRequest.objects.filter(state=State.RECEIVED, **of_districts).order_by("due_on", "pk")
    legal = LegalRequest.objects.filter(state__in=OPEN, **of_districts).order_by("respond_by_on", "pk")
    glasses = BreakGlass.objects.filter(reviewed_at__isnull=True, **of_districts).select_related("opened_by")
    holds = Hold.objects.standing().filter(district__in=reach.district_ids).select_related("student", "district")
    due = {
        "corrections": list(corrections.select_related("student")[:ROWS_SHOWN]),
        "legal_requests": list(legal.select_related("student")[:ROWS_SHOWN]),
        "emergencies": list(glasses.select_related("student")[:ROWS_SHOWN]),
        "holds": list(holds[:ROWS_SHOWN]),
    }
    named = {row.student for rows in due.values() for row in rows if row.student}
    return due | {"students": sorted(named, key=lambda student: student.pk)}


def student_desk(student):
    return {
        "corrections": list(student.correction_requests.all()[:ROWS_SHOWN]),
        "legal_requests": list(student.legal_requests.all()[:ROWS_SHOWN]),
        "holds": list(student.holds.standing()[:ROWS_SHOWN]),
        "district_hold": Hold.objects.standing().filter(district=student.district_id, student=None).first(),
    }


def chain_states(reach):
    """The heads of the districts' logs, each with when it was last verified and where it was cut."""
    checks = Entry.objects.filter(deed="verify_log", subject_type="oasis.chainhead").order_by("-done_at")
    cuts = ChainCut.objects.filter(district=OuterRef("district"), chain=OuterRef("chain")).order_by("-number")
    heads = ChainHead.objects.filter(district__in=reach.district_ids).select_related("district")
    heads = list(heads.annotate(cut=Subquery(cuts.values("number")[:1])).order_by("district__cd_code", "chain"))
    keys = [str(head.pk) for head in heads]
    latest = {each.subject_key: each for each in reversed(checks.filter(subject_key__in=keys)[: 4 * len(keys)])}
    states = [{"head": head, "name": NAMES[head.chain], "check": latest.get(str(head.pk))} for head in heads]
    return [state | {"is_broken": bool(state["check"] and state["check"].changes["breaks"][1])} for state in states]
