"""A certificate of destruction as a paper: what, how many, by which rule and when; no private data."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lmi_portal.papers import render_paper

from .retention import BY_NAME, Rule

TEMPLATE = "oasis/pdf/certificate.typ"


def certificate_facts(certificate):
    # A rule may be gone from the table long before its certificates.
    rule = BY_NAME.get(certificate.rule) or Rule(certificate.rule, certificate.rule, "", "")
    cut = getattr(certificate, "cut", None)
    rows = [
        [_("District"), f"{certificate.district} ({certificate.district.cd_code})"],
        [_("Destroyed on"), date_format(timezone.localtime(certificate.destroyed_at), "F j, Y, g:i A e")],
        [_("What"), str(rule.what)],
        [_("How many"), ", ".join(f"{count} {kind}" for kind, count in certificate.counts.items())],
        [_("Kept"), str(rule.kept)],
        [_("Rule"), rule.source],
        [_("SHA-256 of what was destroyed"), certificate.digest],
    ]
    if cut:
        rows.append([_("The log goes on after"), f"{cut.chain} {cut.number}, SHA-256 {cut.digest}"])
    return {
        "title": _("Certificate of destruction %(number)d") % {"number": certificate.pk},
        "rows": rows,
        "how": _(
            "The rows were deleted from the portal’s database by its own rule, none of them under a hold. Copies in"
            " backups end when the backups do."
        ),
    }


def render_certificate(certificate):
    return render_paper(TEMPLATE, certificate_facts(certificate), written_at=certificate.destroyed_at, language="en")
