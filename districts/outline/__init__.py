from .drawing import Outline, Shape, read_outline

__all__ = ["Outline", "Shape", "read_outline"]
