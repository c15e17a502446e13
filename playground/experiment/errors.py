"""The one error a person is meant to read: a single line that says what happened, where, and what to try."""


class UserError(ValueError):
    """A wrong input. Its text is one complete line for the person who gave the input."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))
