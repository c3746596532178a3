from itertools import count

from django.utils import timezone

from lmi_portal.outbox.models import Email
from lmi_portal.outbox.posting import post_emails

_number = count(1)


def letter(**fields):
    number = next(_number)
    defaults = {
        "to": f"reader-{number}@example.org",
        "reason": f"news:{number}",
        "template": "email/plain",
        "context": {
            "subject": "Your seat is waiting",
            "paragraphs": ["O’Brien & Sons say “it's <yours>”."],
            "url": "https://portal.example.org/seats/abc/",
            "label": "Claim your seat",
        },
    }
    return defaults | fields


def post(*, now=None, **fields):
    """Post one e-mail through the front door."""
    posted = letter(**fields)
    post_emails([posted], now=now or timezone.now())
    emails = Email.objects.filter(reason=posted["reason"])
    return next(email for email in emails if email.address() == posted["to"].lower())
