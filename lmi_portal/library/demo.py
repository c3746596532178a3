"""What the library starts with: resources that exist, each with its source."""

import csv
import json
from pathlib import Path

from django.conf import settings
from django.db import transaction

from .indexing import index_resources
from .models import Audience, Finding, Resource, Topic

FACTS = Path(__file__).parent / "facts"


@transaction.atomic
def load_library():
    """Add the topics, audiences and resources that are missing, return the new resources; the others are untouched."""
    topics, audiences = _ensure(Topic, "topics.csv"), _ensure(Audience, "audiences.csv")
    on_file = set(Resource.objects.values_list("slug", flat=True))
    rows = json.loads((FACTS / "resources.json").read_text(encoding="utf-8"))
    # The file begins with what matters most: added last, it is also the newest.
    added = [_add(row, topics, audiences) for row in reversed(rows) if row["slug"] not in on_file]
    index_resources(Resource.objects.filter(pk__in=[resource.pk for resource in added]))
    return added


def _ensure(model, name):
    """{slug: row} of all that are on file, after adding those that are not."""
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        model.objects.bulk_create([model(**row) for row in csv.DictReader(file)], ignore_conflicts=True)
    return {row.slug: row for row in model.objects.all()}


def _add(row, topics, audiences):
    words = {name: value for name, value in row.items() if name not in {"topics", "audiences", "findings"}}
    if words.get("link", "").startswith("/"):
        words["link"] = settings.SITE_URL + words["link"]
    resource = Resource.objects.create(**words)
    resource.topics.set(topics[slug] for slug in row["topics"] if slug in topics)
    resource.audiences.set(audiences[slug] for slug in row["audiences"] if slug in audiences)
    Finding.objects.bulk_create(
        Finding(resource=resource, position=position, **finding)
        for position, finding in enumerate(row.get("findings", []), start=1)
    )
    return resource
