"""A reminder as its readers will see it, before anybody gets it."""

from lmi_portal.outbox.models import Email
from lmi_portal.outbox.rendering import render

from .reminder_letters import example_context


def preview_of(rule):
    """The rule's mail to a made-up person, as a message that is never sent."""
    template = f"convenings/email/reminder_{rule.kind}"
    return render(Email(to="maria@example.org", template=template, context=example_context(rule)))
