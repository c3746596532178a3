"""Nothing of a program reaches an employee before both sides have signed its charter."""

from django.utils.translation import gettext as _

from .refusing import CannotDo


def refuse_unless_live(program):
    """Raise CannotDo unless a charter that both sides signed is in force."""
    if not program.is_live():
        raise CannotDo(_("The charter is not signed by both sides yet: nothing goes live on one signature."))
