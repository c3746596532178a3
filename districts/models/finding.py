"""Finding districts by the words that people type."""

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Case, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest

from districts.spelling import fold

# PostgreSQL compares words by their pieces of three letters: of those of “pamona”, Pomona has 0.43 in one stretch.
NEAR_ENOUGH = 0.4
# One letter or two are near almost everything.
SHORTEST_TO_GUESS = 3
LONGEST = 80
# “Madera County” means all that lie in it, though counties are on file by their names alone.
COUNTY = "county"


def typed_plainly(words):
    """Folded, and short again: folding may write one sign out as four words, each of which costs the search."""
    return fold(words)[:LONGEST].strip()


def holding(words):
    """Those districts that hold every one of `words`, or have a unit such that it does together with its district.

    A district's own words are its name, city and county, “county” itself and the beginning of its CD code. Next to a
    union's name only a whole code counts, lest Local 127 be taken for the beginning of one. Units of low confidence
    find nothing, and neither do accents without a letter.
    """
    typed = list(dict.fromkeys(typed_plainly(words).split()))
    own, of_a_unit = (Q(), Q()) if typed else (Q(pk__in=[]), Q(pk__in=[]))
    for word in typed:
        place = Q(spelling__contains=word) | Q(county__name__icontains=word)
        place_of_unit = Q(district__spelling__contains=word) | Q(district__county__name__icontains=word)
        if word == COUNTY:
            place, place_of_unit = place | Q(county__isnull=False), place_of_unit | Q(district__isnull=False)
        own &= place | Q(cd_code__startswith=word)
        of_a_unit &= place_of_unit | Q(district__cd_code=word) | Q(organization__spelling__contains=word)
    return own | Q(pk__in=_units().filter(of_a_unit).values("district"))


def begins_as(words):
    """Sorts names that begin as typed first: “san juan” means San Juan Unified before San Juan Capistrano's."""
    return Case(When(spelling__startswith=typed_plainly(words), then=0), default=1)


def nearness(words):
    """How near (0 to 1) anything that finds a district is to what was typed; PostgreSQL alone can say."""
    near, typed = TrigramWordSimilarity, typed_plainly(words)
    units = _units().filter(district=OuterRef("pk")).order_by().values("district")
    nearest_unit = units.annotate(nearest=Max(near(typed, "organization__spelling"))).values("nearest")
    return Greatest(near(typed, "spelling"), near(typed, "county__name"), Coalesce(Subquery(nearest_unit), Value(0.0)))


def likeness(words):
    """How much (0 to 1) the name is like what was typed as a whole; tells San Juan from others near it."""
    return TrigramSimilarity("name", typed_plainly(words))


def _units():
    from .table import BargainingUnit

    return BargainingUnit.objects.shown_to_all()
