"""Resources as staff would add them."""

from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile

from lmi_portal.library.indexing import index_resources
from lmi_portal.library.models import Audience, Finding, Resource, Topic

_number = count(1)


def create_topic(name="Trust"):
    return Topic.objects.get_or_create(slug=name.lower().replace(" ", "-"), defaults={"name": name})[0]


def create_audience(name="Labor", kind=Audience.Kind.SIDE):
    return Audience.objects.get_or_create(slug=name.lower(), defaults={"name": name, "kind": kind})[0]


def create_resource(*, topics=(), audiences=(), findings=(), content=None, **fields):
    """A guide; `topics` and `audiences` are names, `findings` figures, `content` the bytes of its PDF."""
    number = next(_number)
    words = {"title": f"Guide {number}", "slug": f"guide-{number}", "kind": "guide", "abstract": "How to begin."}
    if content is not None:
        words |= {
            "file": SimpleUploadedFile("x.pdf", content),
            "file_name": "Guide.pdf",
            "file_kind": "application/pdf",
        }
    resource = Resource.objects.create(**words | fields)
    resource.topics.set(create_topic(name) for name in topics)
    resource.audiences.set(create_audience(name) for name in audiences)
    Finding.objects.bulk_create(
        Finding(resource=resource, figure=figure, what="of something", source="A study", position=position)
        for position, figure in enumerate(findings)
    )
    index_resources(Resource.objects.filter(pk=resource.pk))
    return resource
