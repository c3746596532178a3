"""The words that a resource is found by, folded so that every database compares them alike."""

from lmi_portal.accents import without_accents

from .models import Resource

FIELDS = ["title", "authors", "publisher", "abstract"]


def folded(text):
    """Lower case, without accents, typographic quotes and dashes as typed ones; words one blank apart."""
    plain = text.translate(str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"}))
    return without_accents(plain.casefold())


def index_resources(resources):
    """Write anew what each is found by: its own words and those of its topics. To be called once topics are set."""
    resources = list(resources.prefetch_related("topics"))
    for resource in resources:
        resource.found_by = words_of(resource)
    Resource.objects.bulk_update(resources, ["found_by"], batch_size=200)


def words_of(resource):
    parts = [getattr(resource, name) for name in FIELDS] + [topic.name for topic in resource.topics.all()]
    return folded("\n".join(parts))
