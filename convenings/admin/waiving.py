"""Staff waive or sponsor seats of a team, or end that: chosen, looked over, done."""

from decimal import Decimal

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminSelectWidget

from billing.admin.deed_page import deed_page
from billing.admin.forms import money_field, reason_field, text_field
from billing.allocating import open_of
from convenings.models import Registration, Waiver
from convenings.pricing import dollars
from convenings.seating import seats_with_money
from convenings.waiving import cost_of, end_waivers, waive_seats, waiver_of
from lmi_portal.looking import row_of


class SeatsForm(forms.Form):
    """Chooses among `seats`; `worth(seat)` is what is said beside each."""

    seats = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Seats"), coerce=int, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )

    def __init__(self, *args, seats, worth, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seats"].choices = [
            (seat.pk, f"{seat.label}: {seat.name_shown()}, {worth(seat)}") for seat in seats
        ]


class WaiverForm(SeatsForm):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Waiver.Kind, widget=UnfoldAdminSelectWidget)
    sponsor = text_field(
        gettext_lazy("Who pays for it"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("A sponsor or fund; needed where the seat is paid by one."),
    )
    amount = money_field(
        gettext_lazy("Amount per seat ($)"),
        required=False,
        min_value=Decimal("0.01"),
        help_text=gettext_lazy("Empty: all that each seat costs, add-ons included."),
    )
    reason = reason_field(gettext_lazy("It is printed on the invoice and stands in the funder report."))


class EndingForm(SeatsForm):
    reason = reason_field(gettext_lazy("It is printed on the credit note."))


class WaivingMixin:
    """For the registration's page: two actions, and what is waived of its seats."""

    def has_waive_permission(self, request, obj=None):
        return may_waive(request.user)

    def get_actions_detail(self, request, object_id):
        team = row_of(Registration, object_id)
        is_standing = team.is_standing()
        possible = {
            "waive": is_standing,
            "end_waiving": is_standing and Waiver.objects.filter(seat__registration=team).exists(),
        }
        prefix = f"{self.opts.app_label}_{self.opts.model_name}_"
        actions = super().get_actions_detail(request, object_id)
        return [one for one in actions if possible.get(one.action_name.removeprefix(prefix), True)]

    @action(description=gettext_lazy("Waive or sponsor seats"), permissions=["waive"], url_path="waive")
    def waive(self, request, object_id):
        team = row_of(Registration.objects.with_bill().select_related("convening", "district"), object_id)
        seats = [seat for seat in seats_with_money().filter(registration=team) if cost_of(seat) and not waiver_of(seat)]
        form = WaiverForm(request.POST or None, seats=seats, worth=lambda seat: dollars(cost_of(seat)))
        return _page(
            self,
            request,
            team,
            title=_("Waive or sponsor seats"),
            form=form,
            in_all=_waived,
            about=[] if seats else [_("Each seat of this team is free or waived already.")],
            deed=lambda: waive_seats(
                registration=team, waived_by=request.user, now=timezone.now(), **form.cleaned_data
            ),
        )

    @action(description=gettext_lazy("End waivers"), permissions=["waive"], url_path="end-waivers")
    def end_waiving(self, request, object_id):
        team = row_of(Registration.objects.with_bill().select_related("convening", "district"), object_id)
        seats = [seat for seat in seats_with_money().filter(registration=team) if waiver_of(seat)]
        form = EndingForm(request.POST or None, seats=seats, worth=lambda seat: str(seat.waiver))
        return _page(
            self,
            request,
            team,
            title=_("End waivers"),
            form=form,
            in_all=_owed_again,
            deed=lambda: end_waivers(registration=team, ended_by=request.user, now=timezone.now(), **form.cleaned_data),
        )


class WaivedSeatMixin:
    """For the inline of seats: a column that says what is waived, by whom and why."""

    readonly_fields = ["waived"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("waiver")

    @admin.display(description=gettext_lazy("waived"))
    def waived(self, seat):
        waiver = waiver_of(seat)
        return f"{waiver_in_words(waiver)}: {waiver.reason}" if waiver else "–"


def may_waive(user):
    return user.has_perm("convenings.change_registration") or user.has_perm("convenings.add_waiver")


def waiver_in_words(waiver):
    """“$60.00, Paid by a sponsor (Stuart Foundation)”."""
    kind = f"{waiver.get_kind_display()} ({waiver.sponsor})" if waiver.sponsor else waiver.get_kind_display()
    return f"{dollars(waiver.amount)}, {kind}"


def _page(model_admin, request, team, *, in_all, **page):
    """`in_all(waivers)` says in one sentence what was done."""
    return deed_page(
        model_admin,
        request,
        row=team,
        sentences=lambda outcome: [in_all(outcome[0]), *_of_each_seat(outcome[0]), *_papers(*outcome[1])],
        done=lambda outcome: in_all(outcome[0]),
        back=reverse("admin:convenings_registration_change", args=[team.pk]),
        **page,
    )


def _waived(waivers):
    count = len(waivers)
    return ngettext("%(count)s seat is waived: %(total)s.", "%(count)s seats are waived: %(total)s.", count) % {
        "count": count,
        "total": _total(waivers),
    }


def _owed_again(waivers):
    count = len(waivers)
    return ngettext("%(count)s seat is owed again: %(total)s.", "%(count)s seats are owed again: %(total)s.", count) % {
        "count": count,
        "total": _total(waivers),
    }


def _total(waivers):
    return dollars(sum(waiver.amount for waiver in waivers))


def _of_each_seat(waivers):
    return [f"{waiver.seat.label}, {waiver.seat.name_shown()}: {waiver_in_words(waiver)}" for waiver in waivers]


def _papers(credit_note, invoice):
    if invoice is None:
        return [_("No invoice changes now. One says so when the team’s seats are confirmed.")]
    said = {"open": dollars(open_of(invoice)), "total": dollars(invoice.total)}
    if credit_note is None:
        return [_("An invoice of %(total)s is issued.") % said, _told(invoice)]
    old = credit_note.invoice
    said |= {"old": old.number, "old_total": dollars(old.total)}
    sentences = [
        _("A credit note takes back %(old)s of %(old_total)s, and a new invoice of %(total)s takes its place.") % said
    ]
    if old.allocations.exists():
        moved = _("What was paid moves along; %(open)s of the new one is open. What is over stays as credit.")
        sentences.append(moved % said)
    return [*sentences, _told(invoice)]


def _told(invoice):
    bill, account = invoice.bill, invoice.account
    people = ", ".join(dict.fromkeys(filter(None, [bill.opened_by.email, account.ap_email])))
    return _("It is mailed to %(people)s.") % {"people": people}
