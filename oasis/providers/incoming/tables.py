"""The tables of an HSDS package – of 3.x, and of 1.1 and 2.0 with their own names – as records of 3.x."""

from calendar import day_name

from .language_codes import CODES

# Each table by the names its file goes by, without ".csv".
TABLES = {
    "organizations": ["organization", "organizations"],
    "services": ["service", "services"],
    "locations": ["location", "locations"],
    "service_at_locations": [
        *("service_at_location", "service_at_locations", "services_at_location", "services_at_locations"),
    ],
    "phones": ["phone", "phones"],
    "contacts": ["contact", "contacts"],
    "schedules": ["schedule", "schedules", "regular_schedule", "regular_schedules"],
    "addresses": [
        *("address", "addresses", "physical_address", "physical_addresses", "postal_address", "postal_addresses"),
    ],
    "languages": ["language", "languages"],
    "accessibility": ["accessibility", "accessibility_for_disabilities"],
    "service_areas": ["service_area", "service_areas"],
    "cost_options": ["cost_option", "cost_options"],
    "required_documents": ["required_document", "required_documents"],
    "attributes": [
        *("attribute", "attributes", "service_attribute", "service_attributes", "service_taxonomy"),
        *("services_taxonomy", "service_taxonomies"),
    ],
    "taxonomy_terms": ["taxonomy_term", "taxonomy_terms", "taxonomy"],
    "eligibility": ["eligibility", "eligibilities"],
}
TABLE_OF = {name: table for table, names in TABLES.items() for name in names}
# To what a row may belong, the nearest first.
OWNERS = {
    "phones": ["contact_id", "service_at_location_id", "service_id", "location_id", "organization_id"],
    "contacts": ["service_at_location_id", "service_id", "location_id", "organization_id"],
    "schedules": ["service_at_location_id", "service_id", "location_id"],
    "addresses": ["location_id"],
    "languages": ["phone_id", "service_id", "location_id"],
    "accessibility": ["location_id"],
    "service_areas": ["service_id", "service_at_location_id"],
    "cost_options": ["service_id"],
    "required_documents": ["service_id"],
    "attributes": ["service_id", "link_id"],
    "eligibility": ["service_id"],
    "service_at_locations": ["service_id"],
}
TOPS = {
    "organization_id": "organizations",
    "service_id": "services",
    "location_id": "locations",
    "service_at_location_id": "service_at_locations",
    "contact_id": "contacts",
    "phone_id": "phones",
    "link_id": "services",
}
# Names of 1.1 and 2.0 for what 3.x calls otherwise.
RENAMED = {
    "organizations": {"url": "website"},
    "services": {"fees": "fees_description", "eligibility": "eligibility_description"},
    "service_areas": {"service_area": "name"},
    "accessibility": {"accessibility": "description"},
    "languages": {"language": "name"},
    "schedules": {"start_date": "valid_from", "end_date": "valid_to", "original_text": "description"},
    "taxonomy_terms": {"vocabulary": "taxonomy"},
    "attributes": {"taxonomy_id": "taxonomy_term_id"},
}
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
# 1.1 counts from Monday; who counts from Sunday begins with 0.
WEEKDAYS = {str(number): day for number, day in enumerate(["SU", *DAYS])} | {
    name.lower(): day for name, day in zip(day_name, DAYS, strict=True)
}


def as_of_now(table, file, cells):
    """The `cells` of a row of `table`, from the file so named, under the names and in the values of HSDS 3.x."""
    facts = {name: cell for name, cell in cells.items() if cell.strip()}
    for old, new in RENAMED.get(table, {}).items():
        if old in facts:
            facts.setdefault(new, facts.pop(old))
    if table == "addresses" and "address_type" not in facts:
        facts["address_type"] = "postal" if file.startswith("postal") else "physical"
    if table == "services":
        facts.setdefault("status", "active")
    if table == "schedules" and "weekday" in facts:
        facts = _weekly(facts)
    if table == "languages" and facts.get("name", "").strip().lower() in CODES.values():
        facts["code"] = facts["name"]
    if table == "taxonomy_terms" and facts.get("parent_id") == "0":
        del facts["parent_id"]
    return facts


def _weekly(facts):
    word = facts.pop("weekday").strip().lower()
    days = [day for name, day in WEEKDAYS.items() if name == word or (len(word) > 1 and name.startswith(word))]
    # What is no day is refused with the row, by the name it has today.
    return facts | {"freq": "WEEKLY", "byday": days[0] if days else word}
