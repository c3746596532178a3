"""What must be true of billing's rows, each promise with the statement that finds whatever breaks it."""

from . import ledger, money, numbers, papers

__all__ = ["ledger", "money", "numbers", "papers"]
