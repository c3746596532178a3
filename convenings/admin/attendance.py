"""Staff tick the teams that came; what is on record of their districts follows."""

from dataclasses import asdict

from django import forms
from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from convenings.attendance import (
    CannotRecordAttendance,
    confirmed_teams,
    key_of,
    record_attendance,
    recorded_of,
    refuse_attendance,
    roles_of,
)
from convenings.models import Convening
from lmi_portal.confirming import Prospect, confirmation_page, form_to_confirm
from lmi_portal.looking import row_of


class AttendanceForm(forms.Form):
    """All confirmed teams, each with the roles that would be on record of it."""

    came = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Teams that came"),
        coerce=int,
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    def __init__(self, *args, teams, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["came"].choices = [(team.pk, _as_choice(team)) for team in teams]
        if not teams:
            del self.fields["came"]


class AttendanceFilter(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("attendance"), "attendance"

    def lookups(self, request, model_admin):
        return [("missing", _("Held, not recorded yet")), ("recorded", _("Recorded"))]

    def queryset(self, request, queryset):
        if self.value() == "missing":
            return queryset.without_attendance()
        return queryset.filter(attendance_recorded_at__isnull=False) if self.value() == "recorded" else queryset


class AttendanceMixin:
    """For the convening's page: one action, offered once it was held or is over."""

    def has_attendance_permission(self, request, obj=None):
        return self.has_change_permission(request) and request.user.has_perm("districts.add_evidence")

    def get_actions_detail(self, request, object_id):
        actions = super().get_actions_detail(request, object_id)
        if not _refusal(row_of(Convening, object_id)):
            return actions
        return [one for one in actions if not one.action_name.endswith("_attendance")]

    @action(description=gettext_lazy("Record attendance"), permissions=["attendance"], url_path="attendance")
    def attendance(self, request, object_id):
        convening = row_of(Convening.objects.select_related("host"), object_id)
        back = reverse("admin:convenings_convening_change", args=[convening.pk])
        teams = list(confirmed_teams(convening))
        form = form_to_confirm(request, AttendanceForm, teams=teams, initial={"came": _ticked(convening, teams)})
        if form.is_valid():
            try:
                came = form.cleaned_data.get("came", [])
                done = record_attendance(convening=convening, came=came, recorded_by=request.user, now=timezone.now())
            except CannotRecordAttendance as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"{convening}: {_what_was_done(done, came=len(came))}")
                return redirect(back)
        prospects = [Prospect(convening, _consequences(convening, teams), _refusal(convening))]
        title = _("Record attendance")
        return confirmation_page(self, request, title=title, prospects=prospects, form=form, back=back)


def _as_choice(team):
    roles = roles_of(team.seats.all())
    return f"{team.team_label}: {', '.join(roles) if roles else _('no seat is named')}"


def _ticked(convening, teams):
    """All of them at first, later those that were recorded."""
    recorded = recorded_of(convening)
    return [team.pk for team in teams if convening.attendance_recorded_at is None or key_of(team) in recorded]


def _consequences(convening, teams):
    sentences = [
        _("The public page of each ticked team’s district says that it took part, and which roles sat at its table."),
        _("No names of people are shown there, and seats without a name are left out."),
        _("Teams that are not ticked are not mentioned; what was recorded of them before is taken back."),
    ]
    if not teams:
        sentences = [_("No team was confirmed here.")]
    if convening.host:
        sentences.append(_("%(district)s is on record as its host.") % {"district": convening.host})
    return sentences


def _refusal(convening):
    try:
        refuse_attendance(convening, now=timezone.now())
    except CannotRecordAttendance as refusal:
        return str(refusal)
    return ""


def _what_was_done(done, *, came):
    said = ngettext("%(came)s team came.", "%(came)s teams came.", came)
    said += " " + _("On record: %(new)s new, %(changed)s changed, %(taken_back)s taken back.")
    return said % ({"came": came} | asdict(done))
