"""Texts as values: what is said, and the values in it, put into words only where somebody reads them.

A rule, a reader, the doctor or a study makes a `Message`; the window and the command line put it into the words of
their language. The English text is the key of a catalogue, so that the code reads as what it says.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

Translate = Callable[[str], str]
"""From an English text with named places to the same text in another language."""


def english(key: str) -> str:
    """Leave a text as it is declared."""
    return key


@dataclass(frozen=True)
class Message:
    """A text with values in it.

    key : the English text, with places as `str.format` has them: "{count:,} rows". values : by the name of their
    place; messages among them are put into words as well. one : the text where `count` is 1, if it differs.
    """

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    one: str | None = None

    def words(self, translate: Translate = english) -> str:
        """Put the message into words."""
        key = self.key if self.one is None or self.values.get("count") != 1 else self.one
        text = translate(key)
        if not self.values:
            return text
        return text.format(**{name: in_words(value, translate) for name, value in self.values.items()})

    def __str__(self) -> str:
        return self.words()

    def __format__(self, spec: str) -> str:
        return format(self.words(), spec)


@dataclass(frozen=True)
class Series(Message):
    """Messages one after the other, as a list in a sentence: "{first}, {second} and {third}"."""

    parts: tuple[Any, ...] = ()
    last: str = ", "

    def words(self, translate: Translate = english) -> str:
        """Put the parts into words, and the separators between them."""
        said = [str(in_words(part, translate)) for part in self.parts]
        if len(said) < 2:
            return "".join(said)
        return translate(self.key).join(said[:-1]) + translate(self.last) + said[-1]


def say(key: str, /, **values: Any) -> Message:
    """Return a message: `say("{rows:,} rows are left out", rows=12)`."""
    return Message(key, values)


def say_count(count: int, one: str, many: str, /, **values: Any) -> Message:
    """Return a message about `count` things, which has two forms in English: "{count} row", "{count:,} rows"."""
    return Message(many, {**values, "count": count}, one)


def series(parts: Iterable[Any], separator: str = ", ", last: str | None = None) -> Series:
    """Return parts in a row, the last one after a separator of its own (" and ") where that is given."""
    return Series(separator, parts=tuple(parts), last=separator if last is None else last)


def in_words(value: Any, translate: Translate = english) -> Any:
    """Return a message's words; any other value as it is."""
    return value.words(translate) if isinstance(value, Message) else value


class UserError(ValueError):
    """A wrong input, in one complete line for the person who gave it: what happened, where, and what to try.

    `UserError("{path}: this file is empty; choose another", path=path)` keeps text and values apart. `message` is
    what was said as a value; `str()` gives it in English.
    """

    def __init__(self, key: str | Message, /, **values: Any) -> None:
        self.message = key if isinstance(key, Message) else Message(key, values)
        super().__init__(one_line(str(self.message)))

    def words(self, translate: Translate = english) -> str:
        """Put the error into words, as one line."""
        return one_line(self.message.words(translate))

    def __reduce__(self) -> tuple[type[Self], tuple[Message]]:
        return type(self), (self.message,)


def one_line(text: str) -> str:
    """Return a text without line breaks and doubled blanks."""
    return " ".join(text.split())
