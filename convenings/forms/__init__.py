from .seat import SeatFormSet
from .team import CancelForm, CoLeadForm, TeamForm

__all__ = ["CancelForm", "CoLeadForm", "SeatFormSet", "TeamForm"]
