from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from billing.bank_file import MOST_BYTES, CannotRead, Transaction, read_bank_file

from .bank_files import bank_csv, read, uploaded

DAY = date(2026, 11, 20)


def mistakes_of(content):
    with pytest.raises(CannotRead) as refusal:
        read_bank_file(uploaded(content))
    return refusal.value.mistakes


def test_a_line_is_read_with_where_it_stands():
    bank_file = read("11/20/2026,ACH CREDIT SAN JUAN USD,1250.00,", "11/21/2026,DEPOSIT,300,88123")

    assert bank_file.transactions == [
        Transaction(2, DAY, "ACH CREDIT SAN JUAN USD", "", Decimal("1250.00")),
        Transaction(3, date(2026, 11, 21), "DEPOSIT", "88123", Decimal("300.00")),
    ]


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("Amount,Memo,Reference,Posting Date", "500.00,From Elk Grove,77,11/20/2026"),
        ("Post Date,Check #,Details,Debit,Credit", "2026-11-20,77,From Elk Grove,,500.00"),
        ("Transaction Date,Balance,Description,Withdrawals,Deposits,Ref #", "11/20/26,9,From Elk Grove,0.00,$500,77"),
        ("Details,Posting Date,Description,Amount,Type,Check or Slip #", ",11/20/2026,From Elk Grove,500,DSLIP,77"),
        ("DATE,PAYEE,TRANSACTION AMOUNT ($),CHECK NO.", '11-20-2026,"From Elk Grove","+500.00",77'),
    ],
    ids=["any-order", "credit-and-debit", "deposits", "chase", "capitals"],
)
def test_usual_columns_are_known_in_any_order(header, line):
    [transaction] = read(line, header=header).transactions

    assert transaction == Transaction(2, DAY, "From Elk Grove", "77", Decimal("500.00"))


def test_what_stands_above_the_header_and_below_the_list_is_passed_over():
    content = (
        b"Account 1234\n\nPeriod,November\nDate,Description,Amount\n2026-11-20,Deposit,5\n\n,Total of this list,\n"
    )

    [transaction] = read_bank_file(uploaded(content)).transactions

    assert (transaction.line, transaction.amount) == (5, Decimal("5.00"))


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("1250", "1250.00"),
        ('"$1,250.00"', "1250.00"),
        (" $ 1250.5 ", "1250.50"),
        (".75", "0.75"),
        ('"+1,000,000.00"', "1000000.00"),
        ("12.5000", "12.50"),
    ],
)
def test_amounts_are_read_as_banks_write_them(said, amount):
    [transaction] = read(f"11/20/2026,Deposit,{said},").transactions

    assert transaction.amount == Decimal(amount)


@pytest.mark.parametrize("said", ["(25.00)", "-25.00", "25.00-", "-$25.00", "$-25.00", "($25.00)", "−25", "0", "0.00"])
def test_outgoing_money_and_none_are_left_out_and_counted(said):
    bank_file = read(f"11/20/2026,Fee,{said},", "11/20/2026,Deposit,5.00,")

    assert ([one.line for one in bank_file.transactions], bank_file.left_out) == ([3], 1)


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("Date,Description,Debit,Credit", "11/20/2026,Fee,25.00,"),
        ("Date,Description,Debit,Credit", "11/20/2026,Fee,(25.00),0.00"),
        ("Date,Description,Amount,Type", "11/20/2026,Fee,25.00,Debit"),
    ],
    ids=["debit", "debit-in-brackets", "type-debit"],
)
def test_money_that_a_column_calls_outgoing_is_left_out(header, line):
    bank_file = read(line, header=header)

    assert (bank_file.transactions, bank_file.left_out) == ([], 1)


def test_what_cannot_be_read_is_said_by_line_and_column():
    content = bank_csv("11/20/2026,Deposit,5.00,", "20.11.2026,Deposit,5.00,", "11/21/2026,Deposit,five,")

    assert mistakes_of(content + b'11/21/2026,Deposit,"1.250,00",\n,Deposit,7.00,') == [
        "Line 3, column “Date”: “20.11.2026” is no date such as 11/22/2026 or 2026-11-22.",
        "Line 4, column “Amount”: “five” is no amount of dollars.",
        "Line 5, column “Amount”: “1.250,00” is no amount of dollars.",
        "Line 6, column “Date”: “” is no date such as 11/22/2026 or 2026-11-22.",
    ]


@pytest.mark.parametrize("day", ["0001-01-01", "1/1/0001", "12/31/9999"])
def test_day_on_which_no_bank_posts_is_a_mistake(day):
    [mistake] = mistakes_of(bank_csv(f"{day},Deposit,5.00,"))

    assert mistake == f"Line 2, column “Date”: “{day}” is no date such as 11/22/2026 or 2026-11-22."


@pytest.mark.parametrize("line", ["11/01/2026,Beginning balance,,", "11/01/2026,Beginning balance"])
def test_a_line_without_money_is_left_out(line):
    assert read(line).left_out == 1


def test_more_than_twenty_mistakes_are_not_told():
    assert len(mistakes_of(bank_csv(*["11/20/2026,Deposit,five,"] * 50))) == 20


def test_more_money_than_fits_is_a_mistake():
    [mistake] = mistakes_of(bank_csv("11/20/2026,Deposit,100000000,"))

    assert mistake == "Line 2, column “Amount”: “100000000” is more dollars than the portal can hold."


@pytest.mark.parametrize(
    ("content", "beginning"),
    [
        (b"", "None of the first 20 lines says what the columns are."),
        (b"Date,Balance\n11/20/2026,5\n", "None of the first 20 lines says what the columns are."),
        (b"\n" * 30 + b"Date,Description,Amount\n", "None of the first 20 lines says what the columns are."),
        (b"%PDF-1.7\n", "This is a PDF, a workbook or a web page."),
        (b"PK\x03\x04xl", "This is a PDF, a workbook or a web page."),
        (b"<html>", "This is a PDF, a workbook or a web page."),
        ("Date,Amount".encode("utf-16"), "This file is no text."),
        (b"\x00\x01\x02", "This file is no text."),
        (bank_csv('11/20/2026,"Deposit,5.00,'), "Line 2 is no CSV: unexpected end of data."),
        (bank_csv('11/20/2026,"De"posit,5.00,', "11/21/2026,Deposit,5.00,"), "Line 2 is no CSV: ',' expected"),
        (b"x" * (MOST_BYTES + 1), "This file is larger than 5 MB."),
    ],
    ids=[
        "empty",
        "no-amount",
        "late",
        "pdf",
        "xlsx",
        "html",
        "utf-16",
        "binary",
        "open-quote",
        "quote-within",
        "large",
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(content, beginning):
    assert mistakes_of(content)[0].startswith(beginning)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_text_is_read_in_the_encoding_that_it_is_in(encoding):
    content = bank_csv("11/20/2026,Peña’s deposit,5.00,").decode().encode(encoding)

    [transaction] = read_bank_file(uploaded(content)).transactions

    assert transaction.description == "Peña’s deposit"


def test_what_no_page_can_show_is_taken_out_of_descriptions():
    [transaction] = read("11/20/2026,ACH\x07  CREDIT\t\u202eUSD,5.00,").transactions

    assert transaction.description == "ACH CREDIT USD"


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_sentences(content):
    try:
        read_bank_file(uploaded(content))
    except CannotRead as refusal:
        assert all(mistake.endswith(".") for mistake in refusal.mistakes) and refusal.mistakes


CELLS = st.text(max_size=12) | st.sampled_from(["11/20/2026", "2026-11-20", "$1,250.00", "(25.00)", "five", '"', ""])


@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=6))
@example([["11/20/2026", "Deposit", "9" * 400]])
@example([["11/20/2026", "Deposit", "٣"]])
def test_any_lines_are_read_or_refused_by_their_own_line(rows):
    lines = [",".join(cell.replace("\x00", "") for cell in row) for row in rows]
    content = "\n".join(["Date,Description,Amount,Reference", *lines]).encode(errors="replace")

    try:
        bank_file = read_bank_file(uploaded(content))
    except CannotRead as refusal:
        assert all(mistake.startswith("Line ") for mistake in refusal.mistakes)
    else:
        last = len(content.decode().splitlines())
        assert all(1 < one.line <= last and one.amount > 0 for one in bank_file.transactions)
