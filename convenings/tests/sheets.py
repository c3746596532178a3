"""A team sheet as a browser sends it."""

from uuid import uuid4

FIELDS = ("seat_id", "place", "name", "email", "title", "dietary_needs", "access_needs")


def sheet_data(rows, *, action="save", **words):
    """`rows` are dicts of the fields of a seat row; what is left out is sent empty."""
    data = {"action": action, "submission": str(uuid4()), "seats-TOTAL_FORMS": len(rows), "seats-INITIAL_FORMS": 0}
    for index, row in enumerate(rows):
        data |= {f"seats-{index}-{name}": row.get(name, "") for name in FIELDS}
        data |= {f"seats-{index}-add_ons": row["add_ons"]} if "add_ons" in row else {}
    return data | {"whole": "yes"} | words


def row(place, name="", **fields):
    email = f"{name.split()[0].lower()}@example.org" if name else ""
    return {"place": place, "name": name, "email": email} | fields


TEAM = [row("certificated_lead", "Ana Ruiz"), row("superintendent", "Bo Li")]
