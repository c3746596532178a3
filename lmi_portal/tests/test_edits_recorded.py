"""That staff edit with history: whatever they may change or delete in the admin, the audit trail tells."""

from inspect import unwrap

import pytest
from django.contrib import admin
from django.test import RequestFactory
from unfold.admin import ModelAdmin

from districts.models import County
from districts.tests.factories import create_district, create_unit, create_user
from lmi_portal.accounts.models import User
from lmi_portal.audit.editing import RecordedAdmin
from lmi_portal.audit.models import Entry

# What these change they record by deeds of their own, in tests of their own; nothing of theirs is deleted.
BY_OWN_DEEDS = {
    "accounts.User",
    "billing.Account",
    "billing.Payee",
    "convenings.Convening",
    "convenings.ConveningDay",
}
RECORDING = ["save_related", "delete_model", "delete_queryset"]


def request_of_superuser():
    request = RequestFactory().post("/")
    request.user = User(is_superuser=True, is_staff=True)
    return request


def unrecorded(model_admins):
    """The models of those that may change something without RecordedAdmin having its say."""
    request = request_of_superuser()
    return {
        model_admin.model._meta.label
        for model_admin in model_admins
        if any(getattr(model_admin, f"has_{deed}_permission")(request) for deed in ("add", "change", "delete"))
        and not isinstance(model_admin, RecordedAdmin)
    }


def test_whatever_staff_may_change_is_recorded():
    assert unrecorded(admin.site._registry.values()) == BY_OWN_DEEDS


@pytest.mark.parametrize("label", sorted(BY_OWN_DEEDS))
def test_what_is_changed_by_own_deeds_is_never_deleted(label):
    model_admin = next(one for model, one in admin.site._registry.items() if model._meta.label == label)

    assert not model_admin.has_delete_permission(request_of_superuser())


def test_control_an_admin_that_records_nothing_is_told():
    assert unrecorded([ModelAdmin(County, admin.site)]) == {"districts.County"}


def test_no_admin_takes_recording_away_from_the_one_that_does_it():
    """An override must call on to it, as `super().save_related(...)` does."""
    silent = {
        f"{type(one).__name__}.{name}"
        for one in admin.site._registry.values()
        if isinstance(one, RecordedAdmin)
        for owner in type(one).__mro__[: type(one).__mro__.index(RecordedAdmin)]
        if owner.__module__.split(".")[0] not in {"django", "unfold"}
        for name in RECORDING
        if name in vars(owner) and "super" not in unwrap(vars(owner)[name]).__code__.co_names
    }

    assert silent == set()


@pytest.mark.django_db
def test_deleted_rows_are_recorded_one_by_one():
    district, user = create_district(), create_user(is_staff=True, is_superuser=True)
    units = [create_unit(district), create_unit(district), create_unit(district)]
    request = request_of_superuser()
    request.user = user
    units_admin = admin.site.get_model_admin(type(units[0]))

    units_admin.delete_model(request, units.pop())
    units_admin.delete_queryset(request, district.units.all())

    assert district.units.count() == 0
    assert Entry.objects.filter(deed="delete_bargainingunit", done_by=user).count() == 3
