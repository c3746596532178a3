from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from districts.joining import (
    CannotDecide,
    approve_membership,
    decline_membership,
    end_membership,
    name_team_lead,
)
from districts.models import Membership
from lmi_portal.confirming import Prospect, ReasonForm, confirmation_page, do_each, form_to_confirm
from lmi_portal.looking import ReadOnlyAdmin


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    """People ask on the portal's own pages; staff look, and answer by the same deeds as a team lead."""

    list_display = ["user", "district", "side", "role", "speaks_for", "is_lead", "state", "requested_at"]
    list_display_links = ["user", "district"]
    list_filter = ["state", "side", "role", "is_lead", "district__county__region"]
    list_select_related = ["user", "district", "unit__organization"]
    search_fields = ["user__email", "user__name", "district__name", "district__cd_code"]
    search_help_text = _("Person’s name or e-mail address, district’s name or CD code")
    actions = ["approve", "approve_as_lead", "decline", "end", "name_lead", "name_no_lead"]

    def has_answer_permission(self, request):
        return request.user.has_perm("districts.change_membership")

    @admin.display(description=_("speaks for"))
    def speaks_for(self, membership):
        return membership.speaks_for()

    @admin.action(description=_("Approve"), permissions=["answer"])
    def approve(self, request, memberships):
        return self._do(request, memberships, approve_membership, "approved_by", done=_("approved"))

    @admin.action(description=_("Approve as team lead"), permissions=["answer"])
    def approve_as_lead(self, request, memberships):
        done = _("approved as team lead")
        return self._do(request, memberships, approve_membership, "approved_by", done=done, as_lead=True)

    @admin.action(description=_("Decline"), permissions=["answer"])
    def decline(self, request, memberships):
        done = _("declined")
        return self._do(request, memberships, decline_membership, "declined_by", done=done, form_class=ReasonForm)

    @admin.action(description=_("End the place at the table"), permissions=["answer"])
    def end(self, request, memberships):
        return self._do(request, memberships, end_membership, "ended_by", done=_("ended"))

    @admin.action(description=_("Name team lead"), permissions=["answer"])
    def name_lead(self, request, memberships):
        return self._do(request, memberships, name_team_lead, "named_by", done=_("team lead now"))

    @admin.action(description=_("No longer team lead"), permissions=["answer"])
    def name_no_lead(self, request, memberships):
        done = _("team lead no longer")
        return self._do(request, memberships, name_team_lead, "named_by", done=done, is_lead=False)

    def _do(self, request, memberships, deed, actor, *, done, form_class=forms.Form, **fields):
        """Ask first; then one deed a row, each refusal said beside the person it is about."""
        memberships = memberships.select_related("user", "district", "unit__organization")
        form = form_to_confirm(request, form_class)
        if not form.is_valid():
            prospects = [Prospect(membership, []) for membership in memberships]
            title = self.get_actions(request)[request.POST["action"]][2]
            back = reverse("admin:districts_membership_changelist")
            return confirmation_page(self, request, title=title, prospects=prospects, form=form, back=back)
        fields |= {actor: request.user} | form.cleaned_data
        do_each(
            request,
            memberships,
            lambda membership: deed(membership=membership, now=timezone.now(), **fields),
            refusals=CannotDecide,
            done=done,
        )
