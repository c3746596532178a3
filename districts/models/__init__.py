from .directory import County, District, School
from .evidence import Evidence
from .organization import Organization
from .table import BargainingUnit, Membership, Side

__all__ = ["BargainingUnit", "County", "District", "Evidence", "Membership", "Organization", "School", "Side"]
