"""The letters to members of a committee, ready for the outbox; every fact is frozen at the deed."""

from django.conf import settings
from django.template.defaultfilters import date as date_format
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _


def letter_to_member(seat):
    as_what = _("a co-chair") if seat.is_co_chair else _("a member")
    words = {"side": seat.get_side_display(), "district": seat.program.district.name, "as_what": as_what}
    return _letter(
        seat,
        f"committee_seat:{seat.pk}",
        subject=_("You are on the well-being committee of %(district)s") % words,
        paragraphs=[
            _("Hello %(name)s,") % {"name": seat.name},
            _("%(side)s named you %(as_what)s of the joint well-being committee of %(district)s.") % words,
            _(
                "Labor and management run the program together: each side has its co-chair, and nothing is decided"
                " without both."
            ),
            _("Sign in with this e-mail address. If you have no account yet, open one with it."),
        ],
        page="committee",
        label=_("Open the committee’s page"),
    )


def letter_to_co_chair(seat, *, now):
    words = {"side": seat.get_side_display(), "district": seat.program.district.name}
    return _letter(
        seat,
        f"committee_co_chair:{seat.pk}:{now:%Y%m%d%H%M}",
        subject=_("You are co-chair of the well-being committee of %(district)s") % words,
        paragraphs=[
            _("Hello %(name)s,") % {"name": seat.name},
            _("You are now the co-chair of %(side)s. What needs both sides waits for you.") % words,
        ],
        page="committee",
        label=_("Open the committee’s page"),
    )


def letter_to_former_member(seat):
    words = {"district": seat.program.district.name, "name": seat.name}
    return _letter(
        seat,
        f"committee_seat_ended:{seat.pk}",
        subject=_("Your seat on the well-being committee of %(district)s has ended") % words,
        paragraphs=[
            _("Hello %(name)s,") % words,
            _("Your side has ended your seat on the joint well-being committee. Thank you for your time and care."),
            _("If meetings of it are still in your calendar, please delete them."),
        ],
    )


def invitations(meeting, seats):
    """An invitation or its update for each of `seats`, with the meeting for their calendars; `agenda` is prefetched."""
    words = {"district": meeting.program.district.name, "when": when_of(meeting), "place": meeting.place}
    subject = (
        _("Well-being committee: %(when)s") if meeting.revision == 0 else _("Changed: well-being committee, %(when)s")
    )
    topics = [f"{number}. {item.title}" for number, item in enumerate(meeting.agenda.all(), start=1)]
    return [
        _letter(
            seat,
            f"committee_meeting:{meeting.pk}:{meeting.revision}",
            subject=subject % words,
            paragraphs=[
                _("Hello %(name)s,") % {"name": seat.name},
                _("The joint well-being committee of %(district)s meets on %(when)s at: %(place)s.") % words,
                _("%(side)s chairs.") % {"side": meeting.get_chair_side_display()},
                *topics,
            ],
            meeting=meeting,
            label=_("Open the meeting"),
        )
        for seat in seats
    ]


def cancellations(meeting, seats):
    words = {"district": meeting.program.district.name, "when": when_of(meeting)}
    return [
        _letter(
            seat,
            f"committee_meeting:{meeting.pk}:{meeting.revision}",
            subject=_("Canceled: well-being committee, %(when)s") % words,
            paragraphs=[
                _("Hello %(name)s,") % {"name": seat.name},
                _("The meeting of the joint well-being committee of %(district)s on %(when)s is canceled.") % words,
            ],
            meeting=meeting,
            label=_("Open the meeting"),
        )
        for seat in seats
    ]


def letters_to_approve(meeting, seats, *, mark):
    """To whoever is still to approve the minutes that the other co-chair approved."""
    words = {"when": when_of(meeting)}
    return [
        _letter(
            seat,
            f"committee_minutes:{meeting.pk}:{mark[:16]}",
            subject=_("Minutes wait for you: well-being committee, %(when)s") % words,
            paragraphs=[
                _("Hello %(name)s,") % {"name": seat.name},
                _("The other co-chair has approved the minutes of %(when)s. Once you do, all employees see them.")
                % words,
            ],
            url=settings.SITE_URL + meeting.get_absolute_url(),
            label=_("Read the minutes"),
        )
        for seat in seats
    ]


def when_of(meeting):
    """“Tuesday, March 3, 2026, 3:30 p.m. to 5 p.m. PST”."""
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    return _("%(day)s, %(from)s to %(until)s") % {
        "day": date_format(starts, "l, F j, Y"),
        "from": date_format(starts, "P"),
        "until": date_format(ends, "P T"),
    }


def _letter(seat, reason, *, page="", meeting=None, **context):
    if page:
        context["url"] = settings.SITE_URL + reverse(f"wellbeing:{page}", args=[seat.program.district.cd_code])
    if meeting:
        context |= {"url": settings.SITE_URL + meeting.get_absolute_url(), "meeting_id": meeting.pk}
    return {
        "to": seat.email,
        "reason": reason,
        "template": "email/plain",
        "context": context,
        "attachment": "committee_meeting_ics" if meeting else "",
    }
