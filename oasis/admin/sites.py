"""Sites, what is funded there, and the days on which a district's schools are closed."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import TabularInline
from unfold.decorators import action

from lmi_portal.audit.editing import RecordedAdmin
from lmi_portal.confirming import Prospect, confirmation_page, do_each, form_to_confirm
from oasis.models import DayOff, Position, Site
from oasis.rolling_over import CannotRollOver, going_on, refuse_to_roll_over, roll_over


class PositionInline(TabularInline):
    model = Position
    fields = ["title", "unit", "funding", "budget_line", "full_time_equivalent", "yearly_cost"]
    autocomplete_fields = ["unit"]
    extra = 0


@admin.register(Site)
class SiteAdmin(RecordedAdmin):
    list_display = ["school", "district", "year", "program_ended_on"]
    list_filter = ["year"]
    list_select_related = ["school__district"]
    search_fields = ["school__name", "school__cds_code", "school__district__name"]
    search_help_text = gettext_lazy("School, CDS code or district")
    autocomplete_fields = ["school"]
    inlines = [PositionInline]
    actions = ["into_next_year"]

    @admin.display(description=gettext_lazy("district"), ordering="school__district__name")
    def district(self, site):
        return site.school.district

    @action(description=gettext_lazy("Roll over into the next school year"), permissions=["add"])
    def into_next_year(self, request, queryset):
        sites = list(queryset.select_related("school"))
        form = form_to_confirm(request)
        if not form.is_valid():
            title = _("Roll over into the next school year")
            prospects = [prospect_of(site) for site in sites]
            return confirmation_page(self, request, title=title, prospects=prospects, form=form, back=request.path)
        do_each(
            request,
            sites,
            lambda site: roll_over(site=site, by=request.user, now=timezone.now()),
            refusals=CannotRollOver,
            done=_("goes on in the next school year"),
        )
        return None


def prospect_of(site):
    try:
        refuse_to_roll_over(site)
    except CannotRollOver as refusal:
        return Prospect(site, [], str(refusal))
    people, positions = going_on(site).count(), site.positions.count()
    going = ngettext(
        "One assignment ends on June 30, %(year)d, and goes on from July 1.",
        "%(number)d assignments end on June 30, %(year)d, and go on from July 1.",
        people,
    )
    coming = ngettext("One position comes along.", "%(number)d positions come along.", positions)
    told = {"year": site.year + 1}
    return Prospect(site, [going % (told | {"number": people}), coming % {"number": positions}])


@admin.register(Position)
class PositionAdmin(RecordedAdmin):
    list_display = ["title", "site", "unit", "funding", "budget_line", "full_time_equivalent", "yearly_cost"]
    list_filter = ["funding", "site__year"]
    list_select_related = ["site__school", "unit__organization", "unit__district"]
    search_fields = ["title", "budget_line", "site__school__name"]
    autocomplete_fields = ["site", "unit"]


@admin.register(DayOff)
class DayOffAdmin(RecordedAdmin):
    list_display = ["off_on", "name", "district"]
    list_select_related = ["district"]
    search_fields = ["name", "district__name"]
    autocomplete_fields = ["district"]
    date_hierarchy = "off_on"
