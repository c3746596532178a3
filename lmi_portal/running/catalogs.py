"""The catalogs of families' languages: found in the code, kept in locale/<language>/LC_MESSAGES/django.po, compiled.

`python -m lmi_portal.running.catalogs` adds what the code says and a catalog does not know yet, with no translation.
"""

import io
import os
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent.parent
# What families read: pages and letters of their own, and what every letter of the portal has around it.
TEMPLATES = ["templates/family/**/*.html", "templates/family/**/*.txt", "templates/email/[_b]*.*"]
CODE = ["oasis/**/*.py", "wellbeing/**/*.py", "lmi_portal/family_language.py"]
IN_CODE = {"for_families": None}
IN_TEMPLATES = {"gettext": None, "_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
PLURALS = "(n != 1)"


def compile_catalogs():
    """Write the .mo beside each .po that has none of the same words yet."""
    for source in catalogs().values():
        content = io.BytesIO()
        write_mo(content, read_catalog(source))
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.read_bytes() != content.getvalue():
            # Processes that compile at once must not read one another's half.
            draft = compiled.with_suffix(f".{os.getpid()}.draft")
            draft.write_bytes(content.getvalue())
            draft.replace(compiled)


def catalogs():
    """The .po file of each language."""
    return {file.parent.parent.name: file for file in sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po"))}


def read_catalog(file):
    with file.open("rb") as source:
        return read_po(source, locale=file.parent.parent.name)


def family_strings():
    """All that families may read, as (message id or pair of plural ids, context, "file:line")."""
    for pattern in TEMPLATES:
        for file in sorted(ROOT.glob(pattern)):
            yield from _extracted(_template_as_code(file), IN_TEMPLATES, file)
    for pattern in CODE:
        for file in sorted(ROOT.glob(pattern)):
            yield from _extracted(file.read_bytes(), IN_CODE, file)


def untranslated(catalog):
    """The strings for families that `catalog` leaves untranslated, each with where it stands."""
    lacking = []
    for text, context, place in family_strings():
        message = catalog.get(text, context)
        words = message.string if message else ""
        if not words or not all(words if isinstance(words, tuple | list) else [words]) or message.fuzzy:
            lacking.append(f"{place}: {text if isinstance(text, str) else text[0]}")
    return lacking


def update(file):
    """Add to `file` what is said and not in it yet, and drop what nobody says any more."""
    before = read_catalog(file)
    after = Catalog(locale=before.locale, header_comment=before.header_comment, fuzzy=False)
    after.mime_headers = before.mime_headers
    for text, context, place in family_strings():
        known = before.get(text, context)
        after.add(text, known.string if known else None, locations=[(place.rpartition(":")[0], 0)], context=context)
    with file.open("wb") as target:
        write_po(target, after, width=120, sort_output=True, include_lineno=False, omit_header=False)


def _extracted(code, keywords, file):
    name = str(file.relative_to(ROOT))
    for line, text, _comments, context in extract("python", io.BytesIO(code), keywords=keywords):
        yield text, context, f"{name}:{line}"


def _template_as_code(file):
    """The template as Django's own makemessages reads it; of what surrounds its strings nothing is left but blanks."""
    from django.utils.translation.template import templatize

    lines = templatize(file.read_text()).splitlines()
    return "\n".join(line.strip() for line in lines).encode()


if __name__ == "__main__":
    for language, source in catalogs().items():
        update(source)
        words = read_catalog(source)
        print(f"{language}: {len(words)} strings, {len(untranslated(words))} without translation")
