from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from lmi_portal.looking import ReadOnlyAdmin

from .models import Entry


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    """The audit trail to look at; nobody edits it, superusers included."""

    list_display = ["done_at", "done_by_label", "what", "subject_label", "from_to"]
    list_filter = ["done_at", "deed"]
    search_fields = ["subject_label", "done_by_label", "subject_key", "deed"]
    search_help_text = _("Search by what it was done on, by whom, or by deed.")
    fields = ["done_at", "done_by_label", "what", "subject_type", "subject_key", "subject_label", "from_to"]

    @admin.display(description=_("deed"), ordering="deed")
    def what(self, entry):
        return entry.deed.replace("_", " ")

    @admin.display(description=_("from – to"))
    def from_to(self, entry):
        if not entry.changes:
            return "–"
        changes = (
            (field.replace("_", " "), readable(old), readable(new)) for field, (old, new) in entry.changes.items()
        )
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {} → {}</li>", changes))


def readable(value):
    match value:
        case None | "" | []:
            return _("nothing")
        case bool():
            return _("yes") if value else _("no")
        case list():
            return ", ".join(str(each) for each in value)
    return value
