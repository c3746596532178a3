"""Letters without their accents, so that what is typed plainly finds what is written rightly."""

import unicodedata


def without_accents(text):
    """“La  Cañada ” as “La Canada”: letters alone, words one blank apart."""
    letters = unicodedata.normalize("NFKD", text)
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())
