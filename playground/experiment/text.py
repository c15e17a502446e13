"""Texts that a file holds in several languages at once, as those of a lab."""

from collections.abc import Mapping
from typing import Any, Self

LANGUAGES = ("en", "zh_CN")
"""English, which everything falls back to, and Simplified Chinese."""


class Text(str):
    """English as a plain text, with what it is in other languages at hand.

    A file has it plain, or as `{"en": ..., "zh_CN": ...}`. Where there is no English, the first language there is
    stands for it.
    """

    __slots__ = ("languages",)
    languages: Mapping[str, str]

    def __new__(cls, text: str | Mapping[str, str]) -> Self:
        languages = {LANGUAGES[0]: text} if isinstance(text, str) else dict(text)
        made = super().__new__(cls, languages.get(LANGUAGES[0]) or next(iter(languages.values()), ""))
        made.languages = languages
        return made

    def into(self, language: str) -> str:
        """Return the text in a language, or else in English."""
        return self.languages.get(language) or str(self)

    def __reduce__(self) -> tuple[type[Self], tuple[dict[str, str]]]:
        return type(self), (dict(self.languages),)


def decode_text(kind: type, value: Any) -> Any:
    """Make a `Text` of what a file has; the hook that msgspec asks for types it does not know."""
    if kind is not Text:
        raise NotImplementedError
    if isinstance(value, str):
        return Text(value)
    if not isinstance(value, dict) or not value:
        raise TypeError(f"it takes a text, or one for each of {', '.join(LANGUAGES)}")
    for language, text in value.items():
        if language not in LANGUAGES:
            raise ValueError(f"there is no language {language!r}; choose from {', '.join(LANGUAGES)}")
        if not isinstance(text, str):
            raise TypeError(f"what it says for {language} is no text")
    return Text(value)


def encode_text(value: Any) -> Any:
    """Give what a file is to have for a `Text`: plain where there is English alone."""
    if not isinstance(value, Text):
        raise NotImplementedError
    languages = dict(value.languages)
    return languages[LANGUAGES[0]] if list(languages) == [LANGUAGES[0]] else languages
