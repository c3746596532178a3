"""The staff groups, and what each may do in the admin."""

OASIS_ROWS = ["site", "position", "dayoff", "assignment", "trainingmodule", "trainingcompletion"]
# A program's facts, and never an answer, a comment, a sign-up or the list of employees.
WELL_BEING_ROWS = [
    "program",
    "charter",
    "signatory",
    "committeeseat",
    "committeemeeting",
    "step",
    "survey",
    "yearlyreport",
]
# What each staff group may do in the admin, by app: an action with all models of the app, or one permission by name.
# `manage.py staff_groups` grants it.
STAFF_GROUPS = {
    "events": {
        "convenings": ["add", "change", "delete", "view"],
        "billing": ["view"],
        "districts": ["view", "add_evidence"],
        "initiative": ["view"],
        "providers": ["view"],
        "wellbeing": [f"view_{row}" for row in WELL_BEING_ROWS],
        "library": ["add", "change", "view"],
        "accounts": ["view"],
        "outbox": ["change", "view"],
        "audit": ["view"],
    },
    "finance": {
        "billing": ["add", "change", "view"],
        "convenings": ["view", "add_waiver"],
        **{app: ["view"] for app in ("districts", "providers", "outbox", "audit")},
    },
    "directory": {
        "districts": ["add", "change", "delete", "view"],
        "initiative": ["add", "change", "delete", "view"],
        "providers": ["add", "change", "delete", "view"],
        "library": ["add", "change", "delete", "view"],
        "oasis": [f"{action}_{row}" for row in OASIS_ROWS for action in ("add", "change", "delete", "view")],
        "wellbeing": [f"view_{row}" for row in WELL_BEING_ROWS],
        "accounts": ["add", "change", "view"],
        "convenings": ["view"],
        "outbox": ["view"],
        "audit": ["view"],
    },
}
