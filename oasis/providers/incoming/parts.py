"""What belongs to a provider, a service or a place: phones, contacts, hours and the like, as pieces."""

from oasis.providers.models import (
    Accessibility,
    Address,
    Contact,
    CostOption,
    Language,
    Phone,
    RequiredDocument,
    Schedule,
    ServiceArea,
)

from .language_codes import code_of

# Named once: an enumeration lists its values anew each time.
PHONES, REPEATS = tuple(Phone.Kind.values), ("", *Schedule.Frequency.values)
OWNERS = ["provider", "service", "location", "service_at_location"]
KINDS = {
    "sms": "text",
    "cell": "voice",
    "mobile": "voice",
    "tty": "textphone",
    "tdd": "textphone",
    "toll-free": "voice",
}
KINDS |= dict.fromkeys(["phone", "office", "main", "pager", "video", "other"], "voice")
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def links_to(owner_field, owner, owners):
    return {field: owner if field == owner_field else None for field in owners}


def add_phones(draft, cells, owner_field, owner, *, head):
    owners = [*OWNERS, "contact"]
    draft.say(Phone, owner_field, owner, cells, "phones")
    for position, one in enumerate(cells.records("phones")):
        values = {
            "number": one.must("number", most=40),
            "extension": one.text("extension", most=10),
            "kind": one.choice("type", PHONES, default="voice", others=KINDS),
            "description": one.text("description"),
        }
        phone = draft.add(
            Phone, one, values, head=head, owner=owner, position=position, links=links_to(owner_field, owner, owners)
        )
        add_languages(draft, one, "phone", phone, head=head)


def add_contacts(draft, cells, owner_field, owner, *, head):
    """A desk is listed publicly; a person is private until they agree, and one who replaces a desk is so again."""
    draft.say(Contact, owner_field, owner, cells, "contacts")
    for position, one in enumerate(cells.records("contacts")):
        values = {
            "name": one.text("name", most=120),
            "title": one.text("title", most=120),
            "department": one.text("department", most=120),
            "email": one.email("email"),
        }
        contact = draft.add(
            Contact,
            one,
            values,
            head=head,
            owner=owner,
            position=position,
            links=links_to(owner_field, owner, OWNERS),
            at_first={"is_public": not values["name"]},
        )
        add_phones(draft, one, "contact", contact, head=head)


def add_languages(draft, cells, owner_field, owner, *, head):
    draft.say(Language, owner_field, owner, cells, "languages")
    for position, one in enumerate(cells.records("languages")):
        name, code = one.text("name", most=60), one.text("code", most=10).lower()
        if not name and not code:
            raise one.refuse("name", "neither a name nor a code of a language is there.")
        values = {"code": code or code_of(name), "name": name, "note": one.text("note")}
        links = links_to(owner_field, owner, ["service", "location", "phone"])
        draft.add(Language, one, values, head=head, owner=owner, position=position, links=links)


def add_schedules(draft, cells, owner_field, owner, *, head):
    draft.say(Schedule, owner_field, owner, cells, "schedules")
    for position, one in enumerate(cells.records("schedules")):
        values = {
            "freq": one.choice("freq", REPEATS, default="", others=FREQUENCIES),
            "interval": one.whole("interval"),
            "byday": _days(one),
            "bymonthday": one.text("bymonthday", most=60),
            "opens_at": one.clock("opens_at"),
            "closes_at": one.clock("closes_at"),
            "valid_from_on": one.day("valid_from"),
            "valid_to_on": one.day("valid_to"),
            "starts_on": one.day("dtstart"),
            "description": one.text("description", most=500),
            "notes": one.text("notes", most=500),
        }
        links = links_to(owner_field, owner, OWNERS)
        draft.add(Schedule, one, values, head=head, owner=owner, position=position, links=links)


FREQUENCIES = {"weekly": "WEEKLY", "monthly": "MONTHLY"}


def _days(cells):
    """As in "MO,1TU"; spaces and small letters are mended."""
    found = [day.strip().upper() for day in cells.text("byday", most=60).split(",") if day.strip()]
    if [day for day in found if day[-2:] not in DAYS or not (day[:-2].lstrip("+-").isdecimal() or not day[:-2])]:
        raise cells.refuse("byday", "it is not a list of days as in MO,WE or 1MO.")
    return ",".join(found)


def add_addresses(draft, cells, location, *, head):
    draft.say(Address, "location", location, cells, "addresses")
    for position, one in enumerate(cells.records("addresses")):
        values = {
            "kind": one.choice(
                "address_type", ["physical", "postal"], default="physical", others={"virtual": "postal"}
            ),
            "attention": one.text("attention", most=120),
            "street": one.text("address_1"),
            "street_2": one.text("address_2"),
            "city": one.text("city", most=120),
            "region": one.text("region", most=120),
            "state": one.text("state_province", most=40) or "CA",
            "zip_code": one.text("postal_code", most=20),
            "country": one.text("country", most=2).upper() or "US",
        }
        draft.add(Address, one, values, head=head, owner=location, position=position, links={"location": location})


def add_accessibility(draft, cells, location, *, head):
    draft.say(Accessibility, "location", location, cells, "accessibility")
    for position, one in enumerate(cells.records("accessibility")):
        values = {
            "description": one.text("description"),
            "details": one.prose("details"),
            "url": one.url("url"),
        }
        draft.add(
            Accessibility, one, values, head=head, owner=location, position=position, links={"location": location}
        )


def add_areas(draft, cells, service):
    """ZIP codes of the extent, where it is text, as comma-separated codes."""
    draft.say(ServiceArea, "service", service, cells, "service_areas")
    for position, one in enumerate(cells.records("service_areas")):
        is_text = one.text("extent_type", most=40).lower() in {"", "text"}
        codes = [code.strip() for code in one.prose("extent").split(",")] if is_text else []
        zip_codes = ",".join(codes) if all(code.isdecimal() and len(code) == 5 for code in codes) else ""
        values = {
            "name": one.text("name") or one.text("description"),
            "description": one.text("description", most=500),
            "zip_codes": zip_codes,
        }
        draft.add(ServiceArea, one, values, head=service, owner=service, position=position, links={"service": service})


def add_cost_options(draft, cells, service):
    draft.say(CostOption, "service", service, cells, "cost_options")
    for position, one in enumerate(cells.records("cost_options")):
        values = {
            "option": one.text("option", most=120),
            "amount": one.decimal("amount", least=0, most=99_999_999, places=2),
            "currency": one.text("currency", most=3).upper() or "USD",
            "amount_description": one.text("amount_description", most=500),
        }
        draft.add(CostOption, one, values, head=service, owner=service, position=position, links={"service": service})


def add_required_documents(draft, cells, service):
    draft.say(RequiredDocument, "service", service, cells, "required_documents")
    for position, one in enumerate(cells.records("required_documents")):
        values = {"document": one.must("document"), "uri": one.url("uri")}
        draft.add(
            RequiredDocument, one, values, head=service, owner=service, position=position, links={"service": service}
        )
