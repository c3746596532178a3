"""What the portal's letters about convenings carry with them."""

from lmi_portal.outbox.attachments import renders

from .calendar_files import calendar_of
from .models import Convening


@renders("convening_ics")
def convening_ics(context):
    """The convening as it stands when the letter is sent; `context` names its `convening_id`."""
    convening = Convening.objects.get(pk=context["convening_id"])
    return f"{convening.slug}.ics", calendar_of([convening]), "text/calendar"
