from . import directory, evidence, membership

__all__ = ["directory", "evidence", "membership"]
