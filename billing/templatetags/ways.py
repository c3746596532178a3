from django import template

register = template.Library()


@register.simple_tag
def way_to(way, page, *args):
    """The address of a page of the account, reached the same way: {% way_to way "purchase_order" order.pk %}."""
    return way.to(page, *args)


@register.simple_tag
def way_to_paper(way, paper):
    return way.to_paper(paper)
