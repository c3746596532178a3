"""The deeds of a case study that staff start on its page, each with what they are told before they confirm it."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action

from initiative.approving import (
    CannotApprove,
    publish_case_study,
    refuse_publishing,
    refuse_sending,
    refuse_withdrawing,
    send_for_approval,
    withdraw_case_study,
)
from initiative.models import CaseStudy
from initiative.permissions import reviewers_of
from lmi_portal.confirming import Prospect, ReasonForm, confirmation_page, form_to_confirm
from lmi_portal.looking import row_of

State = CaseStudy.State


@dataclass(frozen=True)
class Step:
    """`deed(case_study, by, now, **typed)`; `refuse` raises CannotApprove; `consequences` lists sentences."""

    states: set
    title: str
    done: str
    deed: Callable
    refuse: Callable
    consequences: Callable
    form_class: type = forms.Form

    def prospect(self, case_study):
        try:
            self.refuse(case_study)
        except CannotApprove as refusal:
            return Prospect(case_study, [], str(refusal))
        return Prospect(case_study, self.consequences(case_study))


def _sending(case_study):
    anew = [_("The answers given so far count no more: both sides are asked anew.")]
    return [
        *(anew if case_study.answers() else []),
        _told(case_study),
        _("It is published by itself as soon as both sides approve this very text."),
    ]


def _publishing(case_study):
    return [
        _("Everyone can read it from now on; its page says that the district has not reviewed it here."),
        _("It is told from: %(ground)s") % {"ground": case_study.already_public},
    ]


def _withdrawing(case_study):
    was_published = case_study.state == State.PUBLISHED
    return [
        _("Its page is not found any more.") if was_published else _("It is a draft again."),
        _("The answers that both sides gave count no more."),
        _told(case_study),
    ]


def _told(case_study):
    count = reviewers_of(case_study).count()
    return ngettext(
        "%(count)s member of the district gets an e-mail.", "%(count)s members of the district get an e-mail.", count
    ) % {"count": count}


STEPS = {
    "send_for_approval": Step(
        {State.DRAFT, State.IN_REVIEW, State.WITHDRAWN},
        gettext_lazy("Send for approval"),
        gettext_lazy("Both sides of the district are asked."),
        lambda case_study, by, now: send_for_approval(case_study=case_study, sent_by=by, now=now),
        refuse_sending,
        _sending,
    ),
    "publish": Step(
        {State.DRAFT, State.WITHDRAWN},
        gettext_lazy("Publish"),
        gettext_lazy("It is published."),
        lambda case_study, by, now: publish_case_study(case_study=case_study, published_by=by, now=now),
        refuse_publishing,
        _publishing,
    ),
    "withdraw": Step(
        {State.IN_REVIEW, State.PUBLISHED},
        gettext_lazy("Withdraw"),
        gettext_lazy("It is withdrawn, and its district is told why."),
        lambda case_study, by, now, reason: withdraw_case_study(
            case_study=case_study, reason=reason, withdrawn_by=by, now=now
        ),
        refuse_withdrawing,
        _withdrawing,
        form_class=ReasonForm,
    ),
}


def _from_page(name):
    def start(self, request, object_id):
        return self.take_step(request, row_of(CaseStudy, object_id), STEPS[name])

    start.__name__ = name
    return action(start, description=STEPS[name].title, permissions=["step"], url_path=name.replace("_", "-"))


class StepsMixin:
    """Actions that ask on a page of their own what they will do, then call the deed."""

    actions_detail = list(STEPS)
    send_for_approval, publish, withdraw = map(_from_page, STEPS)

    def has_step_permission(self, request, obj=None):
        # A text that may not be edited as it stands may still be withdrawn.
        return request.user.has_perm("initiative.change_casestudy")

    def get_actions_detail(self, request, object_id):
        """Only what its state allows; what stands in the way besides is said on the page that asks."""
        state = row_of(CaseStudy, object_id).state
        possible = {name for name, step in STEPS.items() if state in step.states}
        prefix = f"{self.opts.app_label}_{self.opts.model_name}_"
        actions = super().get_actions_detail(request, object_id)
        return [one for one in actions if one.action_name.removeprefix(prefix) in possible]

    def take_step(self, request, case_study, step):
        back = reverse("admin:initiative_casestudy_change", args=[case_study.pk])
        form = form_to_confirm(request, step.form_class)
        if not form.is_valid():
            prospects = [step.prospect(case_study)]
            return confirmation_page(self, request, title=step.title, prospects=prospects, form=form, back=back)
        try:
            step.deed(case_study, request.user, timezone.now(), **form.cleaned_data)
        except CannotApprove as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, str(step.done))
        return redirect(back)
