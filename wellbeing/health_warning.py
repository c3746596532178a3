"""A form that warns once where its free text reads like somebody's health; what was typed stays."""

from django import forms

from lmi_portal.family_language import for_families

from .health import health_words_in

ANSWER = "is_not_health"
# Which words in which field, so that whoever filled in many finds them.
WORDS_IN_FIELD = for_families("%(words)s in “%(field)s”")
READS_LIKE_HEALTH = for_families(
    "This reads like health information: %(found)s. Take it out, or confirm that it is not about a person’s health."
)
TYPED_AS_TEXT = (forms.TextInput, forms.Textarea)
NO_FREE_TEXT = (forms.EmailField, forms.URLField, forms.RegexField, forms.UUIDField)


class WarnsOfHealth:
    """A mixin before Form or ModelForm; the page shows the box by `wellbeing/_health_warning.html`.

    `not_free_text` names the fields that hold something else, as a name or a place. Whoever ticks the box goes on.
    """

    not_free_text = ()

    def full_clean(self):
        found = self.health_words() if self.is_bound else []
        if found:
            each = [WORDS_IN_FIELD % {"words": _quoted(words), "field": field} for field, words in found]
            self.fields[ANSWER] = forms.BooleanField(
                label=for_families("This is not about a person’s health."),
                error_messages={"required": READS_LIKE_HEALTH % {"found": "; ".join(each)}},
            )
        super().full_clean()

    def health_words(self):
        """[(a field's label, the words typed in it that read like somebody's health)], for their writer alone."""
        names = [name for name in self.fields if name != ANSWER and self._is_free_text(name)]
        found = [(self[name].label, health_words_in(str(self[name].value() or ""))) for name in names]
        return [(label, words) for label, words in found if words]

    def _is_free_text(self, name):
        field = self.fields[name]
        return (
            name not in self.not_free_text
            and isinstance(field, forms.CharField)
            and not isinstance(field, NO_FREE_TEXT)
            and type(field.widget) in TYPED_AS_TEXT
        )


def _quoted(words):
    return ", ".join(f"“{word}”" for word in words)
