"""People and staff groups, as LMI staff see them: nobody's password or second factor can be read or typed here."""

# Taken from allauth's own admin modules, so that those have registered by the time they are unregistered here.
from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.models import Group
from django.db.models import Exists, ManyToManyField, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from lmi_portal.audit.editing import record_edit

from .models import User
from .opening import invite_person

admin.site.unregister([EmailAddress, Authenticator, Group])


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, ModelAdmin):
    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        deed = "edit_group" if change else "add_group"
        record_edit(request, form, formsets, deed=deed, now=timezone.now())


@admin.register(User)
class UserAdmin(ModelAdmin):
    """A person is added by an invitation; the e-mail address, the password and the factors are the person's own."""

    list_display = ["email", "name", "is_staff", "has_second_factor", "is_active", "joined_at", "last_login"]
    list_filter = ["is_staff", "is_active", "groups"]
    search_fields = ["email", "name"]
    formfield_overrides = {ManyToManyField: {"widget": UnfoldAdminCheckboxSelectMultipleWidget}}
    invitation_fields = ["email", "name", "is_staff", "groups"]
    fields = [
        "email", "name", "is_active", "is_staff", "groups", "is_superuser", "second_factors", "joined_at", "last_login",
    ]  # fmt: skip
    readonly_fields = ["second_factors", "joined_at", "last_login"]
    staff_fields = ["is_staff", "groups", "is_superuser"]

    def get_queryset(self, request):
        factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
        return super().get_queryset(request).annotate(has_second_factor=Exists(factors))

    def lookup_allowed(self, lookup, value, request=None):
        # ?password__startswith=… would tell a password's hash letter by letter.
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def get_fields(self, request, obj=None):
        return self.fields if obj else self.invitation_fields

    def get_readonly_fields(self, request, obj=None):
        own = ["email"] if obj else []
        return [*self.readonly_fields, *own, *([] if request.user.is_superuser else self.staff_fields)]

    def has_change_permission(self, request, obj=None):
        # Who looks after the directory must not be able to reach up to colleagues who may do more.
        may_reach = obj is None or request.user.is_superuser or not (obj.is_staff or obj.is_superuser)
        return may_reach and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
            return
        person = {"email": obj.email, "name": obj.name, "is_staff": obj.is_staff}
        groups = [group.name for group in form.cleaned_data.get("groups", [])]
        obj.pk = invite_person(**person, groups=groups, invited_by=request.user, now=timezone.now()).pk

    def save_related(self, request, form, formsets, change):
        if not change:
            return
        super().save_related(request, form, formsets, change)
        record_edit(request, form, formsets, deed="account_changed", now=timezone.now())

    @admin.display(description=_("second factor"), boolean=True)
    def has_second_factor(self, person):
        return person.has_second_factor

    @admin.display(description=_("second factors"), empty_value=_("None"))
    def second_factors(self, person):
        factors = [
            (factor.get_type_display(), date_format(timezone.localtime(factor.created_at), "DATE_FORMAT"))
            for factor in Authenticator.objects.filter(user=person.pk).order_by("created_at")
        ]
        return format_html_join(", ", "{} ({})", factors) or None
