"""What changed from one version of a charter to the next, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from .wording import HEADINGS

WORDS = re.compile(r"\s+|[^\s]+")
SAME, ADDED, TAKEN = "same", "added", "taken"


@dataclass(frozen=True)
class Piece:
    """Words that stayed, came or went; `kind` is same, added or taken."""

    kind: str
    text: str


def differences(earlier, later):
    """Pairs of heading and Pieces, of each text that is not the same in both charters."""
    return [
        (str(heading), list(_pieces(getattr(earlier, name), getattr(later, name))))
        for name, heading in HEADINGS.items()
        if getattr(earlier, name) != getattr(later, name)
    ]


def _pieces(earlier, later):
    before, after = WORDS.findall(earlier), WORDS.findall(later)
    for tag, i, j, k, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(SAME, "".join(before[i:j]))
            continue
        if j > i:
            yield Piece(TAKEN, "".join(before[i:j]))
        if n > k:
            yield Piece(ADDED, "".join(after[k:n]))
