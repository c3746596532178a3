"""The reminders that staff set, those that went out, and what staff say about the money of one bill."""

from django import forms
from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from billing.chasing import note_promise, resume_chasing, stop_chasing
from billing.models import Bill, ChaseLetter, ChasingStep
from billing.refusing import CannotBill
from lmi_portal.audit.editing import RecordedAdmin
from lmi_portal.confirming import Prospect, confirmation_page, form_to_confirm
from lmi_portal.looking import ReadOnlyAdmin, row_of

from .papers import link_to


@admin.register(ChasingStep)
class ChasingStepAdmin(RecordedAdmin):
    """After how many days accounts payable and the leads are reminded of an unpaid invoice."""

    list_display = ["days_past_due", "to_accounts_payable", "to_leads", "is_active"]


@admin.register(ChaseLetter)
class ChaseLetterAdmin(ReadOnlyAdmin):
    """Which reminders went out, and when; their text is in the outbox."""

    list_display = ["posted_at", "about", "key", "invoice_shown", "district"]
    list_select_related = ["invoice__account__district"]
    list_filter = ["about", "posted_at"]
    search_fields = ["invoice__number", "invoice__account__district__name", "invoice__account__district__cd_code"]
    search_help_text = gettext_lazy("Invoice, district’s name or CD code")
    fields = ["posted_at", "about", "key", "invoice_shown", "district"]

    @admin.display(description=gettext_lazy("invoice"), ordering="invoice__number")
    def invoice_shown(self, letter):
        return link_to(letter.invoice)

    @admin.display(description=gettext_lazy("district"), ordering="invoice__account__district__name")
    def district(self, letter):
        return link_to(letter.invoice.account, letter.invoice.account.district.name)


class PromiseForm(forms.Form):
    promised_on = forms.DateField(
        label=gettext_lazy("Promised by"), widget=UnfoldAdminTextInputWidget(attrs={"type": "date"})
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=300,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy("Who said so, such as “Ada Pay by telephone”; only staff see it."),
    )


class StopForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy("Only staff see it."),
    )


class ChasingMixin:
    """On the page of a bill: by when it was promised, and whether its reminders are stopped."""

    actions_detail = ["promise", "stop", "resume"]

    def get_actions_detail(self, request, object_id):
        """Only what there is to do."""
        bill = row_of(Bill.objects.select_related("chase").with_open_amount(), object_id)
        chase = getattr(bill, "chase", None)
        is_stopped, is_promised = bool(chase and chase.stopped_at), bool(chase and chase.promised_on)
        possible = {"promise", "stop"} if bill.open_amount and not is_stopped else set()
        possible |= {"resume"} if is_stopped or is_promised else set()
        actions = super().get_actions_detail(request, object_id)
        return [one for one in actions if one.action_name.removeprefix("billing_bill_") in possible]

    def has_chase_permission(self, request, obj=None):
        return request.user.has_perm("billing.change_chase")

    @action(description=gettext_lazy("Note a promise"), permissions=["chase"], url_path="promise")
    def promise(self, request, object_id):
        form = form_to_confirm(request, PromiseForm)
        return self.ask_about(
            request,
            object_id,
            title=_("Note a promise"),
            sentences=[_("Nobody is reminded of this bill before that day is over.")],
            form=form,
            deed=lambda bill, now: note_promise(bill=bill, noted_by=request.user, now=now, **form.cleaned_data),
            done=lambda: (
                _("No reminder before %(day)s is over.")
                % {"day": date_format(form.cleaned_data["promised_on"], "F j, Y")}
            ),
        )

    @action(description=gettext_lazy("Stop reminders"), permissions=["chase"], url_path="stop")
    def stop(self, request, object_id):
        form = form_to_confirm(request, StopForm)
        return self.ask_about(
            request,
            object_id,
            title=_("Stop reminders"),
            sentences=[_("Nobody is reminded of this bill any more, neither to pay nor of a purchase order.")],
            form=form,
            deed=lambda bill, now: stop_chasing(bill=bill, stopped_by=request.user, now=now, **form.cleaned_data),
            done=lambda: _("Its reminders are stopped."),
        )

    @action(description=gettext_lazy("Resume reminders"), permissions=["chase"], url_path="resume")
    def resume(self, request, object_id):
        return self.ask_about(
            request,
            object_id,
            title=_("Resume reminders"),
            sentences=[
                _("What was promised or stopped no longer counts; the next reminder is the latest that is due.")
            ],
            form=form_to_confirm(request),
            deed=lambda bill, now: resume_chasing(bill=bill, resumed_by=request.user, now=now),
            done=lambda: _("Its reminders go out again."),
        )

    def ask_about(self, request, object_id, *, title, sentences, form, deed, done):
        bill = row_of(Bill.objects.select_related("account__district"), object_id)
        back = reverse("admin:billing_bill_change", args=[bill.pk])
        refusal = ""
        if form.is_valid():
            try:
                deed(bill, timezone.now())
            except CannotBill as error:
                if error.field not in form.fields:
                    messages.error(request, str(error))
                    return redirect(back)
                form.add_error(error.field, str(error))
            else:
                messages.success(request, done())
                return redirect(back)
        return confirmation_page(
            self, request, title=title, prospects=[Prospect(bill, sentences, refusal)], form=form, back=back
        )
