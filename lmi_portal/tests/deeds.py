"""The modules of each app that change rows: models import none of them, and they import no page."""

DEEDS_OF = {
    "convenings": [
        *["attendance", "cancelling", "capacity", "changing", "charging", "cloning", "cosigning", "following"],
        *["issuing", "keeping", "opening", "paying", "quoting", "registering", "reminding", "scheduling", "waitlist"],
        *["waiving"],
    ],
    "billing": [
        *["banking", "card_events", "card_payments", "card_queue", "card_sweep", "cards", "chasing", "invoicing"],
        *["paying", "purchasing", "quoting"],
    ],
    "lmi_portal.library": ["checking_links", "filing", "indexing"],
    "districts": ["importing", "joining", "merging"],
    "initiative": ["approving", "minuting"],
    "oasis.providers": ["classifying", "correcting", "importing", "upserting", "verifying"],
    "oasis": [
        *["adding_students", "anchoring", "answering", "appointing", "asking_consent", "breaking_glass"],
        *["consenting", "contacting", "correcting", "destroying", "expiring", "handing_over", "holding"],
        *["importing_attendance", "keeping_households", "legal_requests", "moving", "noting", "provider_codes"],
        *["readying", "referring", "reminding", "reminding_of_appointments", "rereferring", "revoking"],
        *["rolling_over", "rotating_keys", "scans", "sending", "taking_part", "training"],
    ],
    "wellbeing": ["approving", "joining_units"],
    "wellbeing.reach": ["freezing", "headcounting"],
    "wellbeing.surveys": [
        *["answering", "closing", "counting", "drafting", "handing_out", "inviting", "mixing", "moderating", "opening"],
        *["sharing", "telling"],
    ],
    "wellbeing.charter": ["beginning", "drafting", "offering", "signatories", "signing"],
    "wellbeing.committee": ["deciding", "minuting", "planning", "publishing", "seating"],
    "wellbeing.activities": [
        *["arriving", "challenging", "copying", "keeping_employees", "reminding", "scheduling", "signing_up"],
        *["suggesting", "voting"],
    ],
    "wellbeing.reports": ["highlighting", "publishing", "writing"],
    "wellbeing.steps": [
        *["acting", "adopting", "answering", "keeping", "planning", "reminding", "renewing", "saying_done"],
    ],
}
