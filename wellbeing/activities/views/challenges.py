"""Challenges as employees fill them, and as the committee makes them."""

import uuid

from django.core import signing
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST

from lmi_portal.family_language import for_families, in_family_language
from lmi_portal.ratelimiting import take
from wellbeing.activities.challenging import (
    add_entry,
    change_challenge,
    make_challenge,
    mark_of_challenge,
    undo_entry,
)
from wellbeing.activities.forms.challenges import ChallengeForm, EntryForm
from wellbeing.activities.standings import challenge_title, standings_of, totals_of
from wellbeing.meanwhile import refuse
from wellbeing.models import Challenge
from wellbeing.refusing import CannotDo

from .calendar import language_of_reader

A_DAY = 24 * 60 * 60
# For one day, and in a day; so that nobody floods a team.
ENTRIES_FOR_A_DAY, ENTRIES_IN_A_DAY = 3, 20
UNDO_WITHIN = 30 * 60

TOO_MANY = for_families("You have added enough for today. Come back tomorrow.")
OLD_FORM = for_families("This page was open for long. Please try again.")


@in_family_language(language_of_reader)
def challenges(request, cd_code):
    rows = request.standing.program.challenges.all()
    today = timezone.localdate(request.standing.now)
    is_shown = request.standing.program.is_live()
    totals = totals_of(rows) if is_shown else {}
    cards = [(row, challenge_title(row, get_language()), totals[row.pk]) for row in rows] if is_shown else []
    context = {
        "running": [card for card in cards if card[0].starts_on <= today <= card[0].ends_on],
        "coming": [card for card in cards if card[0].starts_on > today],
        "over": [card for card in cards if card[0].ends_on < today],
        "is_live": is_shown,
    }
    return render(request, "family/wellbeing/challenges.html", context)


@in_family_language(language_of_reader)
def challenge(request, cd_code, pk):
    """What was added is answered on the same page, with the button that takes it out again."""
    row = _challenge(request, pk)
    form = _entry_form(request, row)
    added = None
    if request.method == "POST" and form.is_valid():
        added = _add(request, row, form)
        if added:
            form = _entry_form(request, row, is_new=True)
    return _page(request, row, form, added=added)


@require_POST
@in_family_language(language_of_reader)
def challenge_undo(request, cd_code, pk):
    row = _challenge(request, pk)
    number = _unsigned(request, row, request.POST.get("added", ""))
    is_undone = number is not None and undo_entry(challenge=row, number=number)
    return _page(request, row, _entry_form(request, row, is_new=True), undone=is_undone, late=not is_undone)


def challenge_add(request, cd_code):
    return _edit(request, None)


def challenge_edit(request, cd_code, pk):
    return _edit(request, get_object_or_404(request.standing.program.challenges, pk=pk))


def _edit(request, row):
    begun = {"teams": "\n".join(row.teams.values_list("name", flat=True)) if row else ""}
    begun["read"] = mark_of_challenge(row) if row else ""
    form = ChallengeForm(request.POST or None, instance=row and Challenge.objects.get(pk=row.pk), initial=begun)
    if form.is_valid():
        deed = {
            "values": form.values(),
            "teams": form.cleaned_data["teams"],
            "by": request.user,
            "now": request.standing.now,
        }
        try:
            if row:
                change_challenge(challenge=row, read=form.cleaned_data["read"], **deed)
            else:
                row = make_challenge(program=request.standing.program, **deed)
        except CannotDo as refusal:
            refuse(form, refusal)
        else:
            # Its page shows what was saved; pages of employees show no messages, so one would turn up elsewhere, later.
            return redirect("wellbeing:challenge", request.standing.district.cd_code, row.pk)
    return render(request, "wellbeing/challenges/edit.html", {"form": form, "challenge": row})


def _challenge(request, pk):
    return get_object_or_404(request.standing.program.challenges, pk=pk)


def _page(request, row, form, **came_of_it):
    today = timezone.localdate(request.standing.now)
    context = {
        "challenge": row,
        "title": challenge_title(row, get_language()),
        "standings": standings_of(row),
        "form": form,
        "is_running": row.starts_on <= today <= row.ends_on and request.standing.program.is_live(),
        "is_to_come": today < row.starts_on,
        **came_of_it,
    }
    return render(request, "family/wellbeing/challenge.html", context)


def _entry_form(request, row, *, is_new=False):
    number = signing.dumps(str(uuid.uuid4()), salt=_salt(request, row))
    is_sent = request.method == "POST" and not is_new
    team = {"team": request.POST.get("team")} if request.method == "POST" else {}
    return EntryForm(
        request.POST if is_sent else None,
        initial={"number": number} | team,
        challenge=row,
        today=timezone.localdate(request.standing.now),
    )


def _add(request, row, form):
    """What takes the entry out again, or None where the form says why nothing was added."""
    facts = form.cleaned_data
    number = _unsigned(request, row, facts["number"], within=A_DAY)
    if number is None:
        form.add_error(None, str(OLD_FORM))
        return None
    if not _may_add(request, row, facts["done_on"]):
        form.add_error(None, str(TOO_MANY))
        return None
    try:
        entry = add_entry(
            team=facts["team"],
            number=number,
            done_on=facts["done_on"],
            amount=facts["amount"],
            now=request.standing.now,
        )
    except CannotDo as refusal:
        form.add_error(refusal.field, gettext(str(refusal)))
        return None
    return signing.dumps(str(entry.pk), salt=_salt(request, row))


def _may_add(request, row, day):
    """The cache knows a keyed hash of person and challenge for a day, and not what was added."""
    key = f"challenge:{row.pk}:{request.user.pk}"
    return take(key=f"{key}:{day}", limit=ENTRIES_FOR_A_DAY, per=A_DAY) and take(
        key=key, limit=ENTRIES_IN_A_DAY, per=A_DAY
    )


def _unsigned(request, row, signed, *, within=UNDO_WITHIN):
    try:
        return uuid.UUID(signing.loads(signed, salt=_salt(request, row), max_age=within))
    except signing.BadSignature:
        return None


def _salt(request, row):
    """Nobody else's form, and no other challenge's, fits."""
    return f"wellbeing challenge {row.pk} of {request.user.pk}"
