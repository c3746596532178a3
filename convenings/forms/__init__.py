from .seat import SeatForm, SeatFormSet
from .team import CancelForm, CoLeadForm, TeamForm

__all__ = ["CancelForm", "CoLeadForm", "SeatForm", "SeatFormSet", "TeamForm"]
