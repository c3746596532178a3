import re

from django import forms

# “$1,100.00” as people type and paste it; a comma that parts no thousands is no dollar amount, and is refused.
WRITTEN = re.compile(r"\s*\$?\s*(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?\s*", re.ASCII)


class DollarsField(forms.DecimalField):
    """Decimal dollars below a hundred million, typed with or without the sign and the commas of thousands."""

    def __init__(self, **options):
        super().__init__(max_digits=10, decimal_places=2, **options)

    def to_python(self, value):
        if isinstance(value, str) and WRITTEN.fullmatch(value):
            value = re.sub(r"[$,\s]", "", value)
        return super().to_python(value)
