"""The worker, and beat's whole timetable.

Nothing depends on the broker keeping a message, and two beats at once do no harm: every planned row is unique and
every e-mail is taken by one worker alone.
"""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lmi_portal.settings")

app = Celery("lmi_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

TIMETABLE = {
    "deliver the e-mails that are due": {"task": "outbox.deliver_due", "schedule": 30.0},
    "plan the coming reminders": {"task": "convenings.plan_reminders", "schedule": crontab(minute="*/10")},
    "post the reminders that are due": {"task": "convenings.post_due_reminders", "schedule": 60.0},
    "tell followers of opened convenings": {"task": "convenings.tell_followers", "schedule": 300.0},
    "remind of unpaid invoices and purchase orders": {
        "task": "billing.post_due_reminders",
        "schedule": crontab(minute=10, hour="8-16", day_of_week="mon-fri"),
    },
    "look after card payment pages": {"task": "billing.look_after_checkouts", "schedule": 60.0},
    "check the books": {"task": "billing.check_books", "schedule": crontab(hour=3, minute=20)},
    "delete files that no purchase order came for": {
        "task": "billing.sweep_files",
        "schedule": crontab(hour=3, minute=40),
    },
    "visit the library's links": {"task": "library.check_links", "schedule": crontab(hour="1-4", minute="*/15")},
    "tell staff of dead links": {"task": "library.tell_of_dead_links", "schedule": crontab(hour=5, minute=10)},
    "delete files that no resource names": {
        "task": "library.sweep_files",
        "schedule": crontab(hour=3, minute=50),
    },
    "draw the due dates of referrals": {"task": "oasis.draw_due_dates", "schedule": crontab(hour=2, minute=10)},
    "end what consents no longer carry": {"task": "oasis.end_lapsed_consents", "schedule": crontab(hour=2, minute=30)},
    "expire unanswered referrals": {"task": "oasis.expire_unanswered", "schedule": crontab(hour=2, minute=50)},
    "tell owners of due referrals": {
        "task": "oasis.tell_owners_of_due_steps",
        "schedule": crontab(hour=7, minute=5, day_of_week="mon-fri"),
    },
    "tell owners of lapsing consents": {
        "task": "oasis.tell_owners_of_lapsing_consents",
        "schedule": crontab(hour=7, minute=15),
    },
    "remind of tomorrow's appointments": {
        "task": "oasis.remind_of_appointments",
        "schedule": crontab(hour="9-20", minute=25),
    },
    "remind providers of referrals": {
        "task": "oasis.remind_providers",
        "schedule": crontab(hour="14-16", minute=35, day_of_week="mon-fri"),
    },
    "sweep scans without a consent": {"task": "oasis.sweep_scans", "schedule": crontab(hour=3, minute=20)},
    "check that referrals say what their events tell": {
        "task": "oasis.check_referrals",
        "schedule": crontab(hour=3, minute=30),
    },
    "verify the logs of who saw what": {"task": "oasis.verify_logs", "schedule": crontab(hour=2, minute=10)},
    "mail the newest digests of the logs": {
        "task": "oasis.mail_anchors",
        "schedule": crontab(hour=7, minute=0, day_of_week="mon"),
    },
    "destroy records whose time is over": {
        "task": "oasis.destroy_due_records",
        "schedule": crontab(hour=2, minute=40),
    },
    "remind of what families and courts asked for": {
        "task": "oasis.remind_of_requests",
        "schedule": crontab(hour=7, minute=20),
    },
    "publish the figures of terms that are settled": {
        "task": "oasis.publish_figures",
        "schedule": crontab(hour=2, minute=50),
    },
    "count the reach of months that are settled": {
        "task": "wellbeing.freeze_reach",
        "schedule": crontab(hour=2, minute=55),
    },
    "remind of tomorrow's well-being activities": {
        "task": "wellbeing.remind_of_activities",
        "schedule": crontab(hour="9-20", minute=45),
    },
    "remind the owners of steps and actions": {
        "task": "wellbeing.remind_owners",
        "schedule": crontab(hour=7, minute=25, day_of_week="mon"),
    },
    "post the letters of surveys": {"task": "wellbeing.post_survey_letters", "schedule": 60.0},
    "close the surveys whose time is over": {"task": "wellbeing.close_due_surveys", "schedule": 180.0},
    "lay the answers of open surveys in a new order": {
        "task": "wellbeing.mix_answers",
        "schedule": crontab(hour=3, minute=25),
    },
}
app.conf.beat_schedule = TIMETABLE
