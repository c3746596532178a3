from django.contrib import admin
from django.db import models
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from billing.models import Payee
from lmi_portal.audit.editing import record_edit


@admin.register(Payee)
class PayeeAdmin(ModelAdmin):
    """The one row that says who is paid and where."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = [
        (
            None,
            {
                "fields": ["name", "address", ("email", "phone")],
                "description": _("Papers that were issued stay as they are; the next ones say what stands here."),
            },
        ),
        (_("How districts pay"), {"fields": ["payable_to", "remit_to", "ach", "w9_url", "net_days"]}),
    ]

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        """Of a list of one, the one."""
        return self._the_one(request) or super().changelist_view(request, extra_context)

    def add_view(self, request, form_url="", extra_context=None):
        return self._the_one(request) or super().add_view(request, form_url, extra_context)

    def _the_one(self, request):
        # Asked here and not in has_add_permission, which the menu of each page calls.
        if self.has_view_permission(request) and Payee.objects.exists():
            return redirect(reverse("admin:billing_payee_change", args=[1]))
        return None

    def save_model(self, request, obj, form, change):
        obj.pk = 1
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        record_edit(request, form, formsets, deed="edit_payee", now=timezone.now())
