"""The words of a report: its own texts in English and Chinese, names of choices, and numbers as the program tells them.

English is the key of the catalogue. Messages that other rooms make (a verdict, how a run ended, what has shown a claim)
are put into words by the same catalogue.
"""

import datetime
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import msgspec

from playground.experiment import UserError
from playground.experiment.files import resource_path
from playground.experiment.message import Message, say, say_count
from playground.experiment.text import LANGUAGES, Text
from playground.training.names import CHOICE_NAMES

Said = str | Text | Message
"""A text in one language, in several, or a message."""
_NO_NAMES = ("sgd", "momentum")
"""Optimizers that are called by a word, which begins small."""
SEEN = (
    "Epochs {first:,} to {epoch:,}: {column} {figure}",
    "Epoch {epoch:,}: {column} {figure}",
    "Epoch {epoch:,}: {ending}",
    "Epoch {epoch:,}, where the earlier run took {late:,}",
    "Epoch {epoch:,}, and the earlier run not within {late:,}",
    "{settings} settings, {repeats} times each",
    "{column} {of} {figure}",
    "{sooner:.3g} epochs on average, and the others {later:.3g}",
    "the update ratio of {name}",
)
"""The sentences that tell what has shown a claim, those first that say more."""
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


_PLACE = re.compile(r"\{(\w+)[^}]*\}")
_HOLDS = {"of": "at least|at most|on average", "figure": r"-?[\d.,e+-]+(?: %)?"}
"""What is known of some places in these sentences."""


@cache
def _pattern(key: str) -> re.Pattern[str]:
    """Tell what texts look like that are made from a key."""
    pieces, at = [], 0
    for place in _PLACE.finditer(key):
        name = place.group(1)
        pieces += [re.escape(key[at : place.start()]), f"(?P<{name}>{_HOLDS.get(name, '.+?')})"]
        at = place.end()
    return re.compile("".join([*pieces, re.escape(key[at:])]))


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """From English texts to those of a language; empty for English."""
    if language == LANGUAGES[0]:
        return {}
    return msgspec.json.decode(resource_path("export", "report", f"{language}.json").read_bytes(), type=dict[str, str])


def check_language(language: str) -> None:
    """Raise `UserError` if there is no such language."""
    if language not in LANGUAGES:
        raise UserError("there is no language {language!r}; choose from {all}", language=language, all=_all_languages())


def _all_languages() -> str:
    return ", ".join(LANGUAGES)


def language_of_system(environment: Mapping[str, str] = os.environ) -> str:
    """The language that LC_ALL, LC_MESSAGES or LANG ask for, also where their locale is not installed."""
    asked = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return LANGUAGES[1] if asked.lower().startswith("zh") else LANGUAGES[0]


class Words:
    """Puts texts into the words of one language."""

    def __init__(self, language: str) -> None:
        check_language(language)
        self.language = language
        self._known = catalogue(language)

    @property
    def is_english(self) -> bool:
        """Tell whether English is what is spoken."""
        return self.language == LANGUAGES[0]

    def __call__(self, text: Said, /, **values: Any) -> str:
        """The text, with values in its places."""
        if isinstance(text, Text):
            return text.into(self.language)
        message = text if isinstance(text, Message) else say(text, **values)
        return self._localized(message).words(self.translate)

    def _localized(self, message: Message) -> Message:
        """The message with those of its values that are in several languages in this one."""
        found = {
            name: value.into(self.language)
            if isinstance(value, Text)
            else self._localized(value)
            if isinstance(value, Message)
            else value
            for name, value in message.values.items()
        }
        return replace(message, values=found)

    def retold(self, text: str) -> str:
        """What was seen in a step, which a session keeps in English, in this language; as it is where it is not known.

        The text is matched with the keys that such sentences are made from, and so are their parts.
        """
        if self.is_english or not text:
            return text
        if text in self._known:
            return self._known[text]
        pieces = text.split("; ")
        if len(pieces) > 1:
            return self.translate("; ").join(map(self.retold, pieces))
        for key in SEEN:
            found = _pattern(key).fullmatch(text)
            if found is not None:
                plain = _PLACE.sub(r"{\1}", self.translate(key))
                return plain.format(**{name: self.retold(part) for name, part in found.groupdict().items()})
        return text

    def count(self, count: int, one: str, many: str, /, **values: Any) -> str:
        """A text about so many things."""
        return say_count(count, one, many, **values).words(self.translate)

    def translate(self, text: str) -> str:
        """A text with its places; English where there is no other. A title may begin small within a sentence."""
        found = self._known.get(text)
        if found is None:
            found = self._known.get(text[:1].upper() + text[1:], text)
        return found

    def sentence(self, text: Said) -> str:
        """A message as a sentence of its own."""
        told = self(text)
        told = told[:1].upper() + told[1:]
        return told if told.endswith((".", "。", "!", "！", "?", "？")) else told + ("." if self.is_english else "。")

    def choice(self, group: str, name: str) -> str:
        """Tell what a declared choice is called within a sentence."""
        title = CHOICE_NAMES[group].get(name, name)
        return self.translate(title.lower() if name in _NO_NAMES else title)

    def kind(self, group: str, setting: msgspec.Struct) -> str:
        """Tell what the kind of a setting is called."""
        return self.choice(group, str(setting.__struct_config__.tag))

    def series(self, parts: list[str]) -> str:
        """Parts in a row."""
        return ("; " if self.is_english else "；").join(parts)

    def date(self, day: datetime.date) -> str:
        """28 November 2026."""
        if self.is_english:
            return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
        return f"{day.year} 年 {day.month} 月 {day.day} 日"

    def listed(self, parts: list[str]) -> str:
        """Short parts with commas between them."""
        return (", " if self.is_english else "、").join(parts)

    def figures(self, parts: list[str]) -> str:
        """The figures of several parts, in a sentence."""
        return self.all_of(parts) if self.is_english else "，".join(parts)

    def all_of(self, parts: list[str]) -> str:
        """Parts of a sentence, the last after an "and"; Chinese has commas of its own for that."""
        if len(parts) < 2 or not self.is_english:
            return self.listed(parts)
        return self.listed(parts[:-1]) + " and " + parts[-1]
