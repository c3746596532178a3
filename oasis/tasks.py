from celery import shared_task
from django.utils import timezone

from . import (
    anchoring,
    checking,
    correcting,
    destroying,
    due_dates,
    expiring,
    legal_requests,
    reminding,
    reminding_of_appointments,
    scans,
)
from .figures import publishing


@shared_task(name="oasis.remind_providers")
def remind_providers(**kwargs):
    reminding.remind_providers(now=timezone.now())


@shared_task(name="oasis.tell_owners_of_due_steps")
def tell_owners_of_due_steps(**kwargs):
    reminding.tell_owners_of_due_steps(now=timezone.now())


@shared_task(name="oasis.tell_owners_of_lapsing_consents")
def tell_owners_of_lapsing_consents(**kwargs):
    reminding.tell_owners_of_lapsing_consents(now=timezone.now())


@shared_task(name="oasis.expire_unanswered")
def expire_unanswered(**kwargs):
    expiring.expire_unanswered(now=timezone.now())


@shared_task(name="oasis.end_lapsed_consents")
def end_lapsed_consents(**kwargs):
    expiring.end_lapsed_consents(now=timezone.now())


@shared_task(name="oasis.remind_of_appointments")
def remind_of_appointments(**kwargs):
    reminding_of_appointments.remind_of_appointments(now=timezone.now())


@shared_task(name="oasis.draw_due_dates")
def draw_due_dates(**kwargs):
    due_dates.draw_due_dates()


@shared_task(name="oasis.verify_logs")
def verify_logs(**kwargs):
    anchoring.tell_of_breaks(now=timezone.now())


@shared_task(name="oasis.mail_anchors")
def mail_anchors(**kwargs):
    anchoring.mail_anchors(now=timezone.now())


@shared_task(name="oasis.destroy_due_records")
def destroy_due_records(**kwargs):
    destroying.destroy_and_tell(now=timezone.now())


@shared_task(name="oasis.remind_of_requests")
def remind_of_requests(**kwargs):
    correcting.remind_of_corrections(now=timezone.now())
    legal_requests.remind_of_legal_requests(now=timezone.now())


@shared_task(name="oasis.publish_figures")
def publish_figures(**kwargs):
    publishing.publish_due_figures(now=timezone.now())


@shared_task(name="oasis.sweep_scans")
def sweep_scans(**kwargs):
    scans.sweep_scans(now=timezone.now())


@shared_task(name="oasis.check_referrals")
def check_referrals(**kwargs):
    checking.tell_of_differences(now=timezone.now())
