"""How money and its papers are said on pages."""

from django.utils.translation import gettext as _


def dollars(amount):
    """Decimal dollars as pages show them: “$1,250.00”, “−$25.00”."""
    return f"−${-amount:,.2f}" if amount < 0 else f"${amount:,.2f}"


def fiscal_year_label(year):
    """“2026–27”, for the fiscal year that begins in `year`."""
    return _("%(first)s–%(second)02d") % {"first": year, "second": (year + 1) % 100}
