"""Links looked after at night: each visited once, dead only after a second night, staff told once."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails

from .models import LinkCheck, Resource
from .visiting import Answer, Visitor

# Longer than the night in which links are visited, so that each has one visit; shorter than the day between.
BETWEEN_VISITS = timedelta(hours=6)
# Shorter than the broker waits before it hands a task out a second time.
SECONDS_AT_ONCE = 300
LINKS_IN_A_LETTER = 50
OUTCOMES = {Answer.HERE: LinkCheck.Outcome.ALIVE, Answer.MOVED: LinkCheck.Outcome.MOVED}


class CannotCheck(Exception):
    """Why no link is visited, in words fit for staff."""


def check_links(*, now, visitor=None):
    """Visit the links whose turn it is, for five minutes at most; return how many were visited.

    The timetable calls it several times a night, so that every link has its turn; off unless CHECK_LINKS is on.
    """
    if not settings.CHECK_LINKS:
        return 0
    visitor = visitor or polite_visitor()
    _ensure_checks()
    until, visited = visitor.clock() + SECONDS_AT_ONCE, 0
    due = LinkCheck.objects.filter(_its_turn(now=now), resource__is_published=True)
    for check in list(due.order_by(F("checked_at").asc(nulls_first=True), "pk")):
        if visitor.clock() >= until:
            break
        visited += _visit(check, visitor, now=now)
    return visited


def check_link(*, check, now, visitor=None):
    """Visit one link at once, where its turn has come; return whether it was visited."""
    return settings.CHECK_LINKS and _visit(check, visitor or polite_visitor(), now=now)


def polite_visitor():
    return Visitor(name=f"LMI-portal-link-check/1 (+{settings.SITE_URL})")


@transaction.atomic
def ask_for_check(*, check, asked_by, now):
    """Make it this link's turn, whenever it was visited last. Raises CannotCheck where links are not visited at all."""
    if not settings.CHECK_LINKS:
        raise CannotCheck(_("Links are not visited here: CHECK_LINKS is off."))
    LinkCheck.objects.filter(pk=check.pk).update(begun_at=None)
    record(deed="check_link", on=check, by=asked_by, now=now)


@transaction.atomic
def tell_of_dead_links(*, now):
    """Write once a night to staff who look after the library about links that have died; return how many have."""
    newly = LinkCheck.objects.dead().filter(told_at__isnull=True).select_for_update(of=["self"], skip_locked=True)
    dead = list(newly.select_related("resource").order_by("first_failed_at", "pk"))
    if dead:
        facts = {
            "count": len(dead),
            "links": [_words_of(check) for check in dead[:LINKS_IN_A_LETTER]],
            "more": max(len(dead) - LINKS_IN_A_LETTER, 0),
            "list_url": settings.SITE_URL + reverse("admin:library_linkcheck_changelist") + "?outcome__exact=dead",
        }
        reason, template = f"dead_links:{timezone.localdate(now)}", "library/email/links_dead"
        letters = [{"to": to, "reason": reason, "template": template, "context": facts} for to in _readers()]
        post_emails(letters, now=now)
        LinkCheck.objects.filter(pk__in=[check.pk for check in dead]).update(told_at=now)
    return len(dead)


def _ensure_checks():
    """Every published link has its check; one that staff changed begins anew, one that they took away is forgotten."""
    LinkCheck.objects.filter(resource__link="").delete()
    for check in LinkCheck.objects.exclude(link=F("resource__link")).select_related("resource"):
        blank = {"status": None, "detail": "", "begun_at": None, "first_failed_at": None, "told_at": None}
        fresh = blank | {"link": check.resource.link, "outcome": LinkCheck.Outcome.WAITING, "checked_at": None}
        LinkCheck.objects.filter(pk=check.pk).update(**fresh)
    unknown = Resource.objects.published().exclude(link="").filter(link_check__isnull=True)
    new = [LinkCheck(resource=resource, link=resource.link) for resource in unknown]
    LinkCheck.objects.bulk_create(new, ignore_conflicts=True)


def _its_turn(*, now):
    return Q(begun_at__isnull=True) | Q(begun_at__lt=now - BETWEEN_VISITS)


def _visit(check, visitor, *, now):
    """Claim the link, so that no other worker visits it too, and write down what the visit found."""
    if not LinkCheck.objects.filter(_its_turn(now=now), pk=check.pk).update(begun_at=now):
        return False
    visit = visitor.visit(check.link)
    check.status, check.detail, check.checked_at = visit.status, visit.detail, now
    if visit.answer in OUTCOMES:
        check.outcome, check.first_failed_at, check.told_at = OUTCOMES[visit.answer], None, None
    elif visit.speaks_against():
        check.first_failed_at = check.first_failed_at or now
        is_second_night = timezone.localdate(check.first_failed_at) < timezone.localdate(now)
        check.outcome = LinkCheck.Outcome.DEAD if is_second_night else LinkCheck.Outcome.UNREACHABLE
    else:
        check.outcome = LinkCheck.Outcome.UNREACHABLE
    check.save(update_fields=["status", "detail", "checked_at", "outcome", "first_failed_at", "told_at"])
    return True


def _readers():
    """Addresses of active staff who may change resources, superusers among them."""
    may = ModelBackend().with_perm("library.change_resource").filter(is_active=True, is_staff=True)
    return sorted(set(may.values_list("email", flat=True)))


def _words_of(check):
    since = timezone.localdate(check.first_failed_at)
    words = {"title": check.resource.title, "link": check.link, "detail": check.detail}
    return words | {"since": since.isoformat(), "page": settings.SITE_URL + check.resource.get_absolute_url()}
