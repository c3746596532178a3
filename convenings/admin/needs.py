"""What people eat and what they need to take part is for those who look after teams, not for all who see them."""

from convenings.permissions import may_see_needs

NEEDS = ("dietary_needs", "access_needs")


class NeedsAsideMixin:
    """Leaves the needs out for whoever may not see them: as fields, and as a filter typed into the address."""

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        return fields if may_see_needs(request.user) else [field for field in fields if field not in NEEDS]

    def lookup_allowed(self, lookup, value, request):
        # ?dietary_needs__icontains=… would tell them word by word.
        if lookup.startswith(NEEDS) and not may_see_needs(request.user):
            return False
        return super().lookup_allowed(lookup, value, request)
