"""A strategic plan from the top down: each page holds the next level's rows, which open their own."""

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline

from initiative.models import Goal, Measure, MeasureValue, Objective, Plan
from lmi_portal.audit.editing import RecordedAdmin


class PartInline(TabularInline):
    extra = 0
    show_change_link = True


class GoalInline(PartInline):
    model = Goal
    fields = ["position", "title"]
    verbose_name_plural = gettext_lazy("goals (each opens its objectives)")


class ObjectiveInline(PartInline):
    model = Objective
    fields = ["position", "title"]
    verbose_name_plural = gettext_lazy("objectives (each opens its measures)")


class MeasureInline(PartInline):
    model = Measure
    fields = ["position", "name", "unit", "figure", "baseline", "target"]
    verbose_name_plural = gettext_lazy("measures (each opens its values)")


class ValueInline(TabularInline):
    model = MeasureValue
    fields = ["measured_on", "value", "source"]
    extra = 0


@admin.register(Plan)
class PlanAdmin(RecordedAdmin):
    list_display = ["title", "starts_on", "ends_on", "is_example", "is_published"]
    list_filter = ["is_published"]
    search_fields = ["title", "summary"]
    prepopulated_fields = {"slug": ["title"]}
    fields = ["title", "slug", ("starts_on", "ends_on"), "summary", "source", "is_example", "is_published"]
    inlines = [GoalInline]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "is_published" in form.changed_data:
            published = _("Everyone can read this plan now, at %(path)s.") % {"path": obj.get_absolute_url()}
            messages.info(request, published if obj.is_published else _("Only LMI staff can read this plan now."))

    def view_on_site(self, plan):
        return plan.get_absolute_url()


class PartAdmin(RecordedAdmin):
    """A part is added, and looked for, on the page of what it belongs to; saving it leads back there."""

    part_of = ""
    readonly_fields = ["belongs_to"]

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def response_post_save_change(self, request, obj):
        return redirect(self._page_of_whole(obj))

    @admin.display(description=gettext_lazy("belongs to"))
    def belongs_to(self, part):
        whole = getattr(part, self.part_of)
        return format_html('<a class="underline" href="{}">{}</a>', self._page_of_whole(part), whole)

    def _page_of_whole(self, part):
        whole = getattr(part, self.part_of)
        return reverse(f"admin:initiative_{whole._meta.model_name}_change", args=[whole.pk])


@admin.register(Goal)
class GoalAdmin(PartAdmin):
    part_of = "plan"
    fields = ["belongs_to", "position", "title", "text"]
    list_display = ["title", "plan"]
    list_select_related = ["plan"]
    inlines = [ObjectiveInline]


@admin.register(Objective)
class ObjectiveAdmin(PartAdmin):
    part_of = "goal"
    fields = ["belongs_to", "position", "title", "text"]
    list_display = ["title", "goal"]
    list_select_related = ["goal"]
    inlines = [MeasureInline]


@admin.register(Measure)
class MeasureAdmin(PartAdmin):
    part_of = "objective"
    fields = ["belongs_to", "position", "name", ("unit", "figure"), ("baseline", "target"), "source"]
    list_display = ["name", "objective", "figure"]
    list_select_related = ["objective"]
    inlines = [ValueInline]
