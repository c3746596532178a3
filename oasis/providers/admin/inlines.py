"""What hangs on a provider, a place or a service, as rows on its page in the staff area."""

from django.db import models
from unfold.admin import StackedInline, TabularInline

from oasis.providers.models import (
    Accessibility,
    Address,
    Contact,
    CostOption,
    Language,
    Phone,
    RequiredDocument,
    Schedule,
    ServiceArea,
    ServiceAtLocation,
)

HTTPS = {models.URLField: {"assume_scheme": "https"}}


class ContactInline(StackedInline):
    """A named person is not listed publicly unless staff say so; one desk receives the referrals."""

    model = Contact
    fields = [("name", "title", "department"), ("email", "is_public", "receives_referrals")]
    extra = 0


class PhoneInline(TabularInline):
    model = Phone
    fields = ["number", "extension", "kind", "description"]
    extra = 0


class ScheduleInline(StackedInline):
    model = Schedule
    fields = [
        ("freq", "interval", "byday", "bymonthday"),
        ("opens_at", "closes_at", "starts_on"),
        ("valid_from_on", "valid_to_on"),
        ("description", "notes"),
    ]
    extra = 0


class AddressInline(StackedInline):
    model = Address
    fields = [("street", "street_2"), ("city", "state", "zip_code"), ("kind", "attention", "region")]
    extra = 0


class AccessibilityInline(TabularInline):
    model = Accessibility
    fields = ["description", "details", "url"]
    formfield_overrides = HTTPS
    extra = 0


class LanguageInline(TabularInline):
    model = Language
    fields = ["code", "name", "note"]
    extra = 0


class ServiceAtLocationInline(TabularInline):
    model = ServiceAtLocation
    fields = ["location", "description"]
    autocomplete_fields = ["location"]
    extra = 0


class AreaInline(TabularInline):
    model = ServiceArea
    fields = ["name", "description", "zip_codes"]
    extra = 0


class CostInline(TabularInline):
    model = CostOption
    fields = ["option", "amount", "amount_description"]
    extra = 0


class DocumentInline(TabularInline):
    model = RequiredDocument
    fields = ["document", "uri"]
    formfield_overrides = HTTPS
    extra = 0
