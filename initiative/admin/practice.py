from django.contrib import admin
from unfold.admin import TabularInline

from initiative.models import Practice, PracticeUse
from lmi_portal.audit.editing import RecordedAdmin


class UseInline(TabularInline):
    model = PracticeUse
    fields = ["district", "case_study", "how", "since", "source"]
    autocomplete_fields = ["district"]
    extra = 0


@admin.register(Practice)
class PracticeAdmin(RecordedAdmin):
    list_display = ["name", "summary", "ask_name"]
    search_fields = ["name", "summary", "description"]
    prepopulated_fields = {"slug": ["name"]}
    filter_horizontal = ["resources"]
    inlines = [UseInline]
