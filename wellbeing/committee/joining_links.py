"""Whether a meeting's place lets people into it: published minutes then say “Online”, and nothing else of it."""

import re

# A link with or without its “https://”, and the words that stand beside a code.
JOINS = re.compile(
    r"https?:|\bwww\.|\b[\w-]+\.(?:com|edu|gov|io|net|org|us)\b"
    r"|\bpass ?(?:code|word)|\bpwd\b|\bmeeting id\b|\bzoom\b|\bwebex\b",
    re.IGNORECASE,
)


def is_joined_online(place):
    """Whether `place`, one line as a member typed it, holds a link or a code by which anyone could join."""
    return JOINS.search(place) is not None
