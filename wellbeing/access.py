"""Who may open which page of a well-being program: the one table, read by the guard and walked by the test.

A page without a row opens for nobody; to everyone else it is not found. What a person sees is of the one district in
the page's address.
"""

from .standing import Role

EMPLOYEES = frozenset({Role.EMPLOYEE, Role.MEMBER})
MEMBERS = frozenset({Role.MEMBER})
CO_CHAIRS = frozenset({Role.CO_CHAIR})
LEADS = frozenset({Role.LEAD})
AT_THE_TABLE = MEMBERS | LEADS

ACCESS = {
    "wellbeing:program": AT_THE_TABLE,
}

# For everybody who is signed in: each sees what is theirs.
SIGNED_IN = set()

# For everyone, and pages that open by the secret in their link.
PUBLIC = set()
