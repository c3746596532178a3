"""A resource as schema.org names it, for search engines."""

from lmi_portal.page_head import absolute, known

from .models import Resource

KINDS = {Resource.Kind.RESEARCH: "ScholarlyArticle", Resource.Kind.SLIDES: "PresentationDigitalDocument"}


def resource_fact(resource):
    return known(
        at_type=KINDS.get(resource.kind, "CreativeWork"),
        at_id=absolute(f"{resource.get_absolute_url()}#resource"),
        name=resource.title,
        abstract=resource.abstract,
        url=resource.link or absolute(resource.get_absolute_url()),
        copyrightYear=resource.year,
        creditText=resource.authors,
        publisher=known(at_type="Organization", name=resource.publisher) if resource.publisher else None,
        keywords=[str(topic) for topic in resource.topics.all()],
    )
