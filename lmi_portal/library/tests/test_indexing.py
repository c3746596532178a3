import pytest

from lmi_portal.library.indexing import folded, index_resources
from lmi_portal.library.models import Resource, Topic

from .factories import create_resource

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Núñez-Oyelaran", "nunez-oyelaran"),
        ("ÉCOLE  Straße\n", "ecole strasse"),
        ("District’s “joint” team – now", 'district\'s "joint" team - now'),
        ("ﬁscal ①", "fiscal 1"),
    ],
    ids=["accents", "capitals and blanks", "typographic", "ligatures"],
)
def test_folded_leaves_what_people_type(text, plain):
    assert folded(text) == plain


def test_index_holds_the_words_of_topics_too():
    resource = create_resource(
        title="Título", authors="Ana", publisher="CEC", abstract="Juntos.", topics=["Trust", "Budget talk"]
    )

    resource.refresh_from_db()

    assert resource.found_by == "titulo ana cec juntos. budget talk trust"


def test_index_follows_a_topic_that_is_renamed():
    resource = create_resource(topics=["Trust"])
    Topic.objects.update(name="Confianza")

    index_resources(Resource.objects.all())

    resource.refresh_from_db()
    assert resource.found_by.endswith("confianza")
