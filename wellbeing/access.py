"""Who may open which page of a well-being program: the one table, read by the guard and walked by the test.

A page without a row opens for nobody; to everyone else it is not found. What a person sees is of the one district in
the page's address.
"""

from .standing import Role

EMPLOYEES = frozenset({Role.EMPLOYEE, Role.MEMBER})
# Who is on the list of employees: each of them has one vote.
LISTED = frozenset({Role.EMPLOYEE})
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
    "wellbeing:committee": AT_THE_TABLE,
    "wellbeing:seat_add": STEERING,
    "wellbeing:seat_edit": STEERING,
    "wellbeing:seat_end": STEERING,
    "wellbeing:seat_co_chair": STEERING,
    "wellbeing:meetings": MEMBERS,
    "wellbeing:meeting_add": MEMBERS,
    "wellbeing:meeting": MEMBERS,
    "wellbeing:meeting_edit": MEMBERS,
    "wellbeing:meeting_cancel": MEMBERS,
    "wellbeing:meeting_ics": MEMBERS,
    "wellbeing:meeting_attendance": MEMBERS,
    "wellbeing:meeting_quorum": MEMBERS,
    "wellbeing:meeting_minutes": MEMBERS,
    "wellbeing:meeting_approve": CO_CHAIRS,
    "wellbeing:meeting_take_back": CO_CHAIRS,
    "wellbeing:meeting_correction": MEMBERS,
    "wellbeing:meeting_decision": MEMBERS,
    "wellbeing:decision_take_back": MEMBERS,
    "wellbeing:minutes_list": EMPLOYEES,
    "wellbeing:minutes": EMPLOYEES,
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
    "wellbeing:surveys": MEMBERS,
    "wellbeing:survey_add": MEMBERS,
    "wellbeing:survey": MEMBERS,
    "wellbeing:survey_edit": MEMBERS,
    "wellbeing:survey_preview": MEMBERS,
    "wellbeing:survey_approve": CO_CHAIRS,
    "wellbeing:survey_open": CO_CHAIRS,
    "wellbeing:survey_remind": MEMBERS,
    "wellbeing:survey_paper": MEMBERS,
    "wellbeing:survey_paper_entry": MEMBERS,
    "wellbeing:reports": EMPLOYEES | LEADS,
    "wellbeing:report": EMPLOYEES | LEADS,
    "wellbeing:report_pdf": EMPLOYEES | LEADS,
    "wellbeing:report_add": MEMBERS,
    "wellbeing:report_edit": MEMBERS,
    "wellbeing:report_offer": CO_CHAIRS,
    "wellbeing:report_take_back": CO_CHAIRS,
    "wellbeing:report_approve": CO_CHAIRS,
    "wellbeing:report_highlight": CO_CHAIRS,
    "wellbeing:report_take_down": CO_CHAIRS,
    "wellbeing:employees": MEMBERS,
    "wellbeing:employee_add": MEMBERS,
    "wellbeing:employees_import": MEMBERS,
    "wellbeing:employees_template": MEMBERS,
    "wellbeing:employee_edit": MEMBERS,
    "wellbeing:employee_off": MEMBERS,
    "wellbeing:activities": MEMBERS,
    "wellbeing:activity_add": MEMBERS,
    "wellbeing:activity_desk": MEMBERS,
    "wellbeing:activity_edit": MEMBERS,
    "wellbeing:activity_open": MEMBERS,
    "wellbeing:activity_cancel": MEMBERS,
    "wellbeing:activity_sheet": MEMBERS,
    "wellbeing:activity_code": MEMBERS,
    "wellbeing:activity_qr": MEMBERS,
    "wellbeing:activity_count": MEMBERS,
    "wellbeing:calendar": EMPLOYEES,
    "wellbeing:activity": EMPLOYEES,
    "wellbeing:sign_up": EMPLOYEES,
    "wellbeing:withdraw": EMPLOYEES,
    "wellbeing:activity_calendar": EMPLOYEES,
    "wellbeing:challenges": EMPLOYEES,
    "wellbeing:challenge": EMPLOYEES,
    "wellbeing:challenge_undo": EMPLOYEES,
    "wellbeing:challenge_add": MEMBERS,
    "wellbeing:challenge_edit": MEMBERS,
    "wellbeing:ideas": EMPLOYEES,
    "wellbeing:idea_vote": LISTED,
    "wellbeing:idea_unvote": LISTED,
    "wellbeing:idea_desk": MEMBERS,
    "wellbeing:idea_answer": MEMBERS,
    "wellbeing:idea_remove": MEMBERS,
    "wellbeing:samples": MEMBERS,
    "wellbeing:sample_copy": MEMBERS,
    "wellbeing:promotion": MEMBERS,
    "wellbeing:poster": MEMBERS,
    "wellbeing:flyer": MEMBERS,
    "wellbeing:reach": MEMBERS,
    "wellbeing:reach_csv": MEMBERS,
    "wellbeing:reach_xlsx": MEMBERS,
    "wellbeing:headcounts": MEMBERS,
}

# The only page of a district that has no program yet; all others open once it is begun.
BEFORE_A_PROGRAM = {"wellbeing:begin"}

# For everybody who is signed in: each sees what is theirs.
SIGNED_IN = {"wellbeing:mine"}

# For everyone, and pages that open by the secret in their link.
PUBLIC = {
    "wellbeing:sample_list",
    "wellbeing:sign",
    "wellbeing:answer",
    "wellbeing:answer_code",
    "wellbeing:about",
    "wellbeing:highlight",
    "wellbeing:highlights",
    "wellbeing:here",
    "wellbeing:here_rate",
    "wellbeing:feed",
}
