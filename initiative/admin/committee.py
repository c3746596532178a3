"""The steering committee: terms, meetings and their minutes, decisions."""

from django import forms
from django.contrib import admin, messages
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import StackedInline
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from initiative.minuting import (
    CannotMinute,
    approve_minutes,
    mark_of,
    refuse_to_approve,
    refuse_to_supersede,
    supersede_minutes,
)
from initiative.models import CommitteeDecision, Meeting, MinutesNote, Term
from lmi_portal.audit.editing import RecordedAdmin
from lmi_portal.confirming import Prospect, confirmation_page, form_to_confirm
from lmi_portal.looking import ReadOnlyInline, is_being_saved, row_of


class SitsToday(admin.SimpleListFilter):
    title = gettext_lazy("sits today")
    parameter_name = "today"

    def lookups(self, request, model_admin):
        return [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]

    def queryset(self, request, queryset):
        if self.value() not in {"yes", "no"}:
            return queryset
        sitting = Q(pk__in=Term.objects.on(timezone.localdate()).values("pk"))
        return queryset.filter(sitting if self.value() == "yes" else ~sitting)


@admin.register(Term)
class TermAdmin(RecordedAdmin):
    list_display = ["__str__", "organization", "district", "group", "starts_on", "ends_on", "user"]
    ordering = ["-starts_on", "pk"]
    list_filter = ["group", SitsToday]
    list_select_related = ["organization", "district", "user"]
    search_fields = ["person", "organization__name", "organization__short_name", "district__name", "user__email"]
    search_help_text = gettext_lazy("Person, organization, district, or e-mail address of the account")
    autocomplete_fields = ["organization", "district", "user"]
    date_hierarchy = "starts_on"
    fields = [
        "group",
        ("organization", "district"),
        ("person", "title"),
        "user",
        ("starts_on", "ends_on"),
        "is_approximate",
        "source",
    ]

    def view_on_site(self, term):
        return f"{reverse('initiative:steering')}?on={term.starts_on}"


class DecisionInline(StackedInline):
    model = CommitteeDecision
    fields = ["decided_on", "sentence", "reasons", "is_public"]
    extra = 0


class NoteInline(ReadOnlyInline):
    model = MinutesNote
    fields = ["text", "written_at", "written_by"]


class ApprovalForm(forms.Form):
    read = forms.CharField(widget=forms.HiddenInput)
    approved_on = forms.DateField(
        label=gettext_lazy("Approved by the committee on"), widget=UnfoldAdminTextInputWidget(attrs={"type": "date"})
    )


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Note"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
        help_text=gettext_lazy("What it supersedes, and what holds instead. Members read it with your name."),
    )


@admin.register(Meeting)
class MeetingAdmin(RecordedAdmin):
    """Agenda and minutes are for members: the audit trail says who changed them when, and not a word of them."""

    list_display = ["__str__", "starts_at", "place", "has_minutes", "minutes_approved_on"]
    search_fields = ["place", "agenda", "minutes"]
    date_hierarchy = "starts_at"
    inlines = [DecisionInline, NoteInline]
    untold = ["agenda", "minutes"]
    actions_detail = ["approve", "supersede"]
    fields = ["starts_at", "place", "agenda", "minutes", "minutes_approved_on"]

    def get_readonly_fields(self, request, obj=None):
        locked = ["minutes"] if obj and obj.minutes_approved_on else []
        return [*locked, "minutes_approved_on"]

    def get_object(self, request, object_id, from_field=None):
        meeting = super().get_object(request, object_id, from_field)
        if meeting and is_being_saved(request):
            # An approval that comes in meanwhile takes its turn: what is approved is not overwritten.
            meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
        return meeting

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        typed = request.POST.get("minutes")
        if obj.minutes_approved_on and typed is not None and typed.splitlines() != obj.minutes.splitlines():
            messages.warning(request, _("The minutes were approved meanwhile, so yours were not taken: write a note."))

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and obj is not None and not obj.minutes_approved_on

    def get_actions_detail(self, request, object_id):
        """Only what the state of the minutes allows."""
        meeting = row_of(Meeting, object_id)
        possible = "supersede" if meeting.minutes_approved_on else "approve"
        return [
            one for one in super().get_actions_detail(request, object_id) if one.action_name.endswith(f"_{possible}")
        ]

    def view_on_site(self, meeting):
        return meeting.get_absolute_url()

    @admin.display(description=gettext_lazy("minutes"), boolean=True)
    def has_minutes(self, meeting):
        return bool(meeting.minutes)

    @action(description=gettext_lazy("Approve minutes"), permissions=["change"], url_path="approve-minutes")
    def approve(self, request, object_id):
        meeting, now = row_of(Meeting, object_id), timezone.now()
        initial = {"read": mark_of(meeting), "approved_on": f"{timezone.localdate(now)}"}
        form = form_to_confirm(request, ApprovalForm, initial=initial)
        if form.is_valid():
            try:
                approve_minutes(meeting=meeting, by=request.user, now=now, **form.cleaned_data)
            except CannotMinute as refusal:
                form.add_error("approved_on", str(refusal))
            else:
                messages.success(request, _("The minutes are approved, and stay as they are."))
                return redirect(_page_of(meeting))
        sentences = [
            _("Nobody can change these minutes any more; what turns out wrong in them is put right in a note beneath."),
            _("Members see that they are approved, and when."),
            _("These minutes: %(text)s") % {"text": meeting.minutes},
        ]
        refusal = _refusal(refuse_to_approve, meeting, now=now)
        return self._ask(request, meeting, form, sentences, refusal, title=_("Approve minutes"))

    @action(description=gettext_lazy("Add a superseding note"), permissions=["change"], url_path="supersede-minutes")
    def supersede(self, request, object_id):
        meeting = row_of(Meeting, object_id)
        form = form_to_confirm(request, NoteForm)
        if form.is_valid():
            try:
                supersede_minutes(meeting=meeting, by=request.user, now=timezone.now(), **form.cleaned_data)
            except CannotMinute as refusal:
                form.add_error("text", str(refusal))
            else:
                messages.success(request, _("The note stands beneath the minutes."))
                return redirect(_page_of(meeting))
        sentences = [_("The minutes stay as they are; the note stands beneath them and cannot be changed either.")]
        refusal = _refusal(refuse_to_supersede, meeting)
        return self._ask(request, meeting, form, sentences, refusal, title=_("Add a superseding note"))

    def _ask(self, request, meeting, form, sentences, refusal, *, title):
        prospects = [Prospect(meeting, sentences, refusal)]
        back = _page_of(meeting)
        return confirmation_page(self, request, title=title, prospects=prospects, form=form, back=back)


@admin.register(CommitteeDecision)
class CommitteeDecisionAdmin(RecordedAdmin):
    list_display = ["decided_on", "sentence", "meeting", "is_public"]
    list_display_links = ["decided_on", "sentence"]
    list_filter = ["is_public"]
    list_select_related = ["meeting"]
    search_fields = ["sentence", "reasons"]
    date_hierarchy = "decided_on"
    autocomplete_fields = ["meeting"]
    untold = ["sentence", "reasons"]

    def view_on_site(self, decision):
        return reverse("initiative:steering")


def _refusal(refuse, meeting, **clock):
    try:
        refuse(meeting, **clock)
    except CannotMinute as refusal:
        return str(refusal)
    return ""


def _page_of(meeting):
    return reverse("admin:initiative_meeting_change", args=[meeting.pk])
