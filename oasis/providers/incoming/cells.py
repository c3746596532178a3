"""The values of one record, each cleaned for the field of the directory that it goes to."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils import timezone

from .problems import BadRow
from .rows import PLACE

LONG = 20_000
HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")
HOST = re.compile(r"^[\w-]+(\.[\w-]+)+([/?#]|$)")
MONTH_FIRST = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")
CLOCK = re.compile(r"^(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(am|pm|a\.m\.|p\.m\.)?\s*(Z|[+-]\d{2}:?\d{2})?$", re.I)
is_url = URLValidator(schemes=["http", "https"])


class Cells:
    """The record `facts`, whose fields are named `at`/… in what is refused."""

    def __init__(self, facts, at=""):
        if not isinstance(facts, dict):
            raise BadRow("it is not a record with names and values.", field=at)
        self.facts = facts
        self.at = at
        self.place = facts.get(PLACE, "")

    def refuse(self, name, sentence):
        # Rows of their own are named by their place, nested ones by the way to them.
        return BadRow(sentence, field=name if self.place or not self.at else f"{self.at}/{name}", place=self.place)

    def records(self, name):
        """The nested records of the list `name`."""
        found = self.facts.get(name)
        if not isinstance(found, list | None):
            raise self.refuse(name, "it is not a list.")
        front = f"{self.at}/{name}" if self.at else name
        return [Cells(one, f"{front}/{number}") for number, one in enumerate(found or [], start=1)]

    def record(self, name):
        """The nested record `name`, or None."""
        found = self.facts.get(name)
        return None if found in (None, "", {}) else Cells(found, f"{self.at}/{name}" if self.at else name)

    def prose(self, name, *, most=LONG):
        """Text of many lines, without blanks at its ends."""
        value = self.facts.get(name)
        if value is None:
            return ""
        if isinstance(value, bool | list | dict):
            raise self.refuse(name, "it is not a text.")
        text = str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
        if "\0" in text:
            raise self.refuse(name, "it has a null character in it.")
        if HALF_A_CHARACTER.search(text):
            raise self.refuse(name, "it has half a character in it.")
        if len(text) > most:
            raise self.refuse(name, f"it is longer than {most:,} characters.")
        return text

    def text(self, name, *, most=250):
        """Text of one line."""
        line = " ".join(self.prose(name).split())
        if len(line) > most:
            raise self.refuse(name, f"it is longer than {most:,} characters.")
        return line

    def must(self, name, *, most=250):
        text = self.text(name, most=most)
        if not text:
            raise self.refuse(name, "it is empty.")
        return text

    def url(self, name, *, most=500):
        """A web address; one without http(s) in front gets it."""
        text = self.text(name, most=most)
        if text and HOST.match(text):
            text = f"https://{text}"
        return self._checked(name, text, is_url, "is not a web address")

    def email(self, name):
        return self._checked(name, self.text(name, most=254), validate_email, "is not an e-mail address")

    def _checked(self, name, text, check, wrong):
        try:
            if text:
                check(text)
        except ValidationError as error:
            raise self.refuse(name, f"“{text[:80]}” {wrong}.") from error
        return text

    def day(self, name):
        """A date, as in 2026-11-22 or 11/22/2026; of a moment its day."""
        text = self.text(name)
        if not text:
            return None
        american = MONTH_FIRST.match(text)
        try:
            if american:
                month, day, year = map(int, american.groups())
                return date(year, month, day)
            return date.fromisoformat(text[:10])
        except ValueError as error:
            raise self.refuse(name, f"“{text[:80]}” is not a date as in 2026-11-22.") from error

    def moment(self, name):
        """An aware datetime; one without a zone is in UTC, as the standard has it."""
        text = self.text(name)
        if not text:
            return None
        try:
            found = datetime.fromisoformat(text)
        except ValueError as error:
            raise self.refuse(name, f"“{text[:80]}” is not a moment as in 2026-11-22T09:00:00Z.") from error
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    def clock(self, name):
        """A time of day in California; hours in UTC are brought here, other offsets are where the door is."""
        text = self.text(name)
        found = CLOCK.match(text)
        if not text:
            return None
        try:
            hour, minute = int(found[1]), int(found[2])
            if found[3]:
                hour = hour % 12 + (12 if found[3].lower().startswith("p") else 0)
            # Midnight at the end of a day.
            clock = time(hour % 24 if (hour, minute) == (24, 0) else hour, minute)
        except (TypeError, ValueError) as error:
            raise self.refuse(name, f"“{text[:80]}” is not a time of day as in 09:00.") from error
        in_utc = (found[4] or "").upper() in {"Z", "+00:00", "+0000", "-00:00"}
        return timezone.localtime(datetime.combine(timezone.now(), clock, UTC)).time() if in_utc else clock

    def whole(self, name, *, least=0, most=32_767):
        number = self.decimal(name, least=least, most=most, places=6)
        if number is not None and number != number.to_integral_value():
            raise self.refuse(name, f"“{number}” is not a whole number.")
        return None if number is None else int(number)

    def decimal(self, name, *, least, most, places):
        text = self.text(name)
        if not text:
            return None
        try:
            number = Decimal(text)
            if not least <= number <= most:
                raise self.refuse(name, f"“{text[:80]}” is not between {least:,} and {most:,}.")
        except InvalidOperation as error:
            raise self.refuse(name, f"“{text[:80]}” is not a number.") from error
        return round(number, places)

    def choice(self, name, choices, *, default, others=None):
        """One of `choices`, `others` being names that mean one of them."""
        text = self.text(name).lower()
        found = (others or {}).get(text, text) or default
        if found not in choices:
            raise self.refuse(name, f"“{text[:80]}” is none of {', '.join(choices)}.")
        return found
