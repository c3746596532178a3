"""A yearly report as its page and its paper show it: the same parts, in the same words."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from districts.models import Side
from wellbeing import approving
from wellbeing.models import YearlyReport
from wellbeing.school_years import label_of

from .figures import figures_of
from .publishing import REPORT, mark_of_report

BAR = 1000


@dataclass(frozen=True)
class Table:
    """`rows` are lists of texts, the first naming the row; `bars` one number, 0 to 1000, or None for each row."""

    title: str
    note: str
    headings: list
    rows: list
    bars: list

    def drawn_rows(self):
        """[(name, its bar or None, [(heading, cell)])]."""
        return [
            (name, bar, list(zip(self.headings[1:], cells, strict=True)))
            for (name, *cells), bar in zip(self.rows, self.bars, strict=True)
        ]


@dataclass(frozen=True)
class Reading:
    """A report to be read: `parts` are (heading, text), `approvals` sentences, `counts` (number, what) in words."""

    title: str
    district: str
    parts: list
    counts: list
    tables: list
    approvals: list


def reading_of(report, *, now):
    """The Reading of a report; while it is a draft, with the figures as they are `now`."""
    is_draft = report.state == YearlyReport.State.DRAFT
    figures = figures_of(report.program, report.school_year, now=now) if is_draft else report.figures
    return Reading(
        title=_("Employee well-being %(year)s: what we did together") % {"year": label_of(report.school_year)},
        district=report.program.district.name,
        parts=_parts(report),
        counts=_counts(figures),
        tables=[table for table in _tables(figures) if table],
        approvals=_approvals(report),
    )


def count_in_words(number, what):
    """A figure's number and its words, as (“3”, “meetings of the joint committee”)."""
    return str(number), {
        "steps_done": ngettext("of eight steps is done", "of eight steps are done", number),
        "meetings": ngettext("meeting of the joint committee", "meetings of the joint committee", number),
        "decisions": ngettext("joint decision", "joint decisions", number),
        "activities": ngettext("activity for employees", "activities for employees", number),
    }[what]


def _parts(report):
    parts = [
        (_("What was done"), report.done),
        (_("What we learned"), report.learned),
        (_("Priorities of next year"), report.next_year),
    ]
    return [(heading, text) for heading, text in parts if text]


def _counts(figures):
    done = sum(step["is_done"] for step in figures["steps"])
    counted = [
        (done, "steps_done"),
        *((figures[what], what) for what in ["meetings", "decisions", "activities"]),
    ]
    return [count_in_words(number, what) for number, what in counted]


def _tables(figures):
    yield _steps(figures["steps"])
    yield _priorities(figures)
    yield _reach(figures["reach"])
    yield from _trends(figures["trends"])
    yield _money(figures["money"])


def _steps(steps):
    rows = [
        [f"{step['number']}. {step['name']}", _("done, say both sides") if step["is_done"] else _("not done yet")]
        for step in steps
    ]
    return Table(_("The eight steps"), "", [_("Step"), _("Where it stands")], rows, [None] * len(rows))


def _priorities(figures):
    rows = [[title, _("this year")] for title in figures["priorities"]]
    rows += [[title, _("next year")] for title in figures["next_priorities"]]
    if not rows:
        return None
    return Table(_("Joint priorities"), "", [_("Priority"), _("When")], rows, [None] * len(rows))


def _reach(reach):
    if reach is None:
        return None
    names = {"everyone": _("All employees"), "certificated": _("Certificated"), "classified": _("Classified")}
    rows, bars = [], []
    for row in reach["rows"]:
        # Fewer than ten people are never told, and neither is what would tell of them.
        took, again = (f"{row[name]:,}" if row[name] else "–" for name in ["took", "again"])
        rows.append(
            [names[row["name"]], f"{row['eligible']:,}", took, f"{row['rate']}%" if row["rate"] else "–", again]
        )
        bars.append(round(float(row["rate"]) * BAR / 100) if row["rate"] else None)
    headings = [_("Who"), _("May take part"), _("Took part"), _("Of those who may"), _("More than once")]
    return Table(_("Reach"), _reach_note(reach), headings, rows, bars)


def _reach_note(reach):
    parts = [
        _("Employees who took part in an activity up to %(day)s, each counted once; a dash is fewer than ten people.")
        % {"day": date_format(date.fromisoformat(reach["through_on"]), "DATE_FORMAT")}
    ]
    if reach["cost_per_participant"]:
        parts.append(_("It cost %(dollars)s for each of them.") % {"dollars": _dollars(reach["cost_per_participant"])})
    if reach["stars"]:
        parts.append(_("They gave %(stars)s of 5 stars.") % {"stars": reach["stars"]})
    return " ".join(parts)


def _trends(trends):
    if not trends["rows"]:
        return
    waves = trends["waves"]
    note = _(
        "Of all who answered, how many percent agree; for statements marked with a star, how many disagree, as there"
        " one hopes for a no. Bars show the last survey that asked."
    )
    headings = [_("Statement"), *(_month_of(wave["closed_on"]) for wave in waves)]
    rows, bars = [[_("People who answered"), *(f"{wave['people']:,}" for wave in waves)]], [None]
    for row in trends["rows"]:
        star = " *" if row["hoped"] == "disagree" else ""
        rows.append([row["text"] + star, *("–" if share is None else f"{share}%" for share in row["shares"])])
        last = [share for share in row["shares"] if share is not None][-1]
        bars.append(last * BAR // 100)
    yield Table(_("What employees said"), note, headings, rows, bars)


def _money(money):
    rows = [
        [_("Planned for the actions of the year"), _dollars(money["budget"])],
        [_("Spent on the actions"), _dollars(money["spent"])],
        [_("Spent on activities apart from the plan"), _dollars(money["apart"])],
        [_("Spent together"), _dollars(money["total"])],
    ]
    return Table(_("Money"), "", [_("What"), _("Dollars")], rows, [None] * len(rows))


def _dollars(amount):
    whole, cents = amount.split(".")
    return f"${int(whole):,}.{cents}"


def _month_of(iso):
    return date_format(date.fromisoformat(iso), "M Y")


def _approvals(report):
    approvals = approving.approvals_of(subject=REPORT, on=report, mark=mark_of_report(report))
    return [
        _("%(side)s approved this report on %(day)s.")
        % {"side": side.label, "day": date_format(localtime(approvals[side].approved_at), "DATE_FORMAT")}
        for side in [Side.LABOR, Side.MANAGEMENT]
        if side in approvals
    ]
