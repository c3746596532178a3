"""People and staff groups, as LMI staff see them: nobody's password or second factor can be read or typed here."""

# Taken from allauth's own admin modules, so that those have registered by the time they are unregistered here.
from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.models import Group
from django.db.models import Exists, ManyToManyField, OuterRef
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from lmi_portal.audit.editing import RecordedAdmin, record_edit
from lmi_portal.confirming import Prospect, confirmation_page, do_each, form_to_confirm
from lmi_portal.looking import row_of
from lmi_portal.merging import to_merge_page

from .clearing import CannotClear, clear_second_factor, refuse_to_clear
from .models import User
from .opening import invite_person

admin.site.unregister([EmailAddress, Authenticator, Group])


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, RecordedAdmin):
    """Django's own, with what staff may do from then on in the audit trail."""


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
    actions = ["merge"]
    actions_detail = ["clear_second_factor"]

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

    def has_merge_permission(self, request):
        return self.has_change_permission(request)

    @admin.action(description=_("Merge two that are one"), permissions=["merge"])
    def merge(self, request, people):
        # What people have in any app meets above them all, so the page is the composition's.
        return to_merge_page(request, people, page="people_merge", back=reverse("admin:accounts_user_changelist"))

    def has_clear_permission(self, request, object_id):
        return self.has_change_permission(request, row_of(User, object_id))

    @action(description=_("Clear lost second factor"), permissions=["clear"], url_path="clear-second-factor")
    def clear_second_factor(self, request, object_id):
        person = row_of(User, object_id)
        back = reverse("admin:accounts_user_change", args=[person.pk])
        form = form_to_confirm(request)
        if not form.is_valid():
            title, prospects = _("Clear lost second factor"), [_prospect(person, by=request.user)]
            return confirmation_page(self, request, title=title, prospects=prospects, form=form, back=back)
        do_each(
            request,
            [person],
            lambda person: clear_second_factor(user=person, cleared_by=request.user, now=timezone.now()),
            refusals=CannotClear,
            done=_("second factor cleared"),
        )
        return redirect(back)

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


def _prospect(person, *, by):
    try:
        refuse_to_clear(person, by=by)
    except CannotClear as refusal:
        return Prospect(person, [], str(refusal))
    return Prospect(
        person,
        [
            _("Be sure that it is this person who asks: whoever has the password or the mailbox can sign in then."),
            _("Authenticator app, passkeys and recovery codes are taken off the account."),
            _("%(email)s gets an e-mail that says who did it.") % {"email": person.email},
        ],
    )
