"""What is wrong with a file or with one of its rows, in sentences for who imports it."""


class CannotRead(Exception):
    """The file is not one of those that can be imported, or broken: a sentence."""


class BadRow(Exception):
    """One row cannot be imported: a sentence, the `field` at fault, and its `place` where that is not the row's own."""

    def __init__(self, sentence, *, field="", place=""):
        super().__init__(sentence)
        self.field = field
        self.place = place
