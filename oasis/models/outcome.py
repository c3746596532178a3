"""What came of a referral, who said so, and why a provider does not take one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    RECEIVED_FULL = "received_full", _("Received the service in full")
    RECEIVED_PARTIAL = "received_partial", _("Received part of the service")
    RECEIVED_ONGOING = "received_ongoing", _("Receives the service, ongoing")
    NOT_ELIGIBLE = "not_eligible", _("Not eligible")
    NO_CAPACITY = "no_capacity", _("No capacity")
    OUT_OF_AREA = "out_of_area", _("Outside the area served")
    DOCUMENTS = "documents", _("Documents were missing")
    LANGUAGE = "language", _("Not offered in the language")
    COST = "cost", _("Cost")
    TRANSPORT = "transport", _("No way to get there")
    FAMILY_DECLINED = "family_declined", _("Family declined")
    MET_ELSEWHERE = "met_elsewhere", _("Need met elsewhere")
    UNABLE_TO_CONTACT = "unable_to_contact", _("Unable to contact the family")
    REFERRED_ELSEWHERE = "referred_elsewhere", _("Referred elsewhere")
    MOVED = "moved", _("Family moved away")


RECEIVED = [Outcome.RECEIVED_FULL, Outcome.RECEIVED_PARTIAL, Outcome.RECEIVED_ONGOING]
# Neither tells what became of the student, so neither counts as a closed loop.
LOOP_LEFT_OPEN = [Outcome.UNABLE_TO_CONTACT]
# What kept a family from the service, for the dashboard of barriers.
BARRIERS = [
    Outcome.NOT_ELIGIBLE,
    Outcome.NO_CAPACITY,
    Outcome.OUT_OF_AREA,
    Outcome.DOCUMENTS,
    Outcome.LANGUAGE,
    Outcome.COST,
    Outcome.TRANSPORT,
]


class DeclineReason(models.TextChoices):
    """Why a provider does not take a referral; named as the outcomes are, so that barriers are counted once."""

    NO_CAPACITY = "no_capacity", _("No capacity now")
    NOT_ELIGIBLE = "not_eligible", _("Not eligible")
    OUT_OF_AREA = "out_of_area", _("Outside the area we serve")
    DOCUMENTS = "documents", _("Documents are missing")
    LANGUAGE = "language", _("Not offered in the language")
    COST = "cost", _("Cost or insurance")
    OTHER = "other", _("Something else")


class OutcomeSource(models.TextChoices):
    PROVIDER = "provider", _("The provider said so")
    FAMILY = "family", _("The family said so")
    STAFF = "staff", _("Staff saw it")
