"""Going through the staff's pages as a browser would."""

from django.urls import reverse


def page_of(row, page="change"):
    """The address of a row's page in the admin, or of a step that starts from there."""
    name = f"{row._meta.app_label}_{row._meta.model_name}_{page}"
    return reverse(f"admin:{name}", args=[row.pk])


def typed(client, url):
    """What a browser would send back of the form that it was shown."""
    context = client.get(url).context
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    forms = [context["adminform"].form]
    for formset in formsets:
        forms += [formset.management_form, *formset.forms]
    sent = {}
    for field in (field for form in forms for field in form):
        value, widget = field.value(), field.field.widget
        if hasattr(widget, "decompress"):
            sent |= {f"{field.html_name}_{i}": part or "" for i, part in enumerate(widget.decompress(value))}
        elif value is not None and value is not False:
            sent[field.html_name] = value
    return sent


def messages_of(response):
    return [str(message) for message in response.context["messages"]]
