"""From latitude and longitude to meters on a plane where every area keeps its size.

Source of the formulas: J. P. Snyder, Map Projections: A Working Manual (US Geological Survey, Professional Paper 1395),
pages 101 and 102, numbered as there. Source of California's values: EPSG:3310, NAD83 / California Albers.
"""

from dataclasses import dataclass
from functools import cached_property
from math import atanh, cos, radians, sin, sqrt


@dataclass(frozen=True)
class AlbersEqualArea:
    """A conic projection of an ellipsoid; angles in degrees, lengths in meters.

    `parallels` are the two on which distances are true, `origin` the latitude and longitude of x = y = 0.
    """

    parallels: tuple
    origin: tuple
    radius: float
    eccentricity_squared: float

    def project(self, latitude, longitude):
        """(x, y) in meters, east and north of the origin."""
        distance = self._distance_from_apex(latitude)
        angle = self._cone * radians(float(longitude) - self.origin[1])
        return distance * sin(angle), self._apex - distance * cos(angle)

    @cached_property
    def _cone(self):
        """n (14-14)"""
        first, second = self.parallels
        return (self._m(first) ** 2 - self._m(second) ** 2) / (self._q(second) - self._q(first))

    @cached_property
    def _constant(self):
        """C (14-13)"""
        first = self.parallels[0]
        return self._m(first) ** 2 + self._cone * self._q(first)

    @cached_property
    def _apex(self):
        return self._distance_from_apex(self.origin[0])

    def _distance_from_apex(self, latitude):
        """ρ (14-12)"""
        return self.radius * sqrt(self._constant - self._cone * self._q(latitude)) / self._cone

    def _m(self, latitude):
        """(14-15)"""
        sine = sin(radians(latitude))
        return cos(radians(latitude)) / sqrt(1 - self.eccentricity_squared * sine**2)

    def _q(self, latitude):
        """(3-12); atanh(z) is ½ ln((1 + z) ÷ (1 − z))."""
        sine, squared = sin(radians(float(latitude))), self.eccentricity_squared
        eccentricity = sqrt(squared)
        return (1 - squared) * (sine / (1 - squared * sine**2) + atanh(eccentricity * sine) / eccentricity)


# GRS 1980; EPSG:3310 counts north from 4,000,000 m above this origin, which moves a drawing but does not change it.
CALIFORNIA = AlbersEqualArea(
    parallels=(34, 40.5), origin=(0, -120), radius=6_378_137.0, eccentricity_squared=0.00669438002290
)
