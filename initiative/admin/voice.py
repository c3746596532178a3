from django.contrib import admin

from initiative.models import Voice
from lmi_portal.audit.editing import RecordedAdmin


@admin.register(Voice)
class VoiceAdmin(RecordedAdmin):
    """Whoever takes a permission back is heard at once: pages ask for the flag each time.

    The audit trail, which nothing can be deleted from, says that the words changed, and none of them.
    """

    list_display = ["name", "role", "district", "said_on", "is_permitted"]
    list_filter = ["is_permitted"]
    list_select_related = ["district"]
    search_fields = ["name", "quotation", "district__name"]
    autocomplete_fields = ["district"]
    untold = ["quotation"]
