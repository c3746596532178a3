from .convening import Convening
from .programme import AddOn, AgendaItem, ConveningDay, Speaker
from .registration import Registration, Seat, SeatAddOn
from .reminder import Follower, Reminder, ReminderRule

__all__ = [
    "AddOn",
    "AgendaItem",
    "Convening",
    "ConveningDay",
    "Follower",
    "Registration",
    "Reminder",
    "ReminderRule",
    "Seat",
    "SeatAddOn",
    "Speaker",
]
