from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.forms import PaginationInlineFormSet

from initiative.models import Practice, PracticeUse
from lmi_portal.audit.editing import RecordedAdmin


class UseFormSet(PaginationInlineFormSet):
    """Each district is on file once with a practice; Django asks no constraint that names the row above an inline."""

    def clean(self):
        super().clean()
        kept = [form for form in self.forms if form.cleaned_data.get("district") and not self._should_delete_form(form)]
        districts = [form.cleaned_data["district"] for form in kept]
        on_file = PracticeUse.objects.filter(practice=self.instance.pk, district__in=districts)
        is_told = on_file.exclude(pk__in=[form.instance.pk for form in self.initial_forms]).exists()
        if is_told or len(set(districts)) < len(districts):
            raise forms.ValidationError(_("One district is on file with this practice twice."))


class UseInline(TabularInline):
    """What a case study tells is edited on its page alone, since both sides of its district approve the very words."""

    model = PracticeUse
    formset = UseFormSet
    fields = ["district", "how", "since", "source"]
    autocomplete_fields = ["district"]
    extra = 0
    verbose_name_plural = gettext_lazy("practices in use (those that a case study tells are edited there)")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(case_study=None)


@admin.register(Practice)
class PracticeAdmin(RecordedAdmin):
    list_display = ["name", "summary", "ask_name"]
    search_fields = ["name", "summary", "description"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["resources"]
    inlines = [UseInline]
