from initiative.models import Voice


def create_voice(**fields):
    """Words of a made-up person who lets them be shown."""
    defaults = {
        "quotation": "We listen first.",
        "name": "Robin Ueda",
        "role": "chapter president",
        "source": "Interview of May 2026",
        "is_permitted": True,
        "permission": "By e-mail to the initiative, May 5, 2026",
    }
    return Voice.objects.create(**defaults | fields)
