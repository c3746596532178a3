"""Rows that staff read and search, and change only through deeds."""

from django.db import connection
from django.http import Http404
from django.shortcuts import get_object_or_404
from unfold.admin import ModelAdmin, TabularInline


def row_of(model, object_id):
    """The row that an address of the admin names, or Http404; unlike a number, any text may stand in an address."""
    try:
        return get_object_or_404(model, pk=object_id)
    except ValueError as error:
        raise Http404 from error


def is_being_saved(request):
    """Whether a form of the admin was sent, in whose transaction its row can be locked; a history has none."""
    return request.method == "POST" and connection.in_atomic_block


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
