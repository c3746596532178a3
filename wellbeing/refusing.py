class CannotDo(Exception):
    """Why something of a well-being program cannot be done, in a sentence for whoever asked; `field` it is about."""

    def __init__(self, message, *, field=None):
        super().__init__(message)
        self.field = field
