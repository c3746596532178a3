"""Where staff start the deeds of a convening: on its page and, for several at once, from the list."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from convenings.cloning import CannotClone, clone_convening
from convenings.models import Convening, ReminderRule
from convenings.opening import FROM_STATES, CannotChangeState
from convenings.previewing import preview_of
from lmi_portal.confirming import Prospect, confirmation_page, do_each, form_to_confirm
from lmi_portal.looking import row_of

from .forms import CloneForm
from .steps import STEPS


def _from_list(name):
    def start(self, request, queryset):
        return self.take_step(request, queryset, name, back=reverse("admin:convenings_convening_changelist"))

    start.__name__ = f"{name}_selected"
    return action(start, description=STEPS[name].title, permissions=["change"])


def _from_page(name):
    def start(self, request, object_id):
        convening = row_of(Convening, object_id)
        return self.take_step(request, [convening], name, back=_page_of(convening))

    start.__name__ = name
    return action(start, description=STEPS[name].title, permissions=["change"], url_path=name.replace("_", "-"))


def _page_of(convening):
    return reverse("admin:convenings_convening_change", args=[convening.pk])


class StepsMixin:
    """Actions that ask on a page of their own what they will do, then call the deed."""

    actions = [f"{name}_selected" for name in STEPS]

    announce_selected, open_selected, close_selected = map(_from_list, ["announce", "open", "close"])
    mark_held_selected, cancel_selected = map(_from_list, ["mark_held", "cancel"])
    announce, open, close, mark_held, cancel = map(_from_page, ["announce", "open", "close", "mark_held", "cancel"])

    def get_urls(self):
        preview = self.admin_site.admin_view(self.reminder_preview)
        name = "convenings_reminderrule_preview"
        return [path("reminder-rules/<int:rule_id>/preview/", preview, name=name), *super().get_urls()]

    def get_actions_detail(self, request, object_id):
        """Only what its state allows."""
        state = row_of(Convening, object_id).state
        impossible = {name for name, step in STEPS.items() if state not in FROM_STATES[step.state]}
        prefix = f"{self.opts.app_label}_{self.opts.model_name}_"
        actions = super().get_actions_detail(request, object_id)
        return [one for one in actions if one.action_name.removeprefix(prefix) not in impossible]

    def has_clone_permission(self, request, obj=None):
        # Named by its full name in the action, unfold's check would ask for it before the first migration.
        return self.has_add_permission(request)

    def take_step(self, request, convenings, name, *, back):
        step, now = STEPS[name], timezone.now()
        form = form_to_confirm(request, step.form_class)
        if not form.is_valid():
            prospects = [Prospect(one, step.consequences(one), step.refusal(one, now=now)) for one in convenings]
            return confirmation_page(self, request, title=step.title, prospects=prospects, form=form, back=back)
        do_each(
            request,
            convenings,
            lambda convening: step.deed(convening=convening, by=request.user, now=now, **form.cleaned_data),
            refusals=CannotChangeState,
            done=Convening.State(step.state).label,
        )
        return redirect(back)

    @action(description=gettext_lazy("Clone"), permissions=["clone"], url_path="clone")
    def clone(self, request, object_id):
        convening = row_of(Convening, object_id)
        form = form_to_confirm(request, CloneForm, initial={"title": convening.title})
        if form.is_valid():
            try:
                copy = clone_convening(convening=convening, by=request.user, now=timezone.now(), **form.cleaned_data)
            except CannotClone as refusal:
                form.add_error(refusal.field, str(refusal))
            else:
                messages.success(request, _("This is the copy, a draft: look it over, then announce or open it."))
                return redirect(_page_of(copy))
        sentences = [
            _("Days, agenda, fee, cancellation terms, add-ons and the registration window come along, moved alike."),
            _("Reminder rules are copied switched off. Teams, speakers and notes on dates stay behind."),
        ]
        return confirmation_page(
            self,
            request,
            title=_("Clone"),
            prospects=[Prospect(convening, sentences)],
            form=form,
            back=_page_of(convening),
        )

    def reminder_preview(self, request, rule_id):
        if not self.has_view_permission(request):
            raise PermissionDenied
        rule = get_object_or_404(ReminderRule.objects.select_related("convening"), pk=rule_id)
        context = self.admin_site.each_context(request) | {
            "title": _("The mail of this rule"),
            "opts": self.opts,
            "rule": rule,
            "mail": preview_of(rule),
            "back": _page_of(rule.convening),
        }
        return TemplateResponse(request, "convenings/admin/reminder_preview.html", context)
