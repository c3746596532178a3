"""The library's newest resources for other programs to read: RSS."""

from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext_lazy as _

from .models import Resource


class ResourceFeed(Feed):
    """The last added first; each keeps its address as its key, so that readers show it once."""

    feed_type = Rss201rev2Feed
    title = _("LMI library")
    description = _("Guides, webinars, research and stories about labor and management working together in schools.")
    link = reverse_lazy("library:list")
    item_guid_is_permalink = True

    def items(self):
        return Resource.objects.newest().prefetch_related("topics")[:50]

    def item_title(self, resource):
        return resource.title

    def item_description(self, resource):
        return resource.abstract

    def item_author_name(self, resource):
        return resource.authors

    def item_pubdate(self, resource):
        return resource.added_at

    def item_updateddate(self, resource):
        return resource.updated_at

    def item_categories(self, resource):
        return [str(resource.get_kind_display()), *(topic.name for topic in resource.topics.all())]
