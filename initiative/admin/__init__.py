from . import practice

__all__ = ["practice"]
