from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import action, display
from unfold.views import ChangeList

from billing.banking import accept_bank_line, method_of, set_aside_bank_line, take_up_bank_line
from billing.matching import Matcher, payments_recorded_already
from billing.models import BankImport, BankLine
from billing.refusing import CannotBill
from billing.wording import dollars
from lmi_portal.confirming import Prospect, confirmation_page, do_each, form_to_confirm
from lmi_portal.looking import ReadOnlyAdmin, row_of

from .bank_forms import SetAsideForm
from .bank_pages import decide_page, proposal_text, receipt_text, upload_page
from .papers import link_to

State = BankLine.State
STATE_COLORS = {State.WAITING: "warning", State.ACCEPTED: "success", State.SET_ASIDE: "info"}
# Django takes a thousand fields of a form, and each line that is confirmed is one.
MOST_AT_ONCE = 500


class BankLineStateFilter(admin.SimpleListFilter):
    """Shows what waits for staff unless they ask for more."""

    title, parameter_name = gettext_lazy("state"), "state"

    def lookups(self, request, model_admin):
        return [*State.choices[1:], ("all", _("All"))]

    def choices(self, changelist):
        waits = {"query_string": changelist.get_query_string(remove=[self.parameter_name])}
        yield waits | {"selected": self.value() is None, "display": State.WAITING.label}
        yield from list(super().choices(changelist))[1:]

    def queryset(self, request, queryset):
        return queryset if self.value() == "all" else queryset.filter(state=self.value() or State.WAITING)


class LinesWithProposals(ChangeList):
    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        propose(self.result_list)


def propose(lines):
    """Give each line its `proposals` and the payments that may be it, `recorded_already`; none once it is decided."""
    waiting = [line for line in lines if line.state == State.WAITING]
    proposals = Matcher().proposals_of(waiting) if waiting else {}
    recorded = payments_recorded_already(waiting)
    for line in lines:
        line.proposals = proposals.get(line.pk, [])
        line.recorded_already = recorded.get(line.pk, [])


@admin.register(BankLine)
class BankLineAdmin(ReadOnlyAdmin):
    """Money that the bank says came in, with whose it may be; staff decide line by line, or take what is certain."""

    list_display = ["posted_on", "amount_shown", "said", "reference", "state_shown", "proposal", "decide_link"]
    list_select_related = ["payment"]
    list_filter = [BankLineStateFilter, ("posted_on", RangeDateFilter), "bank_import"]
    list_filter_submit = True
    search_fields = ["description", "reference"]
    search_help_text = gettext_lazy("Words of the description, check number or reference")
    actions = ["accept_certain", "set_aside_selected", "take_up_selected"]
    actions_list = ["upload"]
    actions_detail = ["decide", "set_aside"]
    fields = [
        "posted_on", "amount_shown", "description", "reference", "bank_import", "state", "paid_as", "reason",
        "decided_at", "decided_by",
    ]  # fmt: skip

    def get_changelist(self, request, **kwargs):
        return LinesWithProposals

    def get_actions_detail(self, request, object_id):
        """Nothing is left to do with a line that was accepted."""
        line = row_of(BankLine, object_id)
        return [] if line.state == State.ACCEPTED else super().get_actions_detail(request, object_id)

    def has_upload_permission(self, request, obj=None):
        return request.user.has_perm("billing.add_bankimport")

    def has_accept_permission(self, request, obj=None):
        return request.user.has_perm("billing.add_payment")

    def has_set_aside_permission(self, request, obj=None):
        return request.user.has_perm("billing.change_bankline")

    @action(description=gettext_lazy("Bring in a bank file"), permissions=["upload"], url_path="upload")
    def upload(self, request):
        return upload_page(self, request)

    @action(description=gettext_lazy("Decide"), permissions=["accept"], url_path="decide")
    def decide(self, request, object_id):
        line = row_of(BankLine.objects.select_related("payment"), object_id)
        propose([line])
        return decide_page(self, request, line)

    @action(description=gettext_lazy("Set aside"), permissions=["set_aside"], url_path="set-aside")
    def set_aside(self, request, object_id):
        lines = BankLine.objects.filter(pk=row_of(BankLine, object_id).pk)
        return self._ask_to_set_aside(request, lines)

    @action(description=gettext_lazy("Set aside"), permissions=["set_aside"])
    def set_aside_selected(self, request, queryset):
        return self._ask_to_set_aside(request, queryset)

    def _ask_to_set_aside(self, request, queryset):
        lines = self._not_too_many(request, queryset)
        if lines is None:
            return None
        form = form_to_confirm(request, SetAsideForm)
        told = [_("It pays no invoice, and waits for nobody any more.")]
        if not form.is_valid():
            prospects = [Prospect(line, [line.description, *told], _refusal(line)) for line in lines]
            return self._confirm(request, _("Set aside"), prospects, form)
        reason = form.cleaned_data["reason"]
        do_each(
            request,
            lines,
            lambda line: set_aside_bank_line(line=line, reason=reason, set_aside_by=request.user, now=timezone.now()),
            refusals=CannotBill,
            done=_("set aside"),
        )
        return redirect("admin:billing_bankline_changelist")

    @action(description=gettext_lazy("Let it wait again"), permissions=["set_aside"])
    def take_up_selected(self, request, queryset):
        do_each(
            request,
            queryset,
            lambda line: take_up_bank_line(line=line, taken_up_by=request.user, now=timezone.now()),
            refusals=CannotBill,
            done=_("waits for staff again"),
        )

    @action(description=gettext_lazy("Accept what is certain"), permissions=["accept"])
    def accept_certain(self, request, queryset):
        lines = self._not_too_many(request, queryset)
        if lines is None:
            return None
        propose(lines)
        form = form_to_confirm(request)
        if not form.is_valid():
            prospects = [_prospect(line) for line in lines]
            return self._confirm(request, _("Accept what is certain"), prospects, form)
        do_each(
            request,
            [line for line in lines if _certain(line)],
            lambda line: _accept(line, by=request.user),
            refusals=CannotBill,
            done=_("accepted"),
        )
        return redirect("admin:billing_bankline_changelist")

    def _not_too_many(self, request, queryset):
        """The chosen lines, or None once the person was told that they are too many."""
        lines = list(queryset.select_related("payment")[: MOST_AT_ONCE + 1])
        if len(lines) <= MOST_AT_ONCE:
            return lines
        messages.error(request, _("Choose %(most)s lines at most.") % {"most": MOST_AT_ONCE})
        return None

    def _confirm(self, request, title, prospects, form):
        back = reverse("admin:billing_bankline_changelist")
        return confirmation_page(self, request, title=title, prospects=prospects, form=form, back=back)

    @display(description=gettext_lazy("state"), ordering="state", label=STATE_COLORS)
    def state_shown(self, line):
        return line.state, line.get_state_display()

    @admin.display(description=gettext_lazy("amount"), ordering="amount")
    def amount_shown(self, line):
        return dollars(line.amount)

    @admin.display(description=gettext_lazy("description"))
    def said(self, line):
        return format_html('<span class="staff-said">{}</span>', line.description)

    @admin.display(description=gettext_lazy("likeliest"))
    def proposal(self, line):
        if line.state != State.WAITING:
            return link_to(line.payment) if line.payment else line.reason
        if line.recorded_already:
            return _("Recorded already, as %(number)s?") % {"number": line.recorded_already[0]}
        if not line.proposals:
            return "–"
        text = proposal_text(line.proposals[0])
        return _("Certain: %(proposal)s") % {"proposal": text} if line.proposals[0].is_certain else text

    @admin.display(description=gettext_lazy("decide"))
    def decide_link(self, line):
        if line.state != State.WAITING:
            return "–"
        url = reverse("admin:billing_bankline_decide", args=[line.pk])
        label = _("Decide on %(line)s") % {"line": line}
        return format_html('<a class="underline" href="{}" aria-label="{}">{}</a>', url, label, _("Decide"))

    @admin.display(description=gettext_lazy("accepted as"))
    def paid_as(self, line):
        return link_to(line.payment)


@admin.register(BankImport)
class BankImportAdmin(ReadOnlyAdmin):
    list_display = ["file_name", "imported_at", "imported_by", "lines_read", "lines_new"]
    list_select_related = ["imported_by"]
    search_fields = ["file_name"]
    actions_list = ["upload"]
    fields = list_display

    def has_upload_permission(self, request, obj=None):
        return request.user.has_perm("billing.add_bankimport")

    @action(description=gettext_lazy("Bring in a bank file"), permissions=["upload"], url_path="upload")
    def upload(self, request):
        """Brought in from here, a file leads to the lines that it added."""
        return redirect("admin:billing_bankline_upload")


def _certain(line):
    """The proposal that staff may take unseen, or None: also where the payment may be here already."""
    is_certain = line.proposals and line.proposals[0].is_certain and not line.recorded_already
    return line.proposals[0] if is_certain else None


def _prospect(line):
    if certain := _certain(line):
        receipt = receipt_text(certain.account)
        return Prospect(line, [line.description, proposal_text(certain), *certain.reasons, receipt])
    return Prospect(line, [], _refusal(line) or _("Nothing certain is known of it: decide on its own page."))


def _refusal(line):
    if line.state == State.ACCEPTED:
        return _("It was accepted already, as %(payment)s.") % {"payment": line.payment}
    return _("It was set aside already.") if line.state == State.SET_ASIDE else ""


def _accept(line, *, by):
    proposal = _certain(line)
    return accept_bank_line(
        line=line,
        account=proposal.account,
        pays=proposal.pays,
        method=method_of(line),
        reference=line.reference,
        accepted_by=by,
        now=timezone.now(),
    )
