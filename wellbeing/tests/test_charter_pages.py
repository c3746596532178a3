"""The pages of a charter, as leads of both sides and those who sign see them."""

import io

import pikepdf
import pytest
from django.test import Client
from django.utils import timezone

from districts.models import Side
from lmi_portal.outbox.attachments import render_attachments
from lmi_portal.outbox.models import Email
from wellbeing.charter.comparing import differences
from wellbeing.charter.signatories import places_of
from wellbeing.charter.wording import HEADINGS, fingerprint_of, starting_words
from wellbeing.models import Charter, Program, Signature

from .charters import begin, create_district_with_units, create_lead, create_offered, draft, link_of, offer, sign_all
from .factories import create_program

pytestmark = pytest.mark.django_db


def page(program, name="", /):
    return f"/wellbeing/{program.district.cd_code}/charter/{name}"


@pytest.fixture
def program(client):
    """A program whose beginner, management's lead, is signed in."""
    program = begin()
    client.force_login(program.begun_by)
    return program


def labors_client(program):
    client = Client()
    client.force_login(program.district.memberships.led().get(side=Side.LABOR).user)
    return client


def people_typed(program, side):
    rows = [place for place in places_of(program.district) if place.side == side]
    names = {f"{place.key}-name": f"Pat {place.key}" for place in rows}
    return names | {f"{place.key}-email": f"{place.key}@example.org" for place in rows}


def test_a_lead_reads_what_will_happen_and_begins(client):
    district = create_district_with_units()
    labor = create_lead(district, Side.LABOR)
    client.force_login(create_lead(district, Side.MANAGEMENT))
    address = f"/wellbeing/{district.cd_code}/begin/"

    asked = client.get(address)
    assert asked.context["leads"] == [labor.get_full_name()]
    assert '<a href="/wellbeing/">Not now</a>' in asked.text
    assert not Program.objects.exists()
    begun = client.post(address)

    assert begun.url == f"/wellbeing/{district.cd_code}/charter/"
    assert Program.objects.get().district == district
    assert client.get(address).url == f"/wellbeing/{district.cd_code}/"


def test_begin_says_so_where_nobody_leads_for_the_other_side(client):
    district = create_district_with_units()
    client.force_login(create_lead(district, Side.MANAGEMENT))

    assert "Nobody leads for labor at your table yet." in client.get(f"/wellbeing/{district.cd_code}/begin/").text


def test_from_the_first_words_to_the_offer_both_sides_do_their_part(client, program):
    labor = labors_client(program)
    assert "Write the charter" in client.get(page(program)).text
    first = client.get(page(program, "edit/")).context["form"].initial
    assert {name: first[name] for name in HEADINGS} == starting_words()

    client.post(page(program, "edit/"), first | {"purpose": "Ours.\r\nAll of us."})
    client.post(page(program, "signatories/"), people_typed(program, Side.MANAGEMENT))
    assert "Nobody is named yet to sign as" in client.get(page(program, "offer/")).text
    labor.post(page(program, "signatories/"), people_typed(program, Side.LABOR))
    read = labor.get(page(program, "offer/")).context["read"]
    labor.post(page(program, "offer/"), {"read": read})

    charter = Charter.objects.get()
    assert (charter.state, charter.purpose) == ("offered", "Ours.\nAll of us.")
    assert charter.text_sha256 == fingerprint_of(charter) == read


def test_signatories_known_at_the_table_are_filled_in(client, program):
    draft(program)

    form = labors_client(program).get(page(program, "signatories/")).context["form"]

    assert [place.unit.kind for place, _name, _email in form.rows()] == ["certificated", "classified"]
    assert [bool(name.value()) for _place, name, _email in form.rows()] == [True, False]


def test_what_was_typed_is_kept_where_another_changed_the_draft(client, program):
    draft(program)
    typed = client.get(page(program, "edit/")).context["form"].initial | {"purpose": "What I wrote."}
    draft(program, purpose="What you wrote.")

    refused = client.post(page(program, "edit/"), typed)

    assert "Somebody else changed this meanwhile" in refused.text
    assert "What I wrote." in refused.text


def test_a_district_without_classified_unit_is_told_so(client, program):
    program.district.units.filter(kind="classified").delete()

    assert "has no classified unit on file" in client.get(page(program, "edit/")).text


def test_an_offered_charter_is_not_edited(client, program):
    create_offered(program)

    assert client.get(page(program, "edit/")).url == page(program)
    for rest in ["offer/", "signatories/"]:
        told = client.post(page(program, rest), follow=True)
        assert (told.redirect_chain, "No charter is being written" in told.text) == ([(page(program), 302)], True)


def test_a_link_is_sent_again_by_ones_own_side_and_only_so_often(client, program):
    charter = create_offered(program)
    own, other = [charter.signatories.filter(capacity=one).first() for one in ("superintendent", "unit_president")]
    typed = {"name": "Dr. New", "email": "new@example.org"}

    assert client.get(page(program, f"signatories/{other.pk}/")).status_code == 404
    seen = [client.post(page(program, f"signatories/{own.pk}/"), typed).status_code for _turn in range(6)]

    assert seen == [302] * 5 + [429]
    own.refresh_from_db()
    assert (own.name, own.email) == ("Dr. New", "new@example.org")


def test_withdrawing_says_what_will_happen_and_does_it(client, program):
    charter = create_offered(program)

    asked = client.get(page(program, "withdraw/"))
    assert "The links to sign it open nothing any more" in asked.text
    client.post(page(program, "withdraw/"))

    charter.refresh_from_db()
    assert charter.state == "withdrawn"
    assert client.get(page(program, "withdraw/")).status_code == 404


def test_who_has_the_link_reads_it_all_and_signs(client):
    signatory = create_offered().signatories.get(capacity="superintendent")
    address, visitor = link_of(signatory), Client()

    read = visitor.get(address)
    assert [text in read.text for text in (signatory.charter.text_sha256, "Who has signed", "Version")] == [True] * 3
    assert (read["Referrer-Policy"], read["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")
    assert "no-store" in read["Cache-Control"]
    assert not Signature.objects.exists()
    typed = {"typed_name": signatory.name, "has_agreed": "on", "read": signatory.charter.text_sha256}
    assert visitor.post(address, typed).url == address

    assert Signature.objects.get().signatory == signatory
    assert "Thank you. You signed as" in visitor.get(address).text
    assert "signed already" in visitor.post(address, typed).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"typed_name": "Signer superintendent"}, "Tick that you agree to sign electronically."),
        ({"typed_name": "Nobody", "has_agreed": "on"}, "Type your full name: Signer superintendent."),
    ],
)
def test_a_signature_that_lacks_something_says_what(client, typed, sentence):
    signatory = create_offered().signatories.get(capacity="superintendent")

    refused = client.post(link_of(signatory), typed | {"read": signatory.charter.text_sha256})

    assert sentence in refused.text
    assert not Signature.objects.exists()


def test_who_does_not_sign_says_why(client):
    signatory = create_offered().signatories.get(capacity="superintendent")

    assert "This field is required." in client.post(link_of(signatory), {"decline": "yes"}).text
    client.post(link_of(signatory), {"decline": "yes", "reason": "Not yet."})

    signatory.refresh_from_db()
    assert signatory.decline_reason == "Not yet."
    assert "you can still sign below" in client.get(link_of(signatory)).text


def test_a_link_that_is_over_opens_nothing(client):
    assert client.get("/wellbeing/sign/forged/").status_code == 410


def test_links_are_tried_only_so_often(client):
    seen = [client.get("/wellbeing/sign/forged/").status_code for _turn in range(61)]

    assert seen == [410] * 60 + [429]


def test_no_letter_names_a_link_in_what_staff_can_read():
    charter = create_offered()
    links = [link_of(signatory) for signatory in charter.signatories.all()]

    open_letters = Email.objects.filter(is_private=False)

    assert [letter.pk for letter in open_letters if any(link in str(letter.context) for link in links)] == []


def test_a_letter_to_sign_begins_each_sentence_with_a_capital():
    letter = Email.objects.get(to=create_offered().signatories.first().email, reason__startswith="charter_to_sign")

    assert [words[0].isupper() for words in letter.context["paragraphs"]] == [True] * 4


def test_versions_are_listed_and_their_differences_shown(client, program):
    first = sign_all(create_offered(program))
    second = draft(program, reason="A year has passed.", resources=f"{first.resources} And more.")

    shown = client.get(page(program))

    assert (shown.context["charter"], shown.context["before"]) == (second, first)
    assert "<ins> And more.</ins>" in shown.text
    assert [heading for heading, _pieces in shown.context["differences"]] == ["Time, money and people"]
    asked = offer(second).signatories.first()
    assert "<ins> And more.</ins>" in client.get(link_of(asked)).text
    assert client.get(page(program, "1/")).context["charter"] == first
    assert client.get(page(program, "9/")).status_code == 404


def test_differences_put_together_are_the_two_texts():
    earlier = Charter(purpose="We meet each month.\n\nIn paid time.")
    later = Charter(purpose="We meet twice a month.\n\nIn paid time, always.")

    [(_heading, pieces)] = differences(earlier, later)

    assert "".join(piece.text for piece in pieces if piece.kind != "added") == earlier.purpose
    assert "".join(piece.text for piece in pieces if piece.kind != "taken") == later.purpose


@pytest.mark.parametrize("versions", [1, 3])
def test_the_charters_page_asks_constantly_many_queries(client, django_assert_num_queries, versions):
    program = begin()
    for _turn in range(versions):
        charter = draft(program, reason="Anew.") if program.is_live() else create_offered(program)
        sign_all(charter if charter.state == "offered" else offer(charter))
    client.force_login(program.begun_by)
    client.get(page(program))

    with django_assert_num_queries(13):
        client.get(page(program))


@pytest.mark.parametrize("state", ["draft", "in_force"])
def test_the_paper_is_a_tagged_pdf_with_its_signatures(client, program, state):
    charter = draft(program) if state == "draft" else sign_all(create_offered(program))

    response = client.get(page(program, f"{charter.version}/charter.pdf"))

    paper = pikepdf.open(io.BytesIO(response.content))
    assert (response["Content-Type"], paper.Root.MarkInfo.Marked) == ("application/pdf", True)
    assert paper.Root.Metadata.read_bytes().count(b"pdfuaid:part") > 0


def test_a_letter_carries_the_charter():
    charter = sign_all(create_offered())

    [(name, content, kind)] = render_attachments("charter_pdf", {"charter_id": charter.pk})

    assert (name, content[:5], kind) == ("well-being-charter-1.pdf", b"%PDF-", "application/pdf")


def test_control_a_program_of_the_factory_shows_its_charter(client):
    program = create_program()
    client.force_login(create_lead(program.district))

    assert client.get(page(program)).context["charter"].in_force_at <= timezone.now()


def test_page_and_paper_say_who_signs_for_two_units(program):
    draft(program)
    labor = labors_client(program)
    typed = people_typed(program, Side.LABOR)
    one = {name: "pat@example.org" if name.endswith("-email") else "Pat Doe" for name in typed}

    asked = labor.get(page(program, "signatories/")).text
    labor.post(page(program, "signatories/"), one)
    paper = pikepdf.open(io.BytesIO(labor.get(page(program, "1/charter.pdf")).content))

    assert "Is one person president of two units?" in asked
    assert "Pat Doe signs for 2 units, each by a signature of its own: President of " in labor.get(page(program)).text
    assert len(paper.pages) > 0
