"""Cancelling and paying, on a convening's page: the rule's dates, and the whole of it in words."""

from itertools import pairwise

from django import forms
from django.contrib import admin, messages
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import StackedInline
from unfold.forms import PaginationInlineFormSet

from convenings.models import CancellationStep, Convening, Registration
from convenings.terms import last_day_of, paying_sentences_of, sentences_of, stages_in
from convenings.wording import written

Rule = Convening.RefundRule

TERMS_FIELDS = [
    "refund_rule",
    "refunds_add_ons",
    ("organizer_keeps", "late_charge"),
    "cancellation_terms",
    "takes_purchase_orders",
    "pay_by_days_before",
    "terms_in_words",
]


class StepForm(forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        # What could not be read has its own sentence already.
        until_on, days = cleaned.get("until_on", ""), cleaned.get("days_before", "")
        if until_on is None and days is None:
            self.add_error("until_on", _("Give the last day, or the days before the first day."))
        elif until_on and days is not None and days != "":
            self.add_error("until_on", _("Give the last day or the days before, not both."))
        elif until_on and cleaned.get("counts_working_days"):
            self.add_error("counts_working_days", _("For working days give their number."))
        return cleaned


class StepFormSet(PaginationInlineFormSet):
    """Holds the rows against the convening's rule and against one another."""

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        convening, rows = self.instance, [form for form in self.forms if self._stays(form)]
        if convening.refund_rule != Rule.STEPS and rows:
            raise forms.ValidationError(
                _("Refunds do not go by dates here: choose “By the dates below”, or delete the dates.")
            )
        if convening.refund_rule == Rule.STEPS and not rows:
            raise forms.ValidationError(_("Refunds go by dates, so give at least one."))
        for row in rows:
            until_on, ends_on = row.instance.until_on, convening.ends_on
            if ends_on and until_on and until_on > ends_on:
                day = written(ends_on, "N j, Y")
                row.add_error("until_on", _("The convening is over by then: it ends on %(day)s.") % {"day": day})
        _refuse_odd_order(stages_in([row.instance for row in rows], convening), convening)

    def _stays(self, form):
        is_deleted = self.can_delete and self._should_delete_form(form)
        return (form.instance.pk or form.has_changed()) and not is_deleted


def _refuse_odd_order(stages, convening):
    for stage in stages:
        if len({band.price_from for band in stage.bands}) < len(stage.bands):
            raise forms.ValidationError(_("Two rows end on the same day for the same seats: keep one of them."))
    for earlier, later in pairwise(stages):
        for band in later.bands:
            if _is_milder(band, earlier.band_for(band.price_from)):
                raise forms.ValidationError(
                    _("What is kept may not fall from one date to the next: look at %(row)s.")
                    % {"row": _row_in_words(band, convening)}
                )


def _is_milder(step, before):
    if before is None or step.only_paid_by_card != before.only_paid_by_card:
        return False
    kept, kept_before = (step.keeps_percent, step.keeps_fixed), (before.keeps_percent, before.keeps_fixed)
    return kept != kept_before and kept[0] <= kept_before[0] and kept[1] <= kept_before[1]


def _row_in_words(step, convening):
    last_day = last_day_of(step, convening)
    return written(last_day, "N j, Y") if last_day else str(step)


class StepInline(StackedInline):
    model = CancellationStep
    form = StepForm
    formset = StepFormSet
    fields = [
        ("until_on", "days_before"),
        ("counts_working_days", "only_paid_by_card"),
        ("keeps_percent", "keeps_fixed"),
        "price_from",
    ]
    extra = 0
    hide_title = True
    verbose_name_plural = gettext_lazy("dates of refunds (all of the price is kept after the last)")


class TermsMixin:
    """The rule in words, and a word to staff where teams have registered already."""

    @admin.display(description=gettext_lazy("in words, as saved"))
    def terms_in_words(self, convening):
        if convening.pk is None:
            return _("Save first")
        saved = Convening.objects.get(pk=convening.pk)
        sentences = [*sentences_of(saved), *paying_sentences_of(saved)]
        return format_html_join("", "<p>{}</p>", ((sentence,) for sentence in sentences))

    def warn_of_registered_teams(self, request, form, formsets):
        """Terms hold as they are on the day of cancelling, for teams too that registered before they were changed."""
        changed = set(form.changed_data) & {"refund_rule", "refunds_add_ons", "organizer_keeps", "late_charge"}
        if not changed and not any(formset.has_changed() for formset in formsets if formset.model is CancellationStep):
            return
        teams = Registration.objects.standing().filter(convening=form.instance).count()
        if teams:
            sentence = ngettext(
                "%(count)s team has registered: the new terms hold for it too, from now on. Its invoice still prints "
                "the old ones, so write to it where they have become harder.",
                "%(count)s teams have registered: the new terms hold for them too, from now on. Their invoices still "
                "print the old ones, so write to them where they have become harder.",
                teams,
            )
            messages.warning(request, sentence % {"count": teams})
