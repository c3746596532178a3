"""The public calendar for other programs: iCalendar to subscribe to, and RSS."""

from datetime import timedelta

from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Convening
from .wording import dates_of, fee_sentence, place_of, status_of

KEPT_FOR = timedelta(days=365)


def convenings_to_follow(*, on):
    """Those ahead, and those over for less than a year, so that a calendar that subscribed keeps its recent past."""
    return Convening.objects.upcoming(on=on - KEPT_FOR)


class ConveningFeed(Feed):
    """The convenings ahead, the last changed first; each keeps its address as its key, so that readers show it once."""

    feed_type = Rss201rev2Feed
    title = gettext_lazy("LMI convenings")
    description = gettext_lazy(
        "Convenings of California’s Labor Management Initiative: where labor and management meet."
    )
    link = reverse_lazy("convenings:list")
    item_guid_is_permalink = True

    def items(self):
        return Convening.objects.upcoming(on=timezone.localdate()).with_seats_taken().order_by("-updated_at", "pk")[:50]

    def item_title(self, convening):
        return convening.title

    def item_description(self, convening):
        status, _class = status_of(convening, now=timezone.now())
        facts = [dates_of(convening), place_of(convening), _("Fee: %(fee)s") % {"fee": fee_sentence(convening)}, status]
        return " · ".join(filter(None, [convening.summary, *facts]))

    def item_pubdate(self, convening):
        return convening.updated_at

    def item_updateddate(self, convening):
        return convening.updated_at

    def item_categories(self, convening):
        return [str(convening.get_kind_display())]
