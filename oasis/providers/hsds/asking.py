"""What a request to the API asks for: its parameters read, each refused in a sentence that names it."""

from datetime import UTC, datetime, time
from uuid import UUID

from django.utils.dateparse import parse_date, parse_datetime

PER_PAGE = 50
MOST = 200
# A full record takes as much work as ten short ones.
MOST_FULL = 50
YES, NO = {"true", "1", "yes"}, {"false", "0", "no"}
LONGEST_SEARCH = 200
FARTHEST = 200_000


class BadParameter(Exception):
    """A parameter that cannot be meant: its `name`, and a sentence."""

    def __init__(self, name, sentence):
        super().__init__(sentence)
        self.name = name


class Asked:
    """The parameters of one request; an empty one counts as not given."""

    def __init__(self, params):
        self.params = params

    def text(self, name):
        return self.params.get(name, "").strip()

    def flag(self, name):
        value = self.text(name).lower()
        if value and value not in YES | NO:
            raise BadParameter(name, f"“{name}” is either true or false.")
        return value in YES

    def uid(self, name):
        try:
            return UUID(self.text(name)) if self.text(name) else None
        except ValueError as error:
            raise BadParameter(name, f"“{name}” is an id as in 2f6a1c9e-0d57-4c0b-9a3e-6f1d2b7c8e90.") from error

    def count(self, name, *, default, most):
        value = self.text(name) or str(default)
        is_number = value.isascii() and value.isdecimal() and len(value) <= 9
        if not is_number or not 1 <= int(value) <= most:
            raise BadParameter(name, f"“{name}” is a whole number from 1 to {most:,}.")
        return int(value)

    def page(self):
        return self.count("page", default=1, most=100_000_000)

    def per_page(self, *, full):
        return self.count("per_page", default=PER_PAGE, most=MOST_FULL if full else MOST)

    def moment(self, name):
        """An aware datetime; a day begins at midnight in UTC, and a time that names no zone is in UTC."""
        value = self.text(name)
        try:
            # In an address, a plus that nobody encoded arrives as a blank.
            found = parse_datetime(value.replace(" ", "+") if "T" in value else value) or parse_date(value)
        except ValueError:
            found = None
        if value and found is None:
            raise BadParameter(name, f"“{name}” is a moment as in 2026-11-22T09:00:00Z, or a day as in 2026-11-22.")
        if found and not isinstance(found, datetime):
            found = datetime.combine(found, time.min)
        return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found

    def search(self):
        words = self.text("search")
        if len(words) > LONGEST_SEARCH:
            raise BadParameter("search", f"“search” has room for {LONGEST_SEARCH} characters.")
        return words

    def is_ndjson(self):
        if self.text("format") not in {"", "json", "ndjson"}:
            raise BadParameter("format", "“format” is either json or ndjson.")
        return self.text("format") == "ndjson"

    def postcode(self):
        """The five digits of a ZIP code, or nothing."""
        value = self.text("postcode")
        digits = value.split("-")[0]
        if value and not (digits.isascii() and digits.isdecimal() and len(digits) == 5):
            raise BadParameter("postcode", "“postcode” is a ZIP code of five digits, as in 90016.")
        return digits

    def meters(self):
        """How far from the middle of the postcode, or None."""
        if not self.text("proximity"):
            return None
        if not self.text("postcode"):
            raise BadParameter("proximity", "“proximity” needs a “postcode” to count from.")
        return self.count("proximity", default=1, most=FARTHEST)
