"""A form that warns once where its free text reads like somebody's health; what was typed stays."""

from django import forms

from lmi_portal.family_language import for_families

from .health import health_words_in

ANSWER = "is_not_health"
TYPED_AS_TEXT = (forms.TextInput, forms.Textarea)
NO_FREE_TEXT = (forms.EmailField, forms.URLField, forms.RegexField, forms.UUIDField)


class WarnsOfHealth:
    """A mixin before Form or ModelForm; the page shows the box by `wellbeing/_health_warning.html`.

    `not_free_text` names the fields that hold something else, as a name or a place. Whoever ticks the box goes on.
    """

    not_free_text = ()

    def full_clean(self):
        if self.is_bound and self.health_words():
            self.fields[ANSWER] = forms.BooleanField(
                label=for_families("This is not about a person’s health."),
                error_messages={
                    "required": for_families(
                        "This reads like health information. Take it out, or confirm that it is not about a person’s"
                        " health."
                    )
                },
            )
        super().full_clean()

    def health_words(self):
        """What in the free text as it was typed reads like somebody's health."""
        typed = (self[name].value() for name in self.fields if name != ANSWER and self._is_free_text(name))
        return [word for text in typed if text for word in health_words_in(str(text))]

    def _is_free_text(self, name):
        field = self.fields[name]
        return (
            name not in self.not_free_text
            and isinstance(field, forms.CharField)
            and not isinstance(field, NO_FREE_TEXT)
            and type(field.widget) in TYPED_AS_TEXT
        )
