"""That a page opens without an account is a decision: it is taken here, view by view."""

import re
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.urls import path, resolve

from .access import pages
from .test_pages_in_chromium import PAGES

PUBLIC_VIEWS = {
    "home",
    "healthz",
    "readyz",
    "robots",
    "sitemap",
    "district",
    "districts:list",
    "districts:csv",
    "districts:json",
    "districts:map",
    "districts:organizations",
    "districts:organization",
    "oasis:about",
    "wellbeing:about",
    "wellbeing:answer",
    "wellbeing:answer_code",
    "wellbeing:highlight",
    "wellbeing:highlights",
    "wellbeing:sample_list",
    "providers:ask_for_link",
    "providers:correct",
    "providers:list",
    "providers:provider",
    "providers:service",
    "providers:sheet",
    "oasis:idle",
    "hsds:about",
    "hsds:nowhere",
    "hsds:organization",
    "hsds:organizations",
    "hsds:service",
    "hsds:service_at_location",
    "hsds:service_at_locations",
    "hsds:services",
    "hsds:taxonomies",
    "hsds:taxonomy",
    "hsds:taxonomy_term",
    "hsds:taxonomy_terms",
    "account_login",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_signup",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_inactive",
    "account_logout",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "initiative:case_studies",
    "initiative:case_study",
    "initiative:case_study_pdf",
    "initiative:compare",
    "convenings:list",
    "convenings:detail",
    "convenings:calendar",
    "convenings:feed_ics",
    "convenings:feed_rss",
    "convenings:csv",
    "convenings:json",
    "convenings:follow",
    "convenings:confirm_follower",
    "convenings:unfollow",
    "initiative:practices",
    "initiative:practice",
    "library:list",
    "library:resource",
    "library:file",
    "library:feed_rss",
    "initiative:steering",
    "initiative:plan",
    "initiative:plan_of",
    "initiative:plan_measures_csv",
    # The views themselves lead strangers to sign in, and keep what they had typed.
    "convenings:register",
    "convenings:quote",
    # By the secret in the link.
    "teams:co_lead",
    "billing:shared_account",
    "billing:shared_statement",
    "billing:shared_pay",
    "billing:shared_purchase_order_add",
    "billing:shared_purchase_order",
    "billing:shared_purchase_order_file",
    "billing:shared_invoice",
    "billing:shared_credit_note",
    "billing:shared_receipt",
    "billing:shared_quote",
    "oasis:sign",
    "oasis:sign_code",
    "oasis:sign_copy",
    "oasis:sign_no",
    "oasis:sign_open",
    "oasis:reply",
    "oasis:reply_code",
    "oasis:reply_open",
    "oasis:reply_new_link",
    "oasis:reply_leave",
    "oasis:reply_answer",
    "oasis:welcome",
    "wellbeing:feed",
    "wellbeing:here",
    "wellbeing:here_rate",
    "wellbeing:sign",
    # Stripe signs what it posts.
    "stripe:webhook",
    # It tells a stranger nothing, and others lead on to what they came from.
    "stripe:back",
    # StaffAreaMiddleware stands before it and sends everyone to allauth.
    "admin:login",
}


# They answer with a file, a line or a state, take a form, or send on.
NO_PAGES = {
    *("healthz", "readyz", "robots", "sitemap", "admin:login", "stripe:back", "stripe:webhook"),
    *("districts:csv", "districts:json", "initiative:case_study_pdf", "initiative:plan_measures_csv"),
    *("library:feed_rss", "library:file", "convenings:calendar", "convenings:csv", "convenings:json"),
    *("convenings:feed_ics", "convenings:feed_rss", "convenings:follow", "convenings:quote"),
    *("hsds:about", "hsds:nowhere", "hsds:organization", "hsds:organizations", "hsds:service", "hsds:services"),
    *("hsds:service_at_location", "hsds:service_at_locations", "hsds:taxonomies", "hsds:taxonomy"),
    *("hsds:taxonomy_term", "hsds:taxonomy_terms"),
    *("billing:shared_credit_note", "billing:shared_invoice", "billing:shared_pay", "billing:shared_quote"),
    *("billing:shared_purchase_order_file", "billing:shared_receipt", "billing:shared_statement"),
    # oasis/tests/test_consent_in_chromium.py signs by it.
    *("oasis:sign", "oasis:sign_code", "oasis:sign_copy", "oasis:sign_no", "oasis:sign_open"),
    "providers:ask_for_link",
    # oasis/tests/test_reply_in_chromium.py answers on it.
    *("oasis:reply", "oasis:reply_answer", "oasis:reply_code", "oasis:reply_leave", "oasis:reply_new_link"),
    "oasis:reply_open",
    # Open around an activity alone; oasis/tests/test_families.py signs in on it.
    "oasis:welcome",
    # wellbeing/tests/test_answering_in_chromium.py answers by it.
    "wellbeing:answer",
    # So is this door; wellbeing/tests/test_here.py signs in at it.
    *("wellbeing:feed", "wellbeing:here", "wellbeing:here_rate"),
    # wellbeing/tests/test_charter_pages.py signs on it.
    "wellbeing:sign",
}
# The steps of signing in and up, on which lmi_portal/accounts/tests go through a browser.
STEPS = ("account_", "mfa_")


def public_views(patterns=None):
    return [name for _route, name, view in pages(patterns) if not getattr(view, "login_required", True)]


def test_public_views_are_these_and_no_others():
    assert set(public_views()) == PUBLIC_VIEWS


def test_a_view_that_becomes_public_is_noticed():
    @login_not_required
    def laid_open(request):
        raise NotImplementedError

    def closed(request):
        raise NotImplementedError

    patterns = [path("open/", laid_open, name="open"), path("closed/", closed, name="closed")]

    assert public_views(patterns) == ["open"]


def opened_in_a_browser():
    addresses = (re.sub(r"{.*?}", "1234567", address) for addresses in PAGES.values() for address in addresses)
    return {resolve(urlsplit(address).path).view_name for address in addresses}


def test_every_public_page_is_looked_at_in_a_browser():
    unseen = PUBLIC_VIEWS - opened_in_a_browser() - NO_PAGES

    assert {name for name in unseen if not name.startswith(STEPS)} == set()


def test_what_is_looked_at_is_a_page():
    assert opened_in_a_browser() & NO_PAGES == set()
