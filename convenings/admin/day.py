from django.contrib import admin
from django.utils import timezone
from unfold.admin import ModelAdmin, TabularInline

from convenings.models import AgendaItem, ConveningDay
from lmi_portal.audit.editing import record_edit

from .hours import AgendaItemForm


class AgendaInline(TabularInline):
    model = AgendaItem
    form = AgendaItemForm
    fields = ["starts", "title", "detail"]
    extra = 0
    hide_title = True


@admin.register(ConveningDay)
class ConveningDayAdmin(ModelAdmin):
    """The agenda of one day, reached from its convening, where day and hours are set."""

    inlines = [AgendaInline]
    fields = ["convening", "held_on", "title", "doors_at", "starts_at", "ends_at"]
    readonly_fields = fields
    list_display = ["held_on", "convening", "title"]
    list_select_related = ["convening"]
    search_fields = ["convening__title", "title"]

    def get_model_perms(self, request):
        # Left out of the menu: a day is opened from its convening.
        return {}

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        """Leave the day as it is: written back from here, it could undo a move made meanwhile."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        record_edit(request, form, formsets, deed="edit_agenda", now=timezone.now())
