"""What was measured beside what was aimed for, as a table."""

import os
import platform
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

README = Path(__file__).parent / "README.md"
FIGURES, LIGHTHOUSE = "figures", "Lighthouse"


@dataclass(frozen=True)
class Figure:
    """`aim` and `is_met` are empty where nothing is aimed for and the figure only explains another."""

    name: str
    measured: str
    yardstick: str = ""
    ratio: str = ""
    aim: str = ""
    is_met: bool | None = None

    @property
    def verdict(self):
        return {True: "met", False: "**short**", None: ""}[self.is_met]


def against(name, measured, yardstick, *, unit="a second", aim=None):
    """A Figure of two paces measured in the same run; `aim` is the least ratio."""
    ratio = measured / yardstick
    return Figure(
        name,
        f"{measured:,.0f} {unit}",
        f"{yardstick:,.0f} {unit}",
        f"{ratio:.2f}",
        f"ratio ≥ {aim:.2f}" if aim else "",
        ratio >= aim if aim else None,
    )


def table(figures):
    """A column that says nothing of any figure is left out."""
    heads = ["figure", "measured", "yardstick", "ratio", "aim", ""]
    rows = [[f.name, f.measured, f.yardstick, f.ratio, f.aim, f.verdict] for f in figures]
    columns = [column for column in zip(heads, *rows, strict=True) if any(column[1:])]
    widths = [max(map(len, column)) for column in columns]
    heads, *rows = zip(*columns, strict=True)
    lines = [heads, ["-" * width for width in widths], *rows]
    return "\n".join(
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |" for line in lines
    )


def summary(figures):
    """“All 12 aims are met.”, or which fall short."""
    aimed = [figure for figure in figures if figure.is_met is not None]
    short = [figure.name for figure in aimed if not figure.is_met]
    if not short:
        return f"All {len(aimed)} aims are met."
    return f"{len(aimed) - len(short)} of {len(aimed)} aims are met. Short: {'; '.join(short)}."


def surroundings(*, postgresql, busy):
    """Where and when, without naming any machine; `busy` is the percentage that others used of it before."""
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d}: {os.cpu_count()} cores, {memory:.0f} GiB of memory,"
        f" {platform.system()}, Python {platform.python_version()}, {postgresql}; {busy:.0f} % busy before."
    )


def keep(text, *, between=FIGURES):
    """Write the figures into the README, in the place of the earlier ones; `between` names the marks around them."""
    marks = f"(?<=<!-- {between} -->\n).*(?=<!-- end of {between} -->)"
    README.write_text(re.sub(marks, lambda _: f"\n{text}\n\n", README.read_text(), flags=re.DOTALL))
