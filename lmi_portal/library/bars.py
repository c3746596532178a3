"""Figures of a piece of research as bars, where they can be held against each other."""

import re
from dataclasses import dataclass

SHARE = re.compile(r"([+−-])\s*(\d+(?:\.\d+)?)\s*%")
# The drawing is 100 wide; the longest bar fills it.
WIDTH = 100


@dataclass(frozen=True)
class Row:
    """One finding, and the length of its bar of 100, or None where it has none."""

    finding: object
    length: float | None


def rows_of(findings):
    """[Row]: bars only where two changes or more of the same direction are given in per cent."""
    findings = list(findings)
    changes = {finding: read for finding in findings if (read := SHARE.fullmatch(finding.figure.strip()))}
    sizes = {finding: float(read[2]) for finding, read in changes.items()}
    compare = len({"+" if read[1] == "+" else "−" for read in changes.values()}) == 1 and len(changes) > 1
    longest = max(sizes.values(), default=0)
    return [
        Row(finding, round(sizes[finding] / longest * WIDTH, 1) if compare and longest and finding in sizes else None)
        for finding in findings
    ]
