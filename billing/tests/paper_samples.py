"""One set of facts for each paper, as billing freezes them."""

PAYEE = {
    "name": "California Labor Management Initiative",
    "address": ["1303 J Street, Suite 400", "Sacramento, CA 95814"],
    "email": "billing@example.org",
    "phone": "(916) 555-0142",
    "payable_to": "California Labor Management Initiative",
    "remit_to": ["Accounts Receivable", "P.O. Box 1303", "Sacramento, CA 95812"],
    "ach": ["Bank: Example Credit Union", "Routing number: 000000000", "Account number: 0000 1234"],
    "w9_url": "https://example.org/w9.pdf",
    "pay_url": "https://example.org/account/3467447/",
}
BILL_TO = {
    "name": "San Juan Unified School District",
    "attention": "Accounts Payable",
    "address": ["3738 Walnut Avenue", "Carmichael, CA 95608"],
}
SUBJECT = {
    "title": "Central Valley Convening",
    "days": [
        {"date": "2027-01-28", "hours": "9:00 a.m. – 3:30 p.m. PST"},
        {"date": "2027-01-29", "hours": "9:00 a.m. – 12:00 noon PST"},
    ],
    "place": "Fresno County Office of Education, 1111 Van Ness Avenue, Fresno",
    "includes": "Both days, breakfast and lunch, and all materials",
    "team": "San Juan Unified",
    "code": "K7QM-2VXD",
}
TERMS = [
    "Cancel until January 7, 2027 for a full refund; until January 21, 2027 for half of it; nothing after that.",
    "Another person may take a seat at any time, at no charge.",
]


def seat(label, person, amount="150.00", *, kind="seat", note=""):
    return {"kind": kind, "label": label, "person": person, "amount": amount, "note": note}


LINES = [
    seat("Superintendent", "Dolores Huerta-Whitfield"),
    seat("Teachers association president", "Nguyễn Thị Minh Khai"),
    seat("CSEA 127 lead", ""),
    seat("Pre-conference day", "Dolores Huerta-Whitfield", "75.00", kind="add_on"),
    seat("Scholarship", "Nguyễn Thị Minh Khai", "-150.00", kind="waiver", note="Granted to first-time teams"),
]


def invoice(**changes):
    return {
        "kind": "invoice",
        "number": "INV-2627-00042",
        "issued_on": "2026-11-22",
        "due_on": "2026-12-22",
        "net_days": 30,
        "payee": PAYEE,
        "bill_to": BILL_TO,
        "purchase_order": "PO-2026-118843",
        "purchase_order_to_follow": False,
        "subject": SUBJECT,
        "lines": LINES,
        "total": "375.00",
        "replaces": {"invoice": "INV-2627-00031", "credit_note": "CRN-2627-00007"},
        "terms": TERMS,
    } | changes


def quote(**changes):
    facts = invoice(kind="quote", number="QUO-2627-00003", valid_until="2026-12-22", purchase_order="")
    return {name: value for name, value in facts.items() if name not in ("due_on", "replaces")} | changes


def credit_note(**changes):
    return {
        "kind": "credit_note",
        "number": "CRN-2627-00007",
        "issued_on": "2026-11-22",
        "invoice": "INV-2627-00031",
        "invoice_issued_on": "2026-10-02",
        "replaced_by": "INV-2627-00042",
        "reason": "A seat was given up and a pre-conference day was added.",
        "payee": PAYEE,
        "bill_to": BILL_TO,
        "purchase_order": "PO-2026-118843",
        "subject": SUBJECT,
        "lines": LINES[:3],
        "total": "450.00",
    } | changes


def receipt(**changes):
    return {
        "kind": "receipt",
        "number": "RCT-2627-00012",
        "received_on": "2026-12-18",
        "method": "check",
        "reference": "0041187",
        "amount": "500.00",
        "applied": [{"invoice": "INV-2627-00042", "amount": "375.00"}],
        "unapplied": "125.00",
        "payee": PAYEE,
        "bill_to": BILL_TO,
    } | changes


def entry(on, kind, number, amount, balance, *, note=""):
    return {"on": on, "kind": kind, "number": number, "note": note, "amount": amount, "balance": balance}


def statement(**changes):
    return {
        "kind": "statement",
        "as_of": "2026-12-31",
        "since": "2026-07-01",
        "payee": PAYEE,
        "bill_to": BILL_TO,
        "opening_balance": "0.00",
        "entries": [
            entry("2026-10-02", "invoiced", "INV-2627-00031", "450.00", "450.00", note="Central Valley Convening"),
            entry("2026-11-22", "credited", "CRN-2627-00007", "-450.00", "0.00"),
            entry("2026-11-22", "invoiced", "INV-2627-00042", "1375.00", "1375.00", note="Central Valley Convening"),
            entry("2026-12-18", "paid", "RCT-2627-00012", "-500.00", "875.00", note="Check 0041187"),
        ],
        "balance": "875.00",
        "open_invoices": [
            {
                "number": "INV-2627-00042",
                "issued_on": "2026-11-22",
                "due_on": "2026-12-22",
                "total": "1375.00",
                "open": "875.00",
                "days_past_due": 9,
            }
        ],
        "aging": {
            "current": "0.00",
            "days_1_30": "875.00",
            "days_31_60": "0.00",
            "days_61_90": "0.00",
            "over_90": "0.00",
        },
    } | changes


SAMPLES = {
    "quote": quote(),
    "invoice": invoice(),
    "credit_note": credit_note(),
    "receipt": receipt(),
    "statement": statement(),
}
