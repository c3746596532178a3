from . import correction, place, provider, service, taxonomy

__all__ = ["correction", "place", "provider", "service", "taxonomy"]
