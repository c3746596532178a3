import shutil

import pytest
import typst

from billing.papers import FOLDER, issued_at_of, render_pdf
from billing.tests.paper_reading import first_page_of, text_of
from billing.tests.paper_samples import BILL_TO, invoice, seat
from lmi_portal import papers

RIGHT_EDGE = (8.5 - 0.8) * 72


@pytest.mark.parametrize(
    "name",
    ['#panic("x")', "*bold* _it_ `raw`", "$x^2$", "C:\\new\\u{41}", "<b>x</b>", "@x // /* #[y]", '"}], {{', "= Title"],
)
def test_names_are_never_read_as_markup(name):
    text = text_of(invoice(lines=[seat(name, name, note=name)], bill_to=BILL_TO | {"name": name}))

    assert text.count(name) == 4


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("אביגיל", "אביגיל"),
        ("محمد", "محمد"),
        ("李小龍 田中さくら 김민수", "李小龍 田中さくら 김민수"),
        ("👩🏽‍🏫 Joy 🎉", "👩🏽‍🏫 Joy 🎉"),
        ("Արմեն გიორგი", "Արմեն გიორგი"),
        ("Zoë\nŁukasz\x07", "Zoë Łukasz"),
        ("ਗੁਰ Singh", "□□□ Singh"),
        ("𓀀 Lee \ufffe\U0010ffff", "□ Lee □□"),
        ("x\u202egnp.exe", "x gnp.exe"),
    ],
    ids=["hebrew", "arabic", "cjk", "emoji", "armenian", "controls", "gurmukhi", "hieroglyph", "override"],
)
def test_whatever_somebody_is_called_the_paper_is_set(name, shown):
    assert shown in text_of(invoice(lines=[seat("CSEA 127 lead", name)]))


def test_without_the_stand_in_such_a_name_would_leave_the_district_without_its_invoice():
    facts = invoice(lines=[seat("CSEA 127 lead", "ਗੁਰ Singh")])

    with pytest.raises(typst.TypstError, match="could not be displayed"):
        papers.typeset(f"{FOLDER}/invoice.typ", facts, written_at=issued_at_of(facts), language="en")


def test_piled_accents_stay_in_their_line():
    piled = invoice(lines=[seat("CSEA 127 lead", "Zo" + "e" + "\u0301" * 40)])

    assert render_pdf(piled, language="en") == render_pdf(
        invoice(lines=[seat("CSEA 127 lead", "Zo" + "e" + "\u0301" * 3)]), language="en"
    )


def test_hebrew_name_runs_from_right_to_left():
    page = first_page_of(invoice(lines=[seat("CSEA 127 lead", "Dr. אבגד (Lead)")]))
    text = page.get_text_range()

    left_of = {letter: page.get_charbox(text.index(letter))[0] for letter in "אבגד"}

    assert sorted(left_of, key=left_of.get) == ["ד", "ג", "ב", "א"]


LONG = {"latin": "Wolfeschlegel" * 15 + "staff", "arabic": "محمد" * 50, "cjk": "李" * 200, "po": "9" * 200}


def right_edge_of(facts):
    page = first_page_of(facts)
    boxes = [page.get_charbox(index) for index in range(page.count_chars())]
    return max(right for _left, _bottom, right, _top in boxes)


@pytest.mark.parametrize("name", LONG.values(), ids=LONG)
def test_long_names_wrap_within_their_column(name):
    facts = invoice(lines=[seat(name, name)], purchase_order=name, bill_to=BILL_TO | {"name": name})

    assert right_edge_of(facts) <= RIGHT_EDGE + 1


def test_without_breaks_between_letters_a_long_name_would_leave_the_page(monkeypatch, tmp_path):
    for folder in ("papers", FOLDER):
        shutil.copytree(papers.TEMPLATES / folder, tmp_path / folder)
    look = tmp_path / FOLDER / "look.typ"
    look.write_text(look.read_text().replace("  show: breaking-long-words\n", ""))
    monkeypatch.setattr(papers, "TEMPLATES", tmp_path)

    assert right_edge_of(invoice(purchase_order=LONG["po"])) > 8.5 * 72


def test_letters_that_may_part_leave_the_text_as_it_was_typed():
    url = "https://district.example.org/accounts-payable"

    assert url in text_of(invoice(bill_to=BILL_TO | {"address": [url]}))
