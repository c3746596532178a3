"""What funders and hosts took on: the waived seats of confirmed teams, told by convening and by who pays."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _

from billing.numbering import fiscal_year_of
from lmi_portal.audit.recording import record
from lmi_portal.spreadsheets import Sheet

from .models import Registration, Waiver
from .pricing import FREE


@dataclass(frozen=True)
class Funded:
    """Seats that one funder, or the initiative itself for one reason, took on; `waivers` are never empty."""

    waivers: list

    @property
    def funder(self):
        """“Paid by a sponsor: Stuart Foundation”, “Presenter”."""
        kind, sponsor = self.waivers[0].get_kind_display(), self.waivers[0].sponsor
        return f"{kind}: {sponsor}" if sponsor else kind

    @property
    def convening(self):
        return self.waivers[0].seat.registration.convening

    @property
    def seats(self):
        return len(self.waivers)

    @property
    def districts(self):
        return len({waiver.seat.registration.district_id for waiver in self.waivers})

    @property
    def dollars(self):
        return sum((waiver.amount for waiver in self.waivers), FREE)


def waivers_in(fiscal_year=None):
    """The waivers of confirmed teams, the latest convening first; of one fiscal year, by the convening's first day."""
    waivers = Waiver.objects.filter(seat__registration__state=Registration.State.CONFIRMED)
    if fiscal_year is not None:
        first, last = date(fiscal_year, 7, 1), date(fiscal_year + 1, 6, 30)
        waivers = waivers.filter(seat__registration__convening__starts_on__range=(first, last))
    convening = "seat__registration__convening"
    return waivers.select_related(convening, "seat__registration__district", "waived_by").order_by(
        f"-{convening}__starts_on", f"{convening}_id", "kind", "sponsor", "seat__registration__district__name", "pk"
    )


def fiscal_years():
    """The years in which the fiscal years of waived seats begin, the latest first."""
    days = waivers_in().order_by().values_list("seat__registration__convening__starts_on", flat=True).distinct()
    return sorted({fiscal_year_of(day) for day in days if day}, reverse=True)


def by_convening(waivers):
    """[(Funded of all, [Funded of each funder])], one for each convening; `waivers` come in the order of waivers_in."""
    groups = (list(rows) for _convening, rows in groupby(waivers, key=lambda one: one.seat.registration.convening_id))
    return [(Funded(rows), by_funder(rows)) for rows in groups]


def by_funder(waivers):
    """A Funded for each kind and sponsor."""
    in_order = sorted(waivers, key=_funder_of)
    return [Funded(list(rows)) for _funder, rows in groupby(in_order, key=_funder_of)]


def _funder_of(waiver):
    # “Stuart Foundation” and “stuart foundation” were typed on different days.
    return waiver.kind, " ".join(waiver.sponsor.lower().split())


def sheet_of(waivers, *, now):
    """One row for each waived seat."""
    headings = [
        _("convening"), _("first day"), _("kind"), _("sponsor"), _("district"), _("CD code"), _("team"), _("seat"),
        _("name"), _("waived ($)"), _("why"), _("waived by"), _("waived on"),
    ]  # fmt: skip
    rows = (_row(waiver) for waiver in waivers)
    return Sheet(f"funders-{timezone.localdate(now):%Y-%m-%d}", headings, rows, title=_("Funders"))


def _row(waiver):
    team = waiver.seat.registration
    return [
        team.convening.title,
        team.convening.starts_on,
        waiver.get_kind_display(),
        waiver.sponsor,
        team.district.name,
        team.district.cd_code,
        team.code,
        waiver.seat.label,
        waiver.seat.name,
        waiver.amount,
        waiver.reason,
        waiver.waived_by.email,
        timezone.localdate(waiver.waived_at),
    ]


def record_export(waivers, *, by, now):
    """Write down who took people's names out of the portal, one entry per convening."""
    for funded, _funders in by_convening(waivers):
        record(deed="export_waivers", on=funded.convening, by=by, now=now, changes={"seats": [None, funded.seats]})
