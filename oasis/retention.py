"""How long each kind of record is kept, by which rule: the one table that the purge (oasis/destroying.py) works from.

California parts pupil records in three (5 CCR § 432(b)): mandatory permanent ones, of which the portal holds none, as
they are the district's own; mandatory interim ones, the log of § 49064 among them, destroyed during the third school
year after they are done with (§§ 437(c), 16027); and permitted ones, such as notes, destroyed once six months have
passed since the program ended (§ 437(d)). A record of disclosures stays as long as the record disclosed (34 CFR
§ 99.32(a)(2)). Counsel confirms all of it before a pilot.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from .models import school_year_of

NOTES_KEPT_MONTHS = 6
LOG_YEARS_KEPT = 3


@dataclass(frozen=True)
class Rule:
    """`name` is on certificates; where nothing `is_destroyed_here`, the records official decides by hand."""

    name: str
    what: str
    kept: str
    source: str
    is_destroyed_here: bool = False


NOTES = Rule(
    "notes",
    _("Notes: case and counseling notes, and those with moves and contact attempts"),
    _("until six months after the program ended at the school"),
    "5 CCR §§ 432(b)(3), 437(d)",
    is_destroyed_here=True,
)
ACCESS_LOG = Rule(
    "access log",
    _("Log of who saw what"),
    _("until the third school year after the year of the entry begins"),
    "Education Code § 49064; 5 CCR §§ 432(b)(2), 437(c), 16027",
    is_destroyed_here=True,
)
DISCLOSURES = Rule(
    "disclosures",
    _("Record of disclosures"),
    _("as the log of access, and as long as a record of the student is kept"),
    "34 CFR § 99.32(a)(2); 5 CCR § 437(c)",
    is_destroyed_here=True,
)

RULES = [
    NOTES,
    ACCESS_LOG,
    DISCLOSURES,
    Rule(
        "referrals",
        _("Referrals with their moves, contact attempts and appointments"),
        _("until the third school year after the student leaves the district; not destroyed by the portal yet"),
        "5 CCR §§ 432(b)(2), 437(c)",
    ),
    Rule(
        "consents",
        _("Consents, their revocations and scans"),
        _("as long as what was disclosed on them; not destroyed by the portal yet"),
        "34 CFR §§ 99.30, 99.32; 5 CCR § 437(c)",
    ),
    Rule(
        "students",
        _("Students, households and guardians"),
        _("as long as any record above names them; not destroyed by the portal yet"),
        "5 CCR § 437(c)",
    ),
    Rule(
        "attendance",
        _("Attendance windows and what families took part in"),
        _("until the third school year after their year; not destroyed by the portal yet"),
        "5 CCR §§ 16025, 16027",
    ),
    Rule(
        "requests",
        _("Correction requests, emergency accesses, and courts’ requests with their holds"),
        _("as long as the record that they are about; not destroyed by the portal yet"),
        "Education Code §§ 49070, 49077",
    ),
    Rule("certificates", _("Certificates of destruction"), _("for good"), "5 CCR § 16027"),
]
BY_NAME = {rule.name: rule for rule in RULES}


def notes_due_since(*, on):
    """The last day on which a program may have ended for its notes to be due on the day `on`."""
    return months_before(on, NOTES_KEPT_MONTHS)


def log_kept_from(*, on):
    """The day from which on entries of the log stay on the day `on`.

    What is of 2026–27 is destroyed from July 1, 2029 on, in the third school year after.
    """
    return date(school_year_of(on) - LOG_YEARS_KEPT + 1, 7, 1)


def months_before(day, count):
    """The same day `count` months earlier, or the last of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
