"""How words are compared: in small letters, without accents and typographer's quotes, in the order of their codes."""

from django.db.models import Func, TextField, Value
from django.db.models.functions import Concat, Lower, Replace

from lmi_portal.accents import without_accents

PLAIN = {"’": "'", "‘": "'", "–": "-"}
ACCENTED = dict(zip("áéíóúüñ", "aeiouun", strict=True))
# It sorts before the space, so that a name comes before the longer ones that begin with it.
APART = "\n"


def fold(words):
    """`words` as typed, the way Folded keeps names: “Cañada ” becomes “canada”."""
    for typeset, typed in PLAIN.items():
        words = words.replace(typeset, typed)
    return without_accents(words.lower())


class Folded(Func):
    """Columns, each on a line of its own, the way `fold` changes what is typed; for a generated column."""

    output_field = TextField()

    def as_sql(self, compiler, connection, **_context):
        columns = [part for column in self.get_source_expressions() for part in (Value(APART), column)][1:]
        text = Concat(*columns, output_field=TextField())
        for typeset, typed in PLAIN.items():
            text = Replace(text, Value(typeset), Value(typed))
        for accented, letter in ACCENTED.items():
            # SQLite makes no small letter of an accented capital.
            text = Replace(text, Value(accented), Value(letter))
            text = Replace(text, Value(accented.upper()), Value(letter))
        return compiler.compile(Lower(text))


class InCodeOrder(Func):
    """A text that sorts by the codes of its letters, whatever the language of the database."""

    arity = 1
    template = "%(expressions)s"

    def as_postgresql(self, compiler, connection, **context):
        return super().as_sql(compiler, connection, template='(%(expressions)s COLLATE "C")', **context)
