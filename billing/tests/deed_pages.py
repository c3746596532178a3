"""Going through the page of a deed as a browser would: typed, looked over, done."""


def look(client, url, **typed):
    """Type into the form as it came and press “Look it over”; returns the response."""
    return client.post(url, sent(client.get(url)) | typed | {"step": "look"})


def confirm(client, url, asked):
    """Press the deed's own button on the page `asked`; returns the page that follows."""
    return client.post(url, sent(asked) | {"step": "do"}, follow=True)


def sent(response):
    """What a browser would send back of the form on a page."""
    form = response.context["form"]
    return {field.html_name: str(value) for field in form if (value := field.value()) is not None}


def told(response):
    """The sentences on the page that asks to confirm, or None where it shows the form again."""
    return response.context["sentences"] and [str(sentence) for sentence in response.context["sentences"]]
