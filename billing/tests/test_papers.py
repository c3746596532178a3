import io
import json
import os
import re
import warnings
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pytest
import typst

from billing.papers import FOLDER, render_pdf
from billing.tests.paper_reading import pages_of, tags_of, text_of
from billing.tests.paper_samples import PAYEE, SAMPLES, credit_note, invoice, quote, receipt, seat, statement
from lmi_portal.papers import TEMPLATES, ForkedAfterTypesetting, compiler_of

HERE = TEMPLATES / FOLDER
WORDS = {language: json.loads((HERE / "words" / f"{language}.json").read_text()) for language in ("en", "es")}


SAID = {
    ("quote", "en"): [
        "Quote",
        "Quote number QUO-2627-00003",
        "Valid until December 22, 2026",
        "Purchase order None given",
        "Quote – not an invoice",
        "Amount quoted $375.00",
        "Form W-9 https://example.org/w9.pdf",
    ],
    ("quote", "es"): [
        "Cotización – no es una factura",
        "Válida hasta 22 de diciembre de 2026",
        "Total cotizado $375.00",
    ],
    ("invoice", "en"): [
        "California Labor Management Initiative 1303 J Street, Suite 400",
        "Invoice number INV-2627-00042",
        "Invoice date November 22, 2026",
        "Due date December 22, 2026",
        "Purchase order PO-2026-118843",
        "Bill to San Juan Unified School District Attention: Accounts Payable 3738 Walnut Avenue",
        "Amount due $375.00 Due December 22, 2026 Net 30 days",
        "This invoice replaces invoice INV-2627-00031, which credit note CRN-2627-00007 has credited in full.",
        "Central Valley Convening",
        "January 28, 2027, 9:00 a.m. – 3:30 p.m. PST January 29, 2027, 9:00 a.m. – 12:00 noon PST",
        "Place Fresno County Office of Education, 1111 Van Ness Avenue, Fresno",
        "The fee includes Both days, breakfast and lunch, and all materials",
        "Registration K7QM-2VXD",
        "1 Dolores Huerta-Whitfield Superintendent $150.00",
        "3 To be named CSEA 127 lead $150.00",
        "4 Dolores Huerta-Whitfield Add-on: Pre-conference day $75.00",
        "5 Nguyễn Thị Minh Khai Waiver: Scholarship Granted to first-time teams −$150.00",
        "Total due $375.00",
        "Payable to California Labor Management Initiative",
        "Remit to Accounts Receivable P.O. Box 1303 Sacramento, CA 95812",
        "Routing number: 000000000",
        "Form W-9 https://example.org/w9.pdf",
        "Payment is due 30 days after the invoice date.",
        "Cancel until January 7, 2027 for a full refund",
        "Page 1 of 1",
    ],
    ("invoice", "es"): [
        "Número de factura INV-2627-00042",
        "Fecha de vencimiento 22 de diciembre de 2026",
        "Orden de compra PO-2026-118843",
        "Importe a pagar $375.00",
        "28 de enero de 2027",
        "3 Por nombrar CSEA 127 lead $150.00",
        "Enviar el pago a Accounts Receivable",
        "Página 1 de 1",
    ],
    ("credit_note", "en"): [
        "Credit note number CRN-2627-00007",
        "Credits invoice INV-2627-00031 of October 2, 2026",
        "Invoice INV-2627-00042 takes its place.",
        "Reason A seat was given up",
        "Amount credited $450.00 Nothing to pay",
        "Total credited $450.00",
    ],
    ("credit_note", "es"): [
        "Acredita la factura INV-2627-00031 del 2 de octubre de 2026",
        "Importe acreditado $450.00",
    ],
    ("receipt", "en"): [
        "Receipt number RCT-2627-00012",
        "Received on December 18, 2026",
        "Paid by Check",
        "Check number 0041187",
        "INV-2627-00042 $375.00",
        "Kept as credit on the account $125.00",
        "Amount received $500.00",
    ],
    ("receipt", "es"): ["Forma de pago Cheque", "Queda como crédito en la cuenta $125.00"],
    ("statement", "en"): [
        "Statement of account",
        "As of December 31, 2026",
        "Balance owed $875.00",
        "INV-2627-00042 Nov. 22, 2026 Dec. 22, 2026 9 $1,375.00 $875.00",
        "1–30 days past due",
        "Nov. 22, 2026 Credit note CRN-2627-00007 −$450.00 $0.00",
        "Dec. 18, 2026 Payment RCT-2627-00012 Check 0041187 −$500.00 $875.00",
        "Closing balance $875.00",
    ],
    ("statement", "es"): ["Saldo por pagar $875.00", "22 nov. 2026 Nota de crédito CRN-2627-00007 −$450.00 $0.00"],
}


@pytest.mark.parametrize(("kind", "language"), SAID)
def test_paper_says_what_its_reader_needs(kind, language):
    text = text_of(SAMPLES[kind], language)

    assert [sentence for sentence in SAID[kind, language] if sentence not in text] == []


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", SAMPLES)
def test_paper_is_tagged_and_named_for_screen_readers(kind, language):
    pdf = render_pdf(SAMPLES[kind], language=language)

    document = pikepdf.open(io.BytesIO(pdf))
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    assert document.Root.MarkInfo.Marked is True
    assert str(document.Root.Lang) == {"en": "en-US", "es": "es-US"}[language]
    number = SAMPLES[kind].get("number", "")
    name = f"{WORDS[language][kind]} {number}".strip()
    assert str(document.docinfo.Title) == f"{name} – San Juan Unified School District"
    assert str(document.docinfo.Author) == "California Labor Management Initiative"
    tags = tags_of(document.Root.StructTreeRoot.K)
    assert tags.count("/H1") == 1
    assert {"/Table", "/TH", "/TD", "/H2"} - set(tags) == set()


@pytest.mark.parametrize("kind", SAMPLES)
def test_every_font_and_word_that_a_paper_asks_for_is_there(kind):
    _pdf, warnings = compiler_of(f"{FOLDER}/{kind}.typ").compile_with_warnings(
        format="pdf", sys_inputs={"facts": json.dumps(SAMPLES[kind]), "language": "en"}
    )

    assert [warning.message for warning in warnings] == []


def test_both_languages_have_the_same_words_and_every_paper_finds_its_own():
    markup = "".join(file.read_text() for file in HERE.glob("*.typ"))
    asked_for = set(re.findall(r'"([a-z0-9_]+)"', markup))
    by_prefix = ("line_", "method_", "reference_", "entry_", "age_")

    assert list(WORDS["en"]) == list(WORDS["es"])
    assert [name for name in WORDS["en"] if name not in asked_for and not name.startswith(by_prefix)] == []
    for name, sentence in WORDS["en"].items():
        assert re.findall(r"\{\w+\}", str(sentence)) == sorted(
            re.findall(r"\{\w+\}", str(WORDS["es"][name])), key=str(sentence).index
        ), name


def test_no_paper_speaks_of_orders_and_secure_payment():
    sentences = " ".join(str(sentence) for words in WORDS.values() for sentence in words.values()).lower()

    assert re.findall("secure payment|order failed|pago seguro|checkout", sentences) == []


def test_another_language_falls_back_to_english():
    assert render_pdf(invoice(), language="fr") == render_pdf(invoice(), language="en")


def test_equal_facts_give_equal_bytes():
    assert render_pdf(invoice(), language="en") == render_pdf(invoice(), language="en")


def test_papers_are_set_in_many_threads_at_once():
    facts = [invoice(number=f"INV-2627-{number:05d}") for number in range(8)]

    with ThreadPoolExecutor(8) as threads:
        at_once = list(threads.map(lambda one: render_pdf(one, language="en"), facts))

    assert at_once == [render_pdf(one, language="en") for one in facts]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (invoice(purchase_order="", purchase_order_to_follow=True), "Purchase order To follow"),
        (invoice(total="0.00"), "Amount due $0.00 Nothing to pay"),
        (invoice(due_on="2026-11-22", net_days=0), "Payment is due by November 22, 2026."),
        (invoice(pay_by_is_set=True), "Payment is due by December 22, 2026."),
        (invoice(total="1234567.80"), "Amount due $1,234,567.80"),
        (quote(purchase_order="PO 7"), "Purchase order PO 7"),
        (credit_note(replaced_by=""), "No other invoice takes its place."),
        (receipt(method="ach", reference="091000019"), "Paid by ACH transfer Trace number 091000019"),
        (receipt(method="card_desk", reference=""), "Paid by Card, at the desk Reference None"),
        (receipt(method="card_online"), "Paid by Card, online"),
        (statement(balance="-25.00"), "Balance in the district’s favor $25.00"),
        (statement(balance="0.00", open_invoices=[]), "Balance $0.00 Nothing is owed"),
        (statement(open_invoices=[], since=""), "From The beginning"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_paper_of_another_state_says_so(facts, said):
    assert said in text_of(facts)


def test_ways_to_pay_are_those_that_the_payee_takes():
    check_only = PAYEE | {"ach": [], "pay_url": "", "w9_url": ""}

    every_way, one_way = text_of(invoice()), text_of(invoice(payee=check_only))

    assert [way in every_way for way in ("By check", "By ACH transfer", "By card", "Form W-9")] == [True] * 4
    assert [way in one_way for way in ("By check", "By ACH transfer", "By card", "Form W-9")] == [True] + [False] * 3


def test_invoice_of_nothing_asks_for_no_payment():
    text = text_of(invoice(total="0.00"))

    assert [part in text for part in ("How to pay", "Due December 22")] == [False, False]


def test_invoice_that_is_paid_in_part_asks_for_the_rest():
    text = text_of(invoice(paid_before="300.00", amount_due="75.00"))

    assert "Amount due $75.00 Due December 22" in text
    assert "Total $375.00 Paid already: $300.00. Amount due: $75.00." in text
    assert "How to pay" in text


def test_invoice_that_is_paid_asks_for_no_payment():
    text = text_of(invoice(paid_before="375.00", amount_due="0.00"))

    assert "Amount due $0.00 Nothing to pay" in text
    assert "How to pay" not in text


def test_invoice_of_a_payee_who_gave_only_a_name_is_set():
    bare = {name: [] if isinstance(value, list) else "" for name, value in PAYEE.items()} | {"name": "LMI"}

    text = text_of(invoice(payee=bare, terms=[], lines=[], replaces=None, total="0.00"))

    assert "Amount due $0.00" in text


def test_another_refusal_is_not_taken_for_a_missing_letter():
    facts = invoice()
    del facts["total"]

    with pytest.raises(typst.TypstError, match='does not contain key "total"'):
        render_pdf(facts, language="en")


def test_many_seats_run_over_pages_with_their_header_and_page_numbers():
    seats = [seat("Teacher", f"Person {number}") for number in range(1, 201)]

    pages = pages_of(invoice(lines=seats, total="30000.00"))

    count = len(pages)
    assert count > 4
    assert [f"Page {number} of {count}" in page for number, page in enumerate(pages, 1)] == [True] * count
    with_seats = [page for page in pages if "Person" in page]
    assert [page.count("No. Attendee Role or item Amount") for page in with_seats] == [1] * len(with_seats)
    assert ["San Juan Unified School District" in page for page in pages] == [True] * count
    assert "200 Person 200 Teacher $150.00 Total due $30,000.00" in " ".join(pages)


def test_a_process_forked_from_one_that_set_papers_refuses_instead_of_waiting_for_ever():
    render_pdf(receipt(), language="en")

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            render_pdf(receipt(), language="en")
        except ForkedAfterTypesetting:
            os._exit(7)
        os._exit(1)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
