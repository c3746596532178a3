from .paying import PayingForm
from .seat import SeatFormSet
from .team import CancelForm, CoLeadForm, TeamForm

__all__ = ["CancelForm", "CoLeadForm", "PayingForm", "SeatFormSet", "TeamForm"]
