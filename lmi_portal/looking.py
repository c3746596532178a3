"""Lists that staff read and search, and change only through deeds."""

from unfold.admin import ModelAdmin, TabularInline


class ReadOnlyInline(TabularInline):
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class ReadOnlyAdmin(ModelAdmin):
    """Nothing is added, edited or deleted here; the full count of a long list is never asked for."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
