"""A service in words for families, who read them in their own language."""

from lmi_portal.family_language import for_families, language_name

from .models import Service

Capacity, Cost = Service.Capacity, Service.Cost
COSTS = {
    Cost.FREE: for_families("Free"),
    Cost.INSURANCE: for_families("Medi-Cal or insurance"),
    Cost.SLIDING: for_families("By income"),
    Cost.FEE: for_families("There is a fee"),
}
CAPACITIES = {
    Capacity.OPEN: for_families("Takes new people"),
    Capacity.LIMITED: for_families("Few places left"),
    Capacity.WAITLIST: for_families("There is a waiting list"),
    Capacity.FULL: for_families("No place is free now"),
}


def words_of(service):
    """What is on file as choices and codes; `languages` call themselves as those who speak them do."""
    return {
        "cost": COSTS.get(service.cost, ""),
        "capacity": CAPACITIES.get(service.capacity, ""),
        "languages": [language_name(language.code) for language in service.languages.all()],
    }
