"""What a workbook shows of a number, as far as a list needs it: days, times, whole numbers, zeros in front."""

import math
import re
from datetime import datetime, time, timedelta
from functools import lru_cache

# The numbers of formats that are not written down in a workbook (ECMA-376, part 1, 18.8.30).
MOMENTS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
# Texts, letters as they stand, and colors or languages; elapsed time, as [h], stays.
NO_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]')
ZEROS = re.compile("0{2,}")
LAST_DAY = 2_957_003
# From here on, numbers are no longer whole in a workbook.
MOST_EXACT = 10**15


def shown(number, code, *, is_1904):
    """The text of a cell with the number `number`, itself a text, and the format `code`: days as 2026-09-30."""
    number = float(number)
    if not math.isfinite(number):
        raise ValueError("no number")
    if is_moment_format(code) and 0 <= number <= LAST_DAY:
        return _moment(number, is_1904=is_1904)
    if number.is_integer() and abs(number) < MOST_EXACT:
        whole = str(int(number))
        return whole.zfill(len(code)) if ZEROS.fullmatch(code) else whole
    return f"{number:.15g}"


@lru_cache(maxsize=512)
def is_moment_format(code):
    if code.isdecimal():
        return not ZEROS.match(code) and int(code) in MOMENTS
    return bool(re.search("[dmyhs]", NO_FORMAT.sub("", code.partition(";")[0].lower())))


def _moment(number, *, is_1904):
    first = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)
    if not is_1904 and number < 60:
        # To Excel 1900 is a leap year, so its days before March are counted from one later.
        first += timedelta(days=1)
    moment = first + timedelta(seconds=round(number * 86_400))
    clock = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    if number < 1:
        return clock
    return f"{moment:%Y-%m-%d}" if moment.time() == time.min else f"{moment:%Y-%m-%d} {clock}"
