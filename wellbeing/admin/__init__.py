"""What LMI staff see of well-being programs: their facts. No answer, comment or sign-up is here, nor shall be."""

from . import program

__all__ = ["program"]
