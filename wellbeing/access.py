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
    "wellbeing:step": AT_THE_TABLE,
    "wellbeing:step_paper": AT_THE_TABLE,
    "wellbeing:step_plan": MEMBERS,
    "wellbeing:step_done": MEMBERS,
    "wellbeing:step_undo": MEMBERS,
    "wellbeing:artefact_add": MEMBERS,
    "wellbeing:artefact_remove": MEMBERS,
    "wellbeing:readiness": AT_THE_TABLE,
    "wellbeing:readiness_answer": CO_CHAIRS,
    "wellbeing:priorities": AT_THE_TABLE,
    "wellbeing:priorities_adopt": CO_CHAIRS,
    "wellbeing:actions": AT_THE_TABLE,
    "wellbeing:actions_csv": AT_THE_TABLE,
    "wellbeing:actions_xlsx": AT_THE_TABLE,
    "wellbeing:action_add": MEMBERS,
    "wellbeing:action_edit": MEMBERS,
    "wellbeing:action_remove": MEMBERS,
    "wellbeing:renew": CO_CHAIRS,
}

# The only page of a district that has no program yet; all others open once it is begun.
BEFORE_A_PROGRAM = {"wellbeing:begin"}

# For everybody who is signed in: each sees what is theirs.
SIGNED_IN = {"wellbeing:mine"}

# For everyone, and pages that open by the secret in their link.
PUBLIC = {"wellbeing:sign"}
