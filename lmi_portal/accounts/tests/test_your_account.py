import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.urls import reverse

from lmi_portal.accounts.models import User
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email

from .factories import PASSWORD, add_second_factor, create_user, totp_code
from .letters import link_in, newest_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client):
    """Ana, who has just signed in and shown once more that it is her."""
    user = create_user(email="ana@example.org", name="Ana")
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return user


def test_name_is_changed_on_the_page_itself(client, ana):
    page = client.post("/accounts/", {"name": "Ana Ortiz"}, follow=True).content.decode()

    assert "Your name is saved." in page
    assert User.objects.get().name == "Ana Ortiz"


def test_change_of_name_is_in_the_audit_trail_once(client, ana):
    for _ in range(2):
        client.post("/accounts/", {"name": "Ana Ortiz"})

    entry = Entry.objects.get()
    assert (entry.deed, entry.done_by, entry.changes) == ("account_changed", ana, {"name": ["Ana", "Ana Ortiz"]})


def test_blank_name_is_refused_beside_the_field(client, ana):
    page = client.post("/accounts/", {"name": " "}).content.decode()

    assert 'href="#id_name">Your name: This field is required.' in page
    assert User.objects.get().name == "Ana"


@pytest.mark.parametrize(
    "name",
    [
        "Win http://evil.example.org",
        "HTTPS://x",
        "WWW.evil.example.org",
        "evil.com",
        "Win evil.org/x",
        "Ana\tB",
        "A\x07na",
    ],
)
def test_name_that_is_none_is_refused_beside_the_field(client, ana, name):
    page = client.post("/accounts/", {"name": name}).content.decode()

    assert 'href="#id_name">Your name: Write a name alone, without a web address or line breaks.' in page
    assert User.objects.get().name == "Ana"


@pytest.mark.parametrize(
    "name", ["Ngọc Anh Trần", "مريم حدّاد", "O’Brien-Núñez, Ed.D.", "Ana 🌻", "J.R. & St.John <Jo>"]
)
def test_names_of_all_languages_are_kept_exactly(client, ana, name):
    client.post("/accounts/", {"name": name})

    assert User.objects.get().name == name


@pytest.mark.parametrize("has_factor", [False, True])
def test_new_address_counts_once_its_mail_is_answered(client, ana, has_factor):
    if has_factor:
        add_second_factor(ana)
    client.post(reverse("account_email"), {"email": "Ana.New@example.org", "action_add": ""})
    before = User.objects.get().email
    client.post(link_in(newest_letter("ana.new@example.org")))

    assert (before, User.objects.get().email) == ("ana@example.org", "ana.new@example.org")
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [
        ("ana.new@example.org", True, True)
    ]
    assert (
        newest_letter("ana@example.org").subject
        == "Your account: the e-mail address was changed to ana.new@example.org"
    )


def test_address_of_another_account_is_never_taken_over(client, ana):
    create_user(email="bo@example.org")
    client.post(reverse("account_email"), {"email": "BO@example.org", "action_add": ""})
    link = link_in(newest_letter("bo@example.org"))

    page = client.get(link).content.decode()
    client.post(link)

    assert "bo@example.org belongs to another account by now" in page
    assert User.objects.get(pk=ana.pk).email == "ana@example.org"


def test_address_change_asks_for_the_password_once_more(client):
    client.force_login(create_user())

    response = client.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})

    assert response.url == f"{reverse('account_reauthenticate')}?next=%2Faccounts%2Femail%2F"
    assert not Email.objects.exists()


def test_password_change_is_told_by_mail(client, ana):
    new = {"oldpassword": PASSWORD, "password1": "a lamp in the hall", "password2": "a lamp in the hall"}

    client.post(reverse("account_change_password"), new)

    letter = newest_letter("ana@example.org")
    assert User.objects.get().check_password("a lamp in the hall")
    assert letter.subject == "Your account: the password was changed"
    assert letter.body.startswith("Hello Ana,\n")
    assert link_in(letter) == reverse("account_reset_password")


def test_authenticator_app_is_set_up_with_recovery_codes_and_told_by_mail(
    client, ana, django_capture_on_commit_callbacks
):
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = client.session[SECRET_SESSION_KEY]
    with django_capture_on_commit_callbacks(execute=True):
        codes = client.post(reverse("mfa_activate_totp"), {"code": totp_code(secret)}, follow=True).content.decode()

    assert f'<code id="secret">{secret}</code>' in page
    assert "10 of 10 codes are left." in codes
    assert newest_letter("ana@example.org").subject == "Your account: an authenticator app was added"


def test_wrong_code_sets_nothing_up(client, ana):
    client.get(reverse("mfa_activate_totp"))

    page = client.post(reverse("mfa_activate_totp"), {"code": "000000"}).content.decode()

    assert "Incorrect code." in page
    assert not Authenticator.objects.exists()


def test_authenticator_app_is_switched_off_and_its_codes_go_with_it(client, ana):
    add_second_factor(ana)

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.exists()
    assert newest_letter("ana@example.org").subject == "Your account: the authenticator app was removed"


def test_page_says_whether_a_second_factor_is_on(client, ana):
    off = client.get("/accounts/").content.decode()
    add_second_factor(ana)
    on = client.get("/accounts/").content.decode()

    assert ("Off: the password alone" in off, "On: signing in asks for more" in on) == (True, True)


def test_signing_out_takes_a_press_of_the_button(client, ana):
    client.get(reverse("account_logout"))
    still = "_auth_user_id" in client.session
    client.post(reverse("account_logout"))

    assert (still, "_auth_user_id" in client.session) == (True, False)


def test_mails_of_an_account_are_private(client, ana):
    client.post(reverse("account_reset_password"), {"email": "ana@example.org"})

    assert list(Email.objects.values_list("is_private", flat=True)) == [True]
