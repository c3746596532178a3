"""What a workbook shows of a cell, as far as a list needs it: days, times, whole numbers, zeros in front."""

import re
from datetime import datetime, time

ZEROS = re.compile("0{2,}")
# From here on, numbers are no longer whole in a workbook.
MOST_EXACT = 10**15


def text_of(cell):
    """The text of a cell of openpyxl; days as 2026-09-30, times as 14:30."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time.min else f"{value:%Y-%m-%d} {_clock(value)}"
    if isinstance(value, time):
        return _clock(value)
    if isinstance(value, float) and not (value.is_integer() and abs(value) < MOST_EXACT):
        return f"{value:.15g}"
    if isinstance(value, int | float):
        whole, form = str(int(value)), cell.number_format
        return whole.zfill(len(form)) if ZEROS.fullmatch(form) else whole
    return str(value)


def _clock(moment):
    return f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
