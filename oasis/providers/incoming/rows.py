"""One row of a file, whatever its format, as a record in the words of HSDS 3.1."""

from dataclasses import dataclass, field

# Keys of a record that are not of the standard: where a nested record stands in the file, and the lists that the file
# speaks of at all.
PLACE = "_place"
SAYS = "_says"


@dataclass(slots=True)
class Row:
    """A `record` at its `place` ("line 12"), or the `problem` for which there is none.

    `share` of the file is read with it, from 0 to 1; `columns` are the file's names for fields that have another there.
    """

    place: str
    record: dict | None
    share: float
    problem: str = ""
    columns: dict = field(default_factory=dict)
