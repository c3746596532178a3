"""Staff's lens on convenings and registrations: it looks, and its actions call deeds."""

from . import convening, day, people, registration

__all__ = ["convening", "day", "people", "registration"]
