"""CD codes in the addresses of pages."""


class CDCode:
    """A path converter: county (2 digits) and district (5); what else stands there is no district's page."""

    regex = "[0-9]{7}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value
