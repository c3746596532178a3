"""A bank's list of transactions: CSV with the usual columns in any order, read line by line."""

import csv
import io
import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

MOST_BYTES = 5 * 1024 * 1024
MOST_MISTAKES = 20
# Some banks put the account's name and period above the header.
HEADER_WITHIN = 20
CENT = Decimal("0.01")
MOST_DOLLARS = Decimal("99999999.99")

COLUMNS = {
    "posted_on": ["date", "posting date", "post date", "posted date", "transaction date", "effective date"],
    "description": ["description", "transaction description", "details", "memo", "narrative", "payee"],
    "amount": ["amount", "transaction amount", "amount usd"],
    "credit": ["credit", "credits", "credit amount", "deposit", "deposits", "money in"],
    "debit": ["debit", "debits", "debit amount", "withdrawal", "withdrawals", "money out"],
    "direction": ["type", "transaction type", "credit debit", "debit credit", "cr dr", "dr cr"],
    "reference": [
        *("check number", "check no", "check", "check or slip", "serial number"),
        *("reference", "reference number", "ref", "ref number", "customer reference", "bank reference"),
    ],
}
OUTGOING = {"debit", "dr", "d", "dbit", "withdrawal"}
# No bank posts on other days, and a calendar ends near them.
YEARS = (2000, 2100)
DAYS = ["%m/%d/%Y", "%m/%d/%y", "%Y-%m-%d", "%m-%d-%Y"]
MONEY = re.compile(
    r"\$?(?P<sign>[+-]?)\$?(?P<digits>\d{1,3}(,\d{3})+|\d+)?(?P<cents>\.\d{1,2}0*)?(?P<behind>-?)", re.ASCII
)


class CannotRead(Exception):
    """Why a file is no list of transactions: `mistakes` are sentences, each naming line and column where it can."""

    def __init__(self, mistakes):
        super().__init__(" ".join(mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True)
class Transaction:
    """Money that came in, as the bank says it; `line` is where it stands in the file, the first is 1."""

    line: int
    posted_on: date
    description: str
    reference: str
    amount: Decimal


@dataclass(frozen=True)
class BankFile:
    """What a file holds: incoming `transactions`, and how many lines are of outgoing money or of none."""

    transactions: list
    left_out: int


def read_bank_file(file):
    """Read a binary file of at most 5 MB. Raises CannotRead with up to 20 mistakes, and then nothing of it counts."""
    if file.size > MOST_BYTES:
        raise CannotRead([_("This file is larger than 5 MB. Export fewer days at once.")])
    transactions, left_out, mistakes = [], 0, []
    with _as_text(file) as text:
        try:
            rows = csv.reader(text, strict=True)
            columns, names = _header(rows)
            for cells in rows:
                row = _Row(rows.line_num, cells, columns, names, mistakes)
                transaction = row.read() if row.says_something() else None
                if transaction:
                    transactions.append(transaction)
                elif row.is_left_out:
                    left_out += 1
                if len(mistakes) >= MOST_MISTAKES:
                    break
        except csv.Error as error:
            mistakes.append(_("Line %(line)s is no CSV: %(error)s.") % {"line": rows.line_num, "error": error})
    if mistakes:
        raise CannotRead(mistakes)
    return BankFile(transactions, left_out)


@contextmanager
def _as_text(file):
    """The file as text in the encoding that its bytes bear out: UTF-8, or else Windows’ (CP1252)."""
    for encoding in ("utf-8-sig", "cp1252"):
        file.seek(0)
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
        try:
            _refuse_what_is_no_text(text)
        except UnicodeDecodeError:
            text.detach()
            continue
        text.seek(0)
        try:
            yield text
        finally:
            text.detach()
        return
    raise CannotRead([_("This file is no text. Export the list as CSV.")])


def _refuse_what_is_no_text(text):
    while piece := text.read(64 * 1024):
        if piece.startswith(("%PDF", "PK\x03\x04", "{\\rtf", "<")):
            raise CannotRead([_("This is a PDF, a workbook or a web page. Export the list as CSV.")])
        if "\x00" in piece:
            raise CannotRead([_("This file is no text. Export the list as CSV.")])


def _header(rows):
    """Where each column of COLUMNS stands, {key: [index]}, and what the file calls its columns."""
    for cells in rows:
        columns = _columns_of(cells)
        if "posted_on" in columns and ("amount" in columns or "credit" in columns):
            return columns, cells
        if rows.line_num >= HEADER_WITHIN:
            break
    raise CannotRead(
        [
            _(
                "None of the first 20 lines says what the columns are. There must be a date (“Date”, “Posting Date”,"
                " “Post Date”) and the money (“Amount”, or “Credit” and “Debit”)."
            )
        ]
    )


def _columns_of(cells):
    columns = {}
    for index, cell in enumerate(cells):
        name = " ".join(re.sub(r"[^a-z ]+", " ", cell.lower()).split())
        for key, names in COLUMNS.items():
            if name in names:
                columns.setdefault(key, []).append((names.index(name), index))
    return {key: [index for _rank, index in sorted(found)] for key, found in columns.items()}


class _Row:
    """One line of the file; what cannot be read of it is added to `mistakes`."""

    def __init__(self, line, cells, columns, names, mistakes):
        self.line, self.cells, self.columns, self.names, self.mistakes = line, cells, columns, names, mistakes
        self.is_left_out = False

    def says_something(self):
        """A blank line says nothing; nor does one of words alone, as a total or a note at the end is."""
        return bool(self._first("posted_on") or self._first("amount") or self._first("credit"))

    def read(self):
        """A Transaction, or None: of outgoing money, of none, or not to be read."""
        known = len(self.mistakes)
        amount = self._amount()
        if amount is not None and amount <= 0:
            self.is_left_out = True
            return None
        posted_on = self._day()
        if len(self.mistakes) > known:
            return None
        return Transaction(
            line=self.line,
            posted_on=posted_on,
            description=_plain(" ".join(self._all("description"))) or _("(no description)"),
            reference=_plain(self._first("reference"))[:80],
            amount=amount,
        )

    def _amount(self):
        if self._first("amount"):
            amount = self._money("amount")
            is_outgoing = self._first("direction").lower() in OUTGOING
            return -abs(amount) if is_outgoing and amount is not None else amount
        credit, debit = (self._money(key) if self._first(key) else Decimal(0) for key in ("credit", "debit"))
        return None if credit is None or debit is None else credit - abs(debit)

    def _money(self, key):
        said = re.sub(r"\s", "", self._first(key)).replace("−", "-")
        is_negative = said.startswith("(") and said.endswith(")")
        found = MONEY.fullmatch(said.strip("()") if is_negative else said)
        if not found or not (found["digits"] or found["cents"]):
            return self._mistake(key, _("no amount of dollars"))
        amount = Decimal((found["digits"] or "0").replace(",", "") + (found["cents"] or ""))
        if amount > MOST_DOLLARS:
            return self._mistake(key, _("more dollars than the portal can hold"))
        amount = amount.quantize(CENT)
        return -amount if is_negative or found["sign"] == "-" or found["behind"] else amount

    def _day(self):
        said = self._first("posted_on").strip()
        for form in DAYS:
            try:
                day = datetime.strptime(said, form).date()
            except ValueError:
                continue
            if YEARS[0] <= day.year <= YEARS[1]:
                return day
        return self._mistake("posted_on", _("no date such as 11/22/2026 or 2026-11-22"))

    def _mistake(self, key, what):
        index = self.columns[key][0]
        self.mistakes.append(
            _("Line %(line)s, column “%(column)s”: “%(said)s” is %(what)s.")
            % {"line": self.line, "column": self.names[index].strip(), "said": self._first(key)[:40], "what": what}
        )

    def _first(self, key):
        return next((said for said in self._all(key)), "")

    def _all(self, key):
        cells = (self.cells[index].strip() for index in self.columns.get(key, []) if index < len(self.cells))
        return [cell for cell in cells if cell]


def _plain(said):
    return " ".join("".join(letter if letter.isprintable() else " " for letter in said).split())
