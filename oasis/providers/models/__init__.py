from .correction import Correction
from .place import Accessibility, Address, Language, Location, ServiceAtLocation
from .provider import Contact, Phone, Provider
from .service import NEWEST_CHECK, CostOption, RequiredDocument, Schedule, Service, ServiceArea
from .taxonomy import Need, Taxonomy, TaxonomyTerm

__all__ = [
    "NEWEST_CHECK",
    "Accessibility",
    "Address",
    "Contact",
    "Correction",
    "CostOption",
    "Language",
    "Location",
    "Need",
    "Phone",
    "Provider",
    "RequiredDocument",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "Taxonomy",
    "TaxonomyTerm",
]
