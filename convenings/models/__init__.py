from .convening import Convening
from .money import CancellationStep, KeptFee, Waiver
from .programme import AddOn, AgendaItem, ConveningDay, Speaker
from .registration import Registration, Seat, SeatAddOn
from .reminder import Follower, Reminder, ReminderRule

__all__ = [
    "AddOn",
    "AgendaItem",
    "CancellationStep",
    "Convening",
    "ConveningDay",
    "Follower",
    "KeptFee",
    "Registration",
    "Reminder",
    "ReminderRule",
    "Seat",
    "SeatAddOn",
    "Speaker",
    "Waiver",
]
