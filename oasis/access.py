"""Who may open which page of OASIS: the one table, read by the guard and walked by the test of every URL × role.

A page without a row opens for nobody. What a role sees on a page is bounded by its reach (oasis/reach.py); to everyone
else the page is not found. Pages that open by a link of their own are in PUBLIC.
"""

from .models import Role

REFERRERS = frozenset(
    {
        Role.REFERRER,
        Role.COORDINATOR,
        Role.SERVICE_AIDE,
        Role.COUNSELING_AIDE,
        Role.PARENT_LIAISON,
        Role.COUNSELOR,
        Role.SITE_LEAD,
    }
)
LEADS = frozenset({Role.COORDINATOR, Role.SITE_LEAD, Role.PROGRAM_ADMINISTRATOR})
CASEWORKERS = REFERRERS | {Role.PROGRAM_ADMINISTRATOR}
RECORDS = frozenset({Role.RECORDS_OFFICIAL})
LOG_READERS = RECORDS | {Role.AUDITOR}
EVERY_ROLE = CASEWORKERS | LOG_READERS

ACCESS = {
    "oasis:start": EVERY_ROLE,
    "oasis:service_check": CASEWORKERS,
    "oasis:students": CASEWORKERS | RECORDS,
    "oasis:student": CASEWORKERS | RECORDS,
    "oasis:student_household": CASEWORKERS | RECORDS,
    "oasis:student_add": CASEWORKERS,
    "oasis:student_edit": CASEWORKERS,
    "oasis:student_safe_contact": REFERRERS,
    "oasis:household_edit": CASEWORKERS,
    "oasis:guardian_add": CASEWORKERS,
    "oasis:guardian_edit": CASEWORKERS,
    "oasis:people": LEADS,
    "oasis:training": LEADS,
    "oasis:referrals": CASEWORKERS,
    "oasis:referrals_export": LEADS,
    "oasis:referral_add": REFERRERS,
    "oasis:referral": CASEWORKERS,
    "oasis:referral_service": CASEWORKERS,
    "oasis:referral_send": CASEWORKERS,
    "oasis:referral_save": CASEWORKERS,
    "oasis:referral_handout": CASEWORKERS,
    "oasis:referral_again": REFERRERS,
    "oasis:referral_attempt": CASEWORKERS,
    "oasis:referral_appointment": CASEWORKERS,
    "oasis:referral_move": CASEWORKERS,
    "oasis:consents": CASEWORKERS | RECORDS,
    "oasis:consent": CASEWORKERS | RECORDS,
    "oasis:consent_copy": CASEWORKERS | RECORDS,
    "oasis:consent_scan": CASEWORKERS | RECORDS,
    "oasis:consent_revoke": CASEWORKERS | RECORDS,
    "oasis:consent_add": CASEWORKERS,
    "oasis:consent_asked": CASEWORKERS,
    "oasis:consent_email": CASEWORKERS,
    "oasis:consent_paper": CASEWORKERS,
    "oasis:consent_spoken": CASEWORKERS,
    "oasis:consent_form": CASEWORKERS,
    "oasis:consent_here": CASEWORKERS,
    "oasis:notes": CASEWORKERS,
    "oasis:caseload": LEADS,
    "oasis:hand_overs": CASEWORKERS,
    "oasis:hand_over_add": CASEWORKERS,
    "oasis:hand_over": CASEWORKERS,
    "oasis:hand_over_answer": CASEWORKERS,
    "oasis:provider_link_send": CASEWORKERS,
    "oasis:provider_link_revoke": CASEWORKERS,
    "oasis:emergency": CASEWORKERS,
    "oasis:break_glass": CASEWORKERS,
    "oasis:records": LOG_READERS,
    "oasis:access_log": LOG_READERS,
    "oasis:access_log_csv": LOG_READERS,
    "oasis:disclosures": LOG_READERS,
    "oasis:disclosures_csv": LOG_READERS,
    "oasis:retention": LOG_READERS,
    "oasis:certificate": LOG_READERS,
    "oasis:emergency_review": RECORDS,
    "oasis:student_records": RECORDS,
    "oasis:family_report": RECORDS,
    "oasis:family_report_pdf": RECORDS,
    "oasis:correction_add": RECORDS,
    "oasis:correction": RECORDS,
    "oasis:correction_answer_pdf": RECORDS,
    "oasis:legal_request_add": RECORDS,
    "oasis:legal_request": RECORDS,
    "oasis:legal_request_step": RECORDS,
    "oasis:hold_add": RECORDS,
    "oasis:hold_lift": RECORDS,
    "oasis:district_hold_add": RECORDS,
    "oasis:attendance": frozenset({Role.SITE_LEAD, Role.PROGRAM_ADMINISTRATOR}),
    "oasis:attendance_student": CASEWORKERS,
    "oasis:family_activities": CASEWORKERS,
    "oasis:family_activity_add": CASEWORKERS,
    "oasis:family_activity": CASEWORKERS,
    "oasis:family_activity_record": CASEWORKERS,
    "oasis:family_activity_remove": CASEWORKERS,
    "oasis:family_activity_code": CASEWORKERS,
    "oasis:family_activity_qr": CASEWORKERS,
    "oasis:dashboard": EVERY_ROLE,
    "oasis:dashboard_csv": EVERY_ROLE,
    "oasis:dashboard_pdf": EVERY_ROLE,
}

# Screens that staff hand to a family: the session's second factor ends with them.
IN_FAMILY_HANDS = {"oasis:consent_here"}

# The public page about OASIS, and pages that open by the secret in their link.
PUBLIC = {
    "oasis:about",
    "oasis:idle",
    "oasis:sign",
    "oasis:sign_code",
    "oasis:sign_open",
    "oasis:sign_no",
    "oasis:sign_copy",
    "oasis:reply",
    "oasis:reply_code",
    "oasis:reply_open",
    "oasis:reply_new_link",
    "oasis:reply_leave",
    "oasis:reply_answer",
    "oasis:welcome",
}
