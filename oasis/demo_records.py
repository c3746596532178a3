"""What families and courts asked of the records official, so that the pages are not empty: made up all of it."""

from datetime import timedelta

from django.utils import timezone

from districts.demo_people import LOS_ANGELES
from lmi_portal.accounts.models import User

from .correcting import receive_correction
from .legal_requests import NOTICE_DAYS, receive_legal_request, tell_family
from .models import CorrectionRequest, LegalRequest, Student

OFFICIAL = "records@example.org"
CASE = "MADE-UP-0001"


def load_records(*, now):
    """One request for a correction, and one subpoena with its hold, of which the family was told."""
    students = Student.objects.filter(district__cd_code=LOS_ANGELES, is_made_up=True).order_by("pk")
    official = User.objects.filter(email=OFFICIAL).first()
    if official is None or len(students[:2]) < 2:
        return
    today = timezone.localdate(now)
    if not CorrectionRequest.objects.filter(student__in=students).exists():
        receive_correction(
            student=students[0],
            asked_by="A parent (made up)",
            what="The phone number on file is an old one. Please use the new one. (Made up.)",
            received_on=today - timedelta(days=25),
            recorded_by=official,
            now=now,
        )
    if not LegalRequest.objects.filter(case_number=CASE).exists():
        request = receive_legal_request(
            student=students[1],
            issuer="A court (made up)",
            case_number=CASE,
            what="Records of referrals of this school year. (Made up.)",
            received_on=today - timedelta(days=4),
            respond_by_on=today + timedelta(days=17),
            recorded_by=official,
            now=now,
        )
        tell_family(
            request=request,
            told_on=today - timedelta(days=2),
            answer_from_on=today + timedelta(days=NOTICE_DAYS - 2),
            told_by=official,
            now=now,
        )
