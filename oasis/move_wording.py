"""What a move will do, said before it is made, and what it was, said after."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

# Before: what the person who presses the button should know.
WILL = {
    "give_info": _("The provider sees your answer the next time it opens its link."),
    "accept": _("You enter that the provider said yes, by phone for instance. Nothing is sent."),
    "waitlist": _("You enter that the provider put the student on its waiting list. Nothing is sent."),
    "schedule": _("You enter an appointment. An earlier one still to come counts as cancelled."),
    "start_service": _("You enter that the student receives the service now."),
    "decline": _("You enter that the provider said no. You can refer to another provider right after."),
    "recall": _("The provider has not opened it. From now on its link shows the number alone."),
    "withdraw": _("The referral ends without an outcome. The provider’s link shows the number alone from then on."),
    "close": _("The referral ends with what came of it. If the need is still there, refer again afterwards."),
    "enter_in_error": _("The referral should never have been logged. It stays on record, marked as an error."),
}

# On the buttons of staff, who write down what the provider said and do not decide it.
STAFF_SAY = {
    "accept": _("The provider said yes"),
    "waitlist": _("Put on its waiting list"),
    "decline": _("The provider said no"),
    "recall": _("Take it back before it is opened"),
    "withdraw": _("Withdraw the referral"),
    "enter_in_error": _("Mark as entered in error"),
}

# After: a line of the timeline.
WAS = {
    "ask_consent": _("Consent asked for"),
    "make_ready": _("Consent is here"),
    "lose_consent": _("Consent ended"),
    "send": _("Sent to the provider"),
    "hand_out": _("Handed over on paper, with a yes"),
    "open": _("Opened by the provider"),
    "ask_info": _("The provider asked for more"),
    "give_info": _("Answered the provider"),
    "accept": _("Accepted"),
    "waitlist": _("Put on the waiting list"),
    "schedule": _("Appointment made"),
    "start_service": _("The service began"),
    "decline": _("Declined"),
    "recall": _("Recalled before it was opened"),
    "withdraw": _("Withdrawn"),
    "expire": _("Expired without an answer"),
    "close": _("Closed"),
    "enter_in_error": _("Marked as entered in error"),
}

# What the provider reads of itself and of the school.
CONVERSATION = WAS | {
    "open": _("Opened the referral"),
    "ask_info": _("Asked for more"),
    "give_info": _("Answered your question"),
    "waitlist": _("Put the student on the waiting list"),
    "schedule": _("Made an appointment"),
}


def as_staff_say(step):
    """The Move with the words of staff's button."""
    return replace(step, label=STAFF_SAY.get(step.name, step.label))
