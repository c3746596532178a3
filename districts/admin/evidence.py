"""What is on record of districts: staff write it here with its source; what a deed recorded is changed by that deed."""

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline
from unfold.widgets import UnfoldAdminTextareaWidget

from districts.models import Evidence
from districts.partnership import when_of
from lmi_portal.audit.editing import RecordedAdmin
from lmi_portal.lines import LinesField
from lmi_portal.looking import ReadOnlyInline

BY_DEED = ~Q(key="")


class EvidenceForm(forms.ModelForm):
    roles = LinesField(
        label=_("Roles present"),
        required=False,
        max_length=1000,
        help_text=_("One a line, labor first: “SJTA lead”, “Superintendent”. Never a person’s name."),
    )

    class Meta:
        widgets = {"what": UnfoldAdminTextareaWidget(attrs={"rows": 2})}


class WrittenFilter(admin.SimpleListFilter):
    title, parameter_name = _("written"), "written"

    def lookups(self, request, model_admin):
        return [("hand", _("By hand")), ("deed", _("By a deed of the portal"))]

    def queryset(self, request, queryset):
        if self.value() in {"hand", "deed"}:
            return queryset.filter(BY_DEED if self.value() == "deed" else ~BY_DEED)
        return queryset


@admin.register(Evidence)
class EvidenceAdmin(RecordedAdmin):
    """No district is shown as a participant without a row here; a well-being highlight is a row too."""

    form = EvidenceForm
    fieldsets = [
        (None, {"fields": ["district", "kind", "what", ("happened_on", "when_note"), "roles"]}),
        (_("How it is known"), {"fields": ["strength", "source", "path"]}),
        (_("Record"), {"fields": [("recorded_at", "recorded_by")]}),
    ]
    readonly_fields = ["recorded_at", "recorded_by"]
    autocomplete_fields = ["district"]
    list_display = ["what", "district", "kind", "when", "strength", "written"]
    list_select_related = ["district", "recorded_by"]
    list_filter = ["kind", "strength", WrittenFilter, "district__county__region"]
    search_fields = ["what", "source", "district__name", "district__cd_code"]
    search_help_text = _("What it says, its source, or the district’s name or CD code")
    list_per_page = 50
    show_full_result_count = False

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.key)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.key)

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if obj else self.fieldsets[:-1]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.recorded_by = request.user
        super().save_model(request, obj, form, change)

    def view_on_site(self, evidence):
        return evidence.district.get_absolute_url()

    @admin.display(description=_("when"), ordering="happened_on")
    def when(self, evidence):
        return when_of(evidence)

    @admin.display(description=_("written by"), ordering="key")
    def written(self, evidence):
        if evidence.key:
            return _("a deed")
        return evidence.recorded_by or _("the facts")


class EvidenceInline(StackedInline):
    """What staff wrote, well-being highlights among it."""

    model = Evidence
    form = EvidenceForm
    fields = [("kind", "strength"), "what", ("happened_on", "when_note"), "roles", ("source", "path")]
    verbose_name_plural = _("on record, written by hand")
    extra = 0
    collapsible = True

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(BY_DEED)


class DeedEvidenceInline(ReadOnlyInline):
    model = Evidence
    fields = ["kind", "what", "happened_on", "source", "recorded_by"]
    readonly_fields = fields
    verbose_name_plural = _("on record, written by the portal’s deeds")
    show_change_link = True
    hide_title = True

    def get_queryset(self, request):
        return super().get_queryset(request).filter(BY_DEED).select_related("recorded_by")


class EvidenceOfDistrict:
    """For the district's page: whoever adds a row there has recorded it."""

    def save_formset(self, request, form, formset, change):
        if formset.model is Evidence:
            for row in formset.extra_forms:
                row.instance.recorded_by = request.user
        super().save_formset(request, form, formset, change)
