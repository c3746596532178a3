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
STEERING = CO_CHAIRS | LEADS

ACCESS = {
    "wellbeing:begin": LEADS,
    "wellbeing:charter": AT_THE_TABLE,
    "wellbeing:charter_version": AT_THE_TABLE,
    "wellbeing:charter_pdf": AT_THE_TABLE,
    "wellbeing:charter_edit": STEERING,
    "wellbeing:charter_signatories": STEERING,
    "wellbeing:charter_offer": STEERING,
    "wellbeing:charter_ask_again": STEERING,
    "wellbeing:charter_withdraw": STEERING,
    "wellbeing:program": AT_THE_TABLE,
}

# The only page of a district that has no program yet; all others open once it is begun.
BEFORE_A_PROGRAM = {"wellbeing:begin"}

# For everybody who is signed in: each sees what is theirs.
SIGNED_IN = {"wellbeing:mine"}

# For everyone, and pages that open by the secret in their link.
PUBLIC = {"wellbeing:sign"}
