from .directory import County, District, Organization, School
from .evidence import Evidence
from .table import BargainingUnit, Membership, Side

__all__ = ["BargainingUnit", "County", "District", "Evidence", "Membership", "Organization", "School", "Side"]
