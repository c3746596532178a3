"""The tables of one board, page, CSV and PDF alike: made of published cells only, so none can tell what is hidden."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from oasis.models import Outcome
from oasis.providers.languages import named

from . import definitions
from .effects import attendance_table
from .families import families_table, yield_table
from .rows import WIDTH, Row, Table, drawn

COLUMNS_IN_ORDER = ("school", "union", "need", "language", "answered", "ending", "closed", "received")


class Cells:
    """The published cells of an edition, as they were written down."""

    def __init__(self, figures, part="referrals"):
        self.cells = figures.get(part, {})

    def get(self, cut, values):
        return self.cells.get(f"{','.join(cut)}={','.join(map(str, values))}")

    def values(self, cut):
        """The values of a one-way cut that are published, or hidden."""
        start = f"{cut}="
        return [cell.removeprefix(start) for cell in self.cells if cell.startswith(start) and "," not in cell]


@dataclass(frozen=True)
class Board:
    """What one person sees of one edition: a scope, perhaps one need."""

    edition: object
    scope: object
    need: int | None = None

    @property
    def figures(self):
        return self.edition.figures

    def tables(self):
        if self.need:
            return [self.by_school_for_need()]
        tables = [self.rates(), self.times(), self.by_need()]
        if self.scope.kind == "program":
            tables += [self.by_school(), self.unmet_by_school()]
        if self.scope.kind != "union":
            tables += [self.barriers(), self.languages()]
            tables += [table(self.figures, self.scope) for table in (attendance_table, families_table, yield_table)]
        return tables

    def total(self):
        return self._cell()

    def needs(self):
        return self._labels("need")

    def rates(self):
        rows = [
            self._rate(_("Response rate: the provider answered"), "answered"),
            self._rate(_("Closure rate: the outcome is known"), "closed"),
            self._rate(_("Service-received rate: help came"), "received"),
        ]
        meanings = [
            (_("Referrals"), definitions.REFERRALS),
            (_("Response rate"), definitions.RESPONSE),
            (_("Closure rate"), definitions.CLOSURE),
            (_("Service-received rate"), definitions.RECEIVED),
        ]
        if self.scope.kind == "union":
            meanings.append((_("The union’s work"), definitions.UNION))
        return Table(
            "rates",
            _("What came of referrals"),
            [_("Rate"), _("Share"), _("Referrals"), _("Out of")],
            rows,
            meanings,
            _("Share"),
        )

    def times(self):
        names = [
            ("acknowledged", _("Time to the provider’s first answer")),
            ("contacted", _("Time to the first contact with the family")),
        ]
        medians = self.figures["medians"]
        rows = [Row(name, [medians.get(f"{what}|{self.scope.kind}|{self.scope.number}")]) for what, name in names]
        meanings = [(_("First answer"), definitions.ACKNOWLEDGED), (_("First contact"), definitions.CONTACTED)]
        return Table("times", _("How long it took"), [_("Time"), _("Median, in school days")], rows, meanings)

    def by_need(self):
        headings = [_("Need"), _("Referrals"), _("Service received"), _("Unmet")]
        if self.scope.kind == "union":
            rows = [Row(name, [self._cell(need=number)]) for number, name in self._labels("need")]
            return Table("needs", _("By need"), headings[:2], drawn(rows, 0), [], headings[1])
        rows = [Row(name, self._need(number)) for number, name in self._labels("need")]
        return Table(
            "needs", _("Need, met and unmet"), headings, drawn(rows, 2), [(_("Unmet"), definitions.UNMET)], headings[3]
        )

    def by_school(self):
        rows = []
        for number, name in self._labels("school"):
            shares = [self._share(column, school=number)[0] for column in ("answered", "closed", "received")]
            rows.append(Row(name, [self._cell(school=number), *map(_percent, shares)]))
        headings = [_("School"), _("Referrals"), _("Response"), _("Closure"), _("Service received")]
        return Table("schools", _("By school"), headings, drawn(rows, 0), [], headings[1])

    def unmet_by_school(self):
        needs = self._labels("need")
        rows = [
            Row(name, [self._cell(school=number, need=need, received="no") for need, _name in needs])
            for number, name in self._labels("school")
        ]
        meanings = [(_("Unmet need"), definitions.UNMET), (_("Area"), definitions.AREA)]
        headings = [_("School"), *(name for _number, name in needs)]
        return Table("areas", _("Unmet need by school"), headings, rows, meanings)

    def by_school_for_need(self):
        """One need in each school of the scope; of a union's work only how many referrals there were."""
        title = _("Need: %(need)s") % {"need": dict(self._labels("need"))[self.need]}
        if self.scope.kind == "union":
            rows = [Row(self.scope.name, [self._cell(need=self.need)])]
            return Table("need", title, [_("Union"), _("Referrals")], rows)
        rows = [
            Row(name, [self._in_school(number, each) for each in ("yes", "no")])
            for number, name in self._labels("school")
            if self.scope.kind == "program" or self.scope.number == number
        ]
        if self.scope.kind == "program":
            rows.append(Row(_("All schools"), self._need(self.need)[1:]))
        headings = [_("School"), _("Service received"), _("Unmet")]
        return Table("need", title, headings, rows, [(_("Unmet"), definitions.UNMET)])

    def _in_school(self, school, received):
        cut = ("school", "need", "received")
        return Cells(self.figures).get(cut, [school, self.need, received])

    def barriers(self):
        names = dict(Outcome.choices)
        rows = [
            Row(str(names[code]), [self._cell(ending=code)])
            for code in Cells(self.figures).values("ending")
            if code in names
        ]
        meanings = [(_("Barrier"), definitions.BARRIERS)]
        headings = [_("Barrier"), _("Referrals")]
        return Table("barriers", _("What stood in the way"), headings, drawn(rows, 0), meanings, headings[1])

    def languages(self):
        rows = [Row(named(code), [self._cell(language=code)]) for code in Cells(self.figures).values("language")]
        headings = [_("Language"), _("Referrals")]
        meanings = [(_("Language"), definitions.LANGUAGE)]
        return Table("languages", _("By language"), headings, drawn(rows, 0), meanings, headings[1])

    def _labels(self, kind):
        return sorted(map(tuple, self.figures["labels"][kind]), key=lambda each: each[1])

    def _cell(self, **asked):
        """The count where the columns are as `asked`, in the scope; None where it is hidden."""
        wanted = dict(zip(self.scope.cut, self.scope.values, strict=True)) | asked
        cut = tuple(column for column in COLUMNS_IN_ORDER if column in wanted)
        return Cells(self.figures).get(cut, [wanted[column] for column in cut])

    def _need(self, number):
        """Referrals, met and unmet of one need; a school's sum is told only where both its parts are."""
        met, unmet = (self._cell(need=number, received=each) for each in ("yes", "no"))
        if self.scope.kind == "program":
            return [self._cell(need=number), met, unmet]
        return [None if None in (met, unmet) else met + unmet, met, unmet]

    def _share(self, column, **asked):
        """Per cent of yes, yes, and yes and no together; hidden unless both are shown, as one tells the other."""
        yes, no = (self._cell(**asked, **{column: each}) for each in ("yes", "no"))
        return (None, None, None) if None in (yes, no) else (round(100 * yes / (yes + no)), yes, yes + no)

    def _rate(self, name, column):
        share, part, whole = self._share(column)
        return Row(name, [_percent(share), part, whole], None if share is None else share * WIDTH // 100)


def _percent(share):
    return None if share is None else f"{share}%"
