"""The portal's own settings, with one empty view beside its pages to measure them against."""

from lmi_portal.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
