"""What belongs to one convening and is edited on its page."""

from datetime import time

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import TabularInline
from unfold.forms import PaginationInlineFormSet
from unfold.widgets import UnfoldAdminTextareaWidget

from convenings.models import AddOn, Convening, ConveningDay, ReminderRule, Speaker
from convenings.seating import add_ons_taken

from .hours import DayForm


class DayFormSet(PaginationInlineFormSet):
    def clean(self):
        super().clean()
        kept = [form for form in self.forms if (form.instance.pk or form.has_changed()) and not self._gone(form)]
        if self.instance.state == Convening.State.OPEN and not kept:
            raise forms.ValidationError(_("Registration is open, so the convening needs a day."))

    def _gone(self, form):
        return bool(self.can_delete and self._should_delete_form(form))


class DayInline(TabularInline):
    model = ConveningDay
    form = DayForm
    formset = DayFormSet
    fields = ["held_on", "doors", "starts", "ends", "title"]
    extra = 0
    show_change_link = True
    verbose_name_plural = _("days (each opens its agenda)")


class AddOnForm(forms.ModelForm):
    def clean_capacity(self):
        capacity = self.cleaned_data["capacity"]
        if capacity is not None and self.instance.pk:
            taken = add_ons_taken(self.instance.convening).get(self.instance.pk, 0)
            if capacity < taken:
                raise forms.ValidationError(
                    ngettext("%(taken)s seat is taken already.", "%(taken)s seats are taken already.", taken)
                    % {"taken": taken}
                )
        return capacity


class AddOnInline(TabularInline):
    model = AddOn
    form = AddOnForm
    fields = ["position", "title", "for_whom", "held_on", "capacity", "price", "taken"]
    readonly_fields = ["taken"]
    extra = 0
    hide_title = True

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(chosen_count=Count("chosen"))

    @admin.display(description=_("taken"))
    def taken(self, add_on):
        return add_on.chosen_count if add_on.pk else "–"


class SpeakerInline(TabularInline):
    model = Speaker
    fields = ["position", "name", "affiliation"]
    extra = 0
    hide_title = True


class ReminderRuleInline(TabularInline):
    model = ReminderRule
    fields = ["kind", "days", "send_time", "note", "is_on", "preview"]
    readonly_fields = ["preview"]
    extra = 0
    hide_title = True

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "send_time":
            kwargs["initial"] = time(8)
        if db_field.name == "note":
            kwargs["widget"] = UnfoldAdminTextareaWidget(attrs={"rows": 2})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("preview"))
    def preview(self, rule):
        if rule.pk is None:
            return _("Save first")
        url = reverse("admin:convenings_reminderrule_preview", args=[rule.pk])
        return format_html('<a class="underline" href="{}">{}</a>', url, _("See the mail"))
