"""Why money is not moved, in sentences fit for the person who asked."""


class CannotBill(Exception):
    """A refusal; `field` names the field of a form that it is about, where there is one."""

    def __init__(self, sentence, *, field=None):
        super().__init__(sentence)
        self.field = field
