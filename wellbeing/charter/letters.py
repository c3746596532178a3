"""The letters that a charter's way is told in, ready for the outbox; every fact in them is frozen at the deed."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from districts.models import Membership, Side
from wellbeing.models import CommitteeSeat

from .wording import parts_of


def leads_of(program):
    """Who leads for either side at the district's table, and the co-chairs of the committee; each once."""
    places = Membership.objects.led().filter(district=program.district, side__in=[Side.LABOR, Side.MANAGEMENT])
    chairs = CommitteeSeat.objects.co_chairs().filter(program=program)
    people = get_user_model().objects.filter(is_active=True, is_staff=False)
    wanted = Q(pk__in=places.values("user")) | Q(email__in=chairs.values("email"))
    return people.filter(wanted).order_by("pk")


def to_leads(program, news, *, by=None, charter=None, attachment="", part="", **words):
    """A letter to each lead and co-chair but `by`, who did it; `words` are those of _NEWS."""
    page = reverse("wellbeing:charter", args=[program.district.cd_code])
    return [
        _letter(
            news,
            charter or program,
            to=user.email,
            part=part,
            attachment=attachment,
            url=settings.SITE_URL + page,
            label=_("Open the charter"),
            **_told(news, program, charter, by=by.get_full_name() if by else "", **words),
        )
        for user in leads_of(program)
        if by is None or user.pk != by.pk
    ]


def to_signatories(charter, news, *, attachment=""):
    """A letter to all who were asked to sign, at the addresses to which their links went."""
    told = _told(news, charter.program, charter, by="")
    rows = charter.signatories.all()
    return [_letter(news, charter, to=row.email, part="signatory", attachment=attachment, **told) for row in rows]


def to_all(charter, news, *, attachment="", **words):
    """A letter to the leads and to all who were asked to sign; who is both gets that of the leads alone."""
    letters = to_leads(charter.program, news, charter=charter, attachment=attachment, **words)
    reached = {letter["to"].casefold() for letter in letters}
    asked = to_signatories(charter, news, attachment=attachment)
    return letters + [letter for letter in asked if letter["to"].casefold() not in reached]


def to_signatory(signatory, *, link, days):
    """The letter with the personal link: it is hidden from staff, and erased once it is sent."""
    charter = signatory.charter
    names = {"district": charter.program.district, "version": charter.version, "capacity": str(signatory)}
    paragraphs = [
        _("Hello %(name)s,") % {"name": signatory.name},
        _(
            "Labor and management of %(district)s want to run an employee well-being program together. Its charter, "
            "version %(version)s, waits for your signature as: %(capacity)s."
        )
        % names,
        _("Read the whole text, then sign it or say why not. You do not need an account."),
        _("The link is yours alone and works for %(days)s days. Please do not forward it.") % {"days": days},
    ]
    if charter.amendment_reason:
        paragraphs.insert(2, _("Why the charter is amended: %(reason)s") % {"reason": charter.amendment_reason})
    return _letter(
        "charter_to_sign",
        charter,
        to=signatory.email,
        part=f"{signatory.pk}:{signatory.asked_at.isoformat()}",
        subject=_("Please read and sign: well-being charter of %(district)s") % names,
        paragraphs=paragraphs,
        url=link,
        label=_("Read and sign"),
    ) | {"is_private": True}


def copy_for(signatory, signature):
    """The whole text with the signature, for whoever signed to keep."""
    charter = signatory.charter
    paragraphs = [
        _("Thank you. This is your copy of what you signed; please keep it."),
        _("Signed by %(name)s as: %(capacity)s, on %(moment)s.")
        % {
            "name": signature.typed_name,
            "capacity": signatory,
            "moment": date_format(timezone.localtime(signature.signed_at), "N j, Y, P e"),
        },
        _("Version %(version)s, fingerprint of the text (SHA-256): %(mark)s")
        % {"version": charter.version, "mark": charter.text_sha256},
    ]
    for heading, text in parts_of(charter):
        paragraphs += [heading.upper(), *(line for line in text.splitlines() if line.strip())]
    return _letter(
        "charter_copy",
        charter,
        to=signatory.email,
        part=str(signatory.pk),
        subject=_("Your copy: well-being charter of %(district)s") % {"district": charter.program.district},
        paragraphs=paragraphs,
        url="",
        label="",
    )


def _told(news, program, charter, *, by, side="", who="", reason=""):
    """{subject, paragraphs} of one piece of news for leads and signatories."""
    names = {
        "district": program.district,
        "version": charter.version if charter else "",
        "by": by,
        "side": Side(side).label.lower() if side else "",
        "who": who,
        "reason": reason,
    }
    subject, *paragraphs = _NEWS[news]()
    return {"subject": subject % names, "paragraphs": [paragraph % names for paragraph in paragraphs]}


_NEWS = {
    "program_begun": lambda: [
        _("An employee well-being program for %(district)s"),
        _("%(by)s, who leads for %(side)s, began an employee well-being program for %(district)s."),
        _(
            "Labor and management run it together, and nothing of it reaches employees before both sides have signed "
            "a charter. Read the draft as it grows, change what you like, and name who signs for your side."
        ),
    ],
    "charter_drafted": lambda: [
        _("A well-being charter for %(district)s is being written"),
        _("%(by)s, for %(side)s, began version %(version)s of the well-being charter of %(district)s."),
        _("Both sides may change the draft. Each side names who signs for it."),
    ],
    "charter_offered": lambda: [
        _("The well-being charter of %(district)s is out for signature"),
        _("%(by)s, for %(side)s, offered version %(version)s of the charter for signature. Its text is frozen now."),
        _("Everybody who signs has a link of their own in their mail. With the last signature it comes into force."),
    ],
    "charter_declined": lambda: [
        _("The well-being charter of %(district)s was not signed"),
        _("%(who)s does not sign version %(version)s of the charter. The reason given: %(reason)s"),
        _("Talk about it. You can withdraw the charter and offer a new text, or it can be signed after all."),
    ],
    "charter_withdrawn": lambda: [
        _("The well-being charter of %(district)s, version %(version)s, was withdrawn"),
        _("Version %(version)s of the charter was withdrawn. Its links to sign open nothing any more."),
        _("A charter that was in force before stays in force."),
    ],
    "charter_in_force": lambda: [
        _("The well-being charter of %(district)s is in force"),
        _("Everybody has signed version %(version)s of the charter: it is in force from now on."),
        _("The signed charter is attached."),
    ],
}


def _letter(news, on, *, to, subject, paragraphs, part="", attachment="", url="", label=""):
    letter = {
        "to": to,
        "reason": f"{news}:{on.pk}:{part}"[:150],
        "template": "email/plain",
        "context": {"subject": subject, "paragraphs": paragraphs, "url": url, "label": label},
    }
    if attachment:
        letter |= {"attachment": attachment, "context": letter["context"] | {"charter_id": on.pk}}
    return letter
