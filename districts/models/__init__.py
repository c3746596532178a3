from .directory import County, District, Organization, School
from .table import BargainingUnit, Membership, Side

__all__ = ["BargainingUnit", "County", "District", "Membership", "Organization", "School", "Side"]
