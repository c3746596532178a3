"""Staff's lens on the library: everything is edited here, with history; links are looked at and sent for."""

from django.contrib import admin, messages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import TabularInline

from lmi_portal.audit.editing import RecordedAdmin
from lmi_portal.looking import ReadOnlyAdmin

from .checking_links import CannotCheck, ask_for_check
from .filing import forget_files_after_commit
from .forms import ResourceForm
from .indexing import folded, index_resources
from .models import Audience, Finding, LinkCheck, Resource, Topic
from .waking import visit_after_commit


class FindingInline(TabularInline):
    model = Finding
    fields = ["figure", "what", "source", "position"]
    extra = 0


@admin.register(Resource)
class ResourceAdmin(RecordedAdmin):
    form = ResourceForm
    fields = ["title", "slug", "kind", "year", "authors", "publisher", "abstract"]
    fields += ["topics", "audiences", "link", "file", "source", "is_published"]
    list_display = ["title", "kind", "year", "publisher", "is_published", "link_state"]
    list_filter = ["kind", "is_published", "topics", "audiences"]
    list_select_related = ["link_check"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["found_by"]
    search_help_text = _("Words of title, authors, publisher, abstract or topics")
    prepopulated_fields = {"slug": ["title"]}
    inlines = [FindingInline]

    @admin.display(description=_("link"))
    def link_state(self, resource):
        return resource.link_check.get_outcome_display() if hasattr(resource, "link_check") else ""

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, folded(search_term))

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "file" in form.changed_data:
            forget_files_after_commit([form.file_before])

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        index_resources(Resource.objects.filter(pk=form.instance.pk))

    def delete_model(self, request, obj):
        forget_files_after_commit([obj.file.name])
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        forget_files_after_commit(queryset.values_list("file", flat=True))
        super().delete_queryset(request, queryset)


@admin.register(Topic)
class TopicAdmin(RecordedAdmin):
    """A topic's name is among the words that its resources are found by."""

    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        index_resources(Resource.objects.filter(topics=form.instance))

    def delete_model(self, request, obj):
        self._delete([obj], super().delete_model, request, obj)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        self._delete(queryset, super().delete_queryset, request, queryset)

    def _delete(self, topics, delete, *args):
        touched = list(Resource.objects.filter(topics__in=topics).values_list("pk", flat=True))
        delete(*args)
        index_resources(Resource.objects.filter(pk__in=touched))


@admin.register(Audience)
class AudienceAdmin(RecordedAdmin):
    list_display = ["name", "kind", "slug"]
    list_filter = ["kind"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(LinkCheck)
class LinkCheckAdmin(ReadOnlyAdmin):
    """Those that have failed for longest come first."""

    list_display = ["resource", "outcome", "first_failed_at", "detail", "status", "checked_at", "link"]
    list_filter = ["outcome", "resource__is_published"]
    list_select_related = ["resource"]
    search_fields = ["resource__title", "link"]
    actions = ["check_now"]

    def has_check_permission(self, request):
        return request.user.has_perm("library.change_resource")

    @admin.action(description=_("Check now"), permissions=["check"])
    def check_now(self, request, checks):
        asked = list(checks)
        try:
            with transaction.atomic():
                for check in asked:
                    ask_for_check(check=check, asked_by=request.user, now=timezone.now())
                visit_after_commit(asked)
        except CannotCheck as refusal:
            messages.error(request, refusal)
        else:
            sentence = ngettext("%(count)d link will be visited.", "%(count)d links will be visited.", len(asked))
            messages.success(request, sentence % {"count": len(asked)})
