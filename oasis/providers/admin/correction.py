"""What providers would have otherwise: staff look, and accept or refuse it field by field."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lmi_portal.confirming import Prospect, confirmation_page, do_each, form_to_confirm
from lmi_portal.looking import ReadOnlyAdmin
from oasis.providers.correcting import CannotCorrect, accept_correction, refuse_accepting, refuse_correction
from oasis.providers.models import Correction


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    list_display = ["service", "name_of_field", "was_in_short", "proposed_in_short", "proposed_at", "state"]
    list_filter = ["state"]
    list_select_related = ["service"]
    search_fields = ["service__name", "service__provider__name"]
    fields = ["service", "name_of_field", "was", "proposed", ("sent_to", "proposed_at"), "state"]
    fields += [("decided_by", "decided_at")]
    actions = ["accept", "refuse"]

    def has_decide_permission(self, request):
        return request.user.has_perm("providers.change_correction")

    @admin.display(description=gettext_lazy("field"))
    def name_of_field(self, correction):
        return correction.field_name()

    @admin.display(description=gettext_lazy("on file then"))
    def was_in_short(self, correction):
        return _in_short(correction.was)

    @admin.display(description=gettext_lazy("proposed"))
    def proposed_in_short(self, correction):
        return _in_short(correction.proposed)

    @admin.action(description=gettext_lazy("Accept"), permissions=["decide"])
    def accept(self, request, corrections):
        return self._do(request, corrections, accept_correction, "accepted_by", done=_("accepted"), prospect=_accepting)

    @admin.action(description=gettext_lazy("Refuse"), permissions=["decide"])
    def refuse(self, request, corrections):
        return self._do(request, corrections, refuse_correction, "refused_by", done=_("refused"), prospect=_refusing)

    def _do(self, request, corrections, deed, actor, *, done, prospect):
        corrections, form = corrections.select_related("service"), form_to_confirm(request, forms.Form)
        if not form.is_valid():
            title = self.get_actions(request)[request.POST["action"]][2]
            back = reverse("admin:providers_correction_changelist")
            prospects = [prospect(correction) for correction in corrections]
            return confirmation_page(self, request, title=title, prospects=prospects, form=form, back=back)
        do_each(
            request,
            corrections,
            lambda correction: deed(correction=correction, now=timezone.now(), **{actor: request.user}),
            refusals=CannotCorrect,
            done=done,
        )
        return None


def _accepting(correction):
    try:
        refuse_accepting(correction, correction.service)
    except CannotCorrect as refusal:
        return Prospect(correction, [], str(refusal))
    if correction.field == Correction.REMARK:
        return Prospect(
            correction,
            [_in_words(correction), _("Nothing is changed by itself: put it on file by hand first, then accept it.")],
        )
    return Prospect(correction, [_in_words(correction), _("Everyone sees it from then on.")])


def _refusing(correction):
    if not correction.may_be_decided():
        return Prospect(correction, [], _("It has been decided already."))
    return Prospect(correction, [_in_words(correction), _("The page stays as it is, and nobody is told.")])


def _in_words(correction):
    nothing = _("nothing")
    return _("From “%(was)s” to “%(proposed)s”.") % {
        "was": correction.was or nothing,
        "proposed": correction.proposed or nothing,
    }


def _in_short(text):
    return text if len(text) <= 80 else f"{text[:79]}…"
