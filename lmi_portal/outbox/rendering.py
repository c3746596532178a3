import re

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation

from .attachments import render_attachments


def render(email):
    """An outbox row as a message ready to go, in its reader's language, under its lasting Message-ID."""
    context = email.facts() | {"site_url": settings.SITE_URL, "language": email.language}
    with translation.override(email.language):
        subject = " ".join(_plain(f"{email.template}_subject.txt", context).split())
        message = EmailMultiAlternatives(
            subject=subject,
            # What a template leaves out leaves no gap.
            body=re.sub(r"\n{3,}", "\n\n", _plain(f"{email.template}.txt", context).strip()) + "\n",
            to=[email.address()],
            headers={"Message-ID": email.message_id, "Auto-Submitted": "auto-generated"},
        )
        html = render_to_string(f"{email.template}.html", context | {"subject": subject})
        message.attach_alternative(html, "text/html")
        if email.attachment:
            for attachment in render_attachments(email.attachment, email.facts()):
                message.attach(*attachment)
    return message


def _plain(template, context):
    # Text is not HTML: O’Brien & Sons must not arrive as O&#x27;Brien &amp; Sons.
    return get_template(template).template.render(Context(context, autoescape=False))
