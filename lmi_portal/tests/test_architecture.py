"""The shape of the codebase, as tests. A failure here is a design question, not a bug."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from .deeds import DEEDS_OF

ROOT = Path(__file__).resolve().parent.parent.parent

GROUND = [
    "lmi_portal.accounts",
    "lmi_portal.outbox",
    "lmi_portal.audit",
    "lmi_portal.ratelimiting",
    "lmi_portal.kept_secrets",
    "lmi_portal.kept_typing",
    "lmi_portal.looking",
    "lmi_portal.lines",
    "lmi_portal.confirming",
    "lmi_portal.merging",
    "lmi_portal.written_once",
    "lmi_portal.spreadsheets",
    "lmi_portal.file_kinds",
    "lmi_portal.tables",
    "lmi_portal.papers",
    "lmi_portal.paper_fonts",
    "lmi_portal.page_head",
    "lmi_portal.library",
    "lmi_portal.accents",
    "lmi_portal.encryption",
    "lmi_portal.rotating_keys",
    "lmi_portal.working_days",
    "lmi_portal.family_language",
    "lmi_portal.secret_links",
    "lmi_portal.calendar_writing",
]

# Each may import those named after it, and no others of ours; who is not named here composes, and may see everyone.
MAY_IMPORT = {
    "lmi_portal.audit": ["lmi_portal.looking", "lmi_portal.written_once"],
    "lmi_portal.outbox": ["lmi_portal.audit", "lmi_portal.looking", "lmi_portal.encryption"],
    "lmi_portal.ratelimiting": [],
    "lmi_portal.kept_secrets": [],
    "lmi_portal.kept_typing": ["lmi_portal.encryption"],
    "lmi_portal.looking": [],
    "lmi_portal.lines": [],
    "lmi_portal.confirming": [],
    "lmi_portal.merging": [],
    "lmi_portal.written_once": [],
    "lmi_portal.spreadsheets": [],
    "lmi_portal.file_kinds": [],
    "lmi_portal.tables": ["lmi_portal.file_kinds"],
    "lmi_portal.page_head": [],
    "lmi_portal.papers": ["lmi_portal.paper_fonts"],
    "lmi_portal.paper_fonts": [],
    "lmi_portal.accents": [],
    "lmi_portal.encryption": [],
    "lmi_portal.rotating_keys": ["lmi_portal.encryption", "lmi_portal.written_once"],
    "lmi_portal.working_days": [],
    "lmi_portal.family_language": [],
    "lmi_portal.secret_links": [],
    "lmi_portal.calendar_writing": [],
    "lmi_portal.library": [
        "lmi_portal.accents",
        "lmi_portal.outbox",
        "lmi_portal.audit",
        "lmi_portal.accounts",
        "lmi_portal.looking",
        "lmi_portal.confirming",
        "lmi_portal.ratelimiting",
        "lmi_portal.spreadsheets",
        "lmi_portal.page_head",
        "lmi_portal.file_kinds",
    ],
    "lmi_portal.accounts": [
        "lmi_portal.outbox",
        "lmi_portal.audit",
        "lmi_portal.looking",
        "lmi_portal.confirming",
        "lmi_portal.merging",
        "lmi_portal.ratelimiting",
    ],
    "districts": GROUND,
    "billing": ["districts", *GROUND],
    "convenings": ["billing", "districts", *GROUND],
    "initiative": ["convenings", "billing", "districts", *GROUND],
    # The public directory knows no referral: nothing of a student can be reached from it.
    "oasis.providers": ["districts", *GROUND],
    "oasis": ["oasis.providers", "districts", *GROUND],
    "wellbeing": ["districts", *GROUND],
}
APPS = [
    "lmi_portal.accounts",
    "lmi_portal.outbox",
    "lmi_portal.audit",
    "lmi_portal.library",
    "districts",
    "billing",
    "convenings",
    "initiative",
    "oasis.providers",
    "oasis",
    "wellbeing",
]

# What every test may lean on, wherever it stands.
TEST_GROUND = ["lmi_portal.tests", "lmi_portal.running"]

# A module of an app may not look at these of its own: models know no deed, deeds no page.
PAGES = ["views", "forms", "admin", "urls", "team_urls", "tasks", "management"]

FORBIDDEN_NAMES = {"services.py", "utils.py", "helpers.py", "common.py", "managers.py", "signals.py"}


def python_files(package):
    path = ROOT / package.replace(".", "/")
    files = [path.with_suffix(".py")] if path.with_suffix(".py").exists() else path.rglob("*.py")
    inner = [name for name in MAY_IMPORT if name.startswith(f"{package}.")] if package in MAY_IMPORT else []
    return [file for file in files if "migrations" not in file.parts and not owner(module_of(file), inner)]


def all_files():
    return [
        file
        for package in ("lmi_portal", *(app for app in APPS if not app.startswith("lmi_portal.")))
        for file in python_files(package)
    ]


def module_of(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported_modules(path):
    package = module_of(path).split(".") if path.name == "__init__.py" else module_of(path).split(".")[:-1]
    yield from imported_names(path.read_text(), package)


def imported_names(source, package):
    """Absolute names of all that `source` imports, relative imports resolved against `package`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            name = ".".join([*base, *([node.module] if node.module else [])])
            yield name
            yield from (f"{name}.{alias.name}" for alias in node.names)


def owner(module, owners):
    return next((one for one in owners if module == one or module.startswith(one + ".")), None)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_point_downwards(package):
    strays = set()
    for path in python_files(package):
        allowed = {package, *MAY_IMPORT[package], *(TEST_GROUND if "tests" in path.parts else [])}
        for module in imported_modules(path):
            ours = owner(module, [*MAY_IMPORT, *TEST_GROUND])
            if ours and ours not in allowed:
                strays.add(f"{path.relative_to(ROOT)} imports {module}")
    assert strays == set()


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("from convenings.models import Seat", {"convenings.models", "convenings.models.Seat"}),
        ("from . import joining", {"districts", "districts.joining"}),
        ("from ..convenings import x", {"convenings", "convenings.x"}),
        ("def late():\n    import convenings.deep", {"convenings.deep"}),
    ],
    ids=["absolute", "relative", "sideways", "inside-a-function"],
)
def test_control_no_way_of_importing_goes_unseen(source, names):
    package = ["districts"] if ".." not in source else ["x", "districts"]

    assert {name.removeprefix("x.") for name in imported_names(source, package)} == names


@pytest.mark.parametrize("app", DEEDS_OF)
def test_models_import_no_deed_and_deeds_no_page(app):
    strays = set()
    for path in python_files(app):
        name = module_of(path).removeprefix(app + ".").split(".")[0]
        banned = PAGES + DEEDS_OF[app] if name == "models" else PAGES if name in DEEDS_OF[app] else []
        strays |= {
            f"{path.relative_to(ROOT)} imports {module}"
            for module in imported_modules(path)
            if owner(module, [f"{app}.{one}" for one in banned])
        }
    assert strays == set()


@pytest.mark.parametrize("app", DEEDS_OF)
def test_deeds_are_modules_that_exist(app):
    assert [deed for deed in DEEDS_OF[app] if not (ROOT / app.replace(".", "/") / f"{deed}.py").exists()] == []


def our_fields():
    for model in apps.get_models():
        if owner(model.__module__, APPS):
            yield from ((model._meta.label, field) for field in model._meta.local_fields)


def test_moments_end_with_at_days_with_on_and_actors_with_by():
    people = apps.get_model("accounts.User")
    misnamed = {
        f"{label}.{field.name}"
        for label, field in our_fields()
        if (isinstance(field, models.DateTimeField) and not field.name.endswith("_at"))
        or (type(field) is models.DateField and not field.name.endswith("_on"))
        or (field.related_model is people and not field.name.endswith("_by"))
    }
    # Django names the first itself; the others are the person, not an actor.
    assert misnamed == {
        "accounts.User.last_login",
        "districts.Membership.user",
        "initiative.Term.user",
        "oasis.Assignment.user",
        "oasis.HandOver.from_user",
        "oasis.HandOver.to_user",
        "oasis.Referral.owner",
        "oasis.TrainingCompletion.user",
    }


def test_files_fit_in_the_head():
    assert [str(path.relative_to(ROOT)) for path in all_files() if len(path.read_text().splitlines()) > 300] == []


def test_views_fit_in_one_look():
    long = {
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in all_files()
        if "views" in path.relative_to(ROOT).parts or path.name == "views.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > 25
    }
    assert long == set()


def test_files_are_named_for_a_deed_or_a_noun():
    assert {path.name for path in all_files()} & FORBIDDEN_NAMES == set()


def test_model_signals_are_not_used():
    users = [
        str(path.relative_to(ROOT))
        for path in all_files()
        if any(module.startswith("django.db.models.signals") for module in imported_modules(path))
    ]
    assert users == []


def test_every_app_has_its_access_table():
    apps_with_pages = ["lmi_portal.library", "districts", "billing", "convenings", "initiative"]
    assert [app for app in apps_with_pages if not (ROOT / app.replace(".", "/") / "permissions.py").exists()] == []
