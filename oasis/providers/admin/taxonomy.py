from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from lmi_portal.audit.editing import RecordedAdmin
from oasis.providers.models import Need, Taxonomy, TaxonomyTerm


@admin.register(Need)
class NeedAdmin(RecordedAdmin):
    """What school staff choose from; a service meets a need that one of its terms is mapped to."""

    fields = ["name", "slug", "position", ("is_sensitive", "allows_minor_consent"), "terms"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["terms"]
    list_display = ["name", "slug", "position", "is_sensitive", "allows_minor_consent"]
    search_fields = ["name", "slug"]

    def get_readonly_fields(self, request, obj=None):
        """Addresses that people have shared hold the slug."""
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)


@admin.register(Taxonomy)
class TaxonomyAdmin(RecordedAdmin):
    fields = ["name", "description", "uri", "version"]
    list_display = ["name", "description", "uri"]


@admin.register(TaxonomyTerm)
class TaxonomyTermAdmin(RecordedAdmin):
    fields = ["taxonomy", "code", "name", "description", "parent"]
    autocomplete_fields = ["parent"]
    list_display = ["name", "code", "taxonomy", "parent"]
    list_filter = ["taxonomy"]
    list_select_related = ["taxonomy", "parent"]
    search_fields = ["name", "code"]
    search_help_text = _("Name or code")
    list_per_page = 50
    show_full_result_count = False
