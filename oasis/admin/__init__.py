"""What LMI staff keep of OASIS: places, people and training. No student or referral is here, nor shall be."""

from . import sites, staff

__all__ = ["sites", "staff"]
