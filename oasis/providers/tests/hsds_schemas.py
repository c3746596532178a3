"""The official schemas of HSDS 3.1, against which the API's answers are held; each is read once."""

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "hsds-3.1" / "schema"


def misfits(name, record):
    """Sentences about what in `record` the schema `name` ("service", "service_list", "taxonomy_term") does not take."""
    return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in validator(name).iter_errors(record)]


@cache
def validator(name):
    checker = Draft202012Validator.FORMAT_CHECKER
    # A checker that cannot tell takes everything.
    assert {"uuid", "uri", "email", "date-time"} <= set(checker.checkers)
    return Draft202012Validator(schema(name), format_checker=checker)


@cache
def schema(name):
    if name == "taxonomy_term":
        return schema("service")["properties"]["attributes"]["items"]["properties"]["taxonomy_term"]
    if name == "taxonomy":
        return schema("taxonomy_term")["properties"]["taxonomy_detail"]
    file = FOLDER / f"{name}.json"
    assert file.exists(), f"{file} is absent: the API cannot be held against the schemas of HSDS."
    return json.loads(file.read_text())
