"""HTML and MathML as text in which nothing that a person typed can be anything but text.

What is `Markup` is put in as it is, everything else is escaped. Formulas are written in a small part of LaTeX, so that
the code reads as what it says, and come out as MathML Core, which every browser draws without help.
"""

import html
import re
from collections.abc import Callable, Iterator
from functools import partial


class Markup(str):
    """HTML already."""

    __slots__ = ()


_VOID = ("meta", "img", "br")
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What no page may hold: controls, and halves of characters as they come from names that are no UTF-8."""


def escaped(text: object) -> Markup:
    """Return a text as HTML; what is HTML already as it is."""
    if isinstance(text, Markup):
        return text
    return Markup(html.escape(_UNSPEAKABLE.sub("\N{REPLACEMENT CHARACTER}", str(text))))


def tag(name: str, *content: object, **attributes: object) -> Markup:
    """Return an element.

    attributes : a name's underscores become hyphens, one at its end is left out (`class_`); None leaves it out.
    """
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Markup(f"<{name}{told}>")
    return Markup(f"<{name}{told}>{joined(*content)}</{name}>")


def joined(*content: object) -> Markup:
    """Return one after the other."""
    return Markup("".join(escaped(each) for each in content))


def paragraphs(text: str) -> Markup:
    """Return what a person wrote: an empty line ends a paragraph, a line's end stays one."""
    found = [part for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")) if part]
    return joined(*(tag("p", *_lines(part)) for part in found))


def _lines(text: str) -> Iterator[object]:
    for number, line in enumerate(text.split("\n")):
        if number:
            yield tag("br")
        yield line


# Formulas

_TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|\d+(?:[.,]\d+)*(?:e-?\d+)?|[a-zA-Z]|\S")
_LETTERS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "eta": "η", "theta": "θ", "lambda": "λ",
    "mu": "μ", "sigma": "σ", "pi": "π", "phi": "φ", "Phi": "Φ", "partial": "∂", "infty": "∞",
}  # fmt: skip
_FUNCTIONS = (
    "tanh", "max", "min", "log", "exp", "sin", "cos", "erf", "sign", "clip", "softmax", "ReLU", "LReLU", "ELU",
    "softplus", "SiLU", "GELU", "step", "T",
)  # fmt: skip
_OPERATORS = {
    "cdot": "·", "odot": "⊙", "leftarrow": "←", "le": "≤", "ge": "≥", "ne": "≠", "in": "∈", "times": "×", "pm": "±",
    "sum": "∑", "dots": "…", "Vert": "‖", "mid": "|", "sim": "∼",
}  # fmt: skip
_ABOVE = {"hat": "^", "bar": "¯", "tilde": "~"}
_SIGNS = {"-": "−", "*": "·", "'": "′"}
_CLOSING = {"(": ")", "[": "]", "{": "}"}


def math(source: str, *, block: bool = False) -> Markup:
    """Return a formula as MathML.

    source : letters, numbers and signs as they are; `_ ^ { }` and the commands `\\frac \\sqrt \\hat \\bar \\tilde \\sum
    \\text \\cases{value & when \\\\ ...}`, Greek letters, and the names of functions.

    Raises
    ------
    ValueError : for a command that is not known, or a bracket that is not closed.
    """
    content = Markup(_Formula(source).whole())
    return tag("math", content, display="block" if block else None)


class _Formula:
    """Reads a formula from left to right."""

    def __init__(self, source: str) -> None:
        self._source, self._at = source, 0

    def whole(self) -> str:
        made = self._until(None)
        return f"<mrow>{made}</mrow>"

    def _peek(self) -> str | None:
        match = _TOKEN.match(self._source, self._skip())
        return None if match is None else match.group()

    def _skip(self) -> int:
        while self._at < len(self._source) and self._source[self._at].isspace():
            self._at += 1
        return self._at

    def _take(self) -> str:
        token = self._peek()
        if token is None:
            raise ValueError(f"the formula {self._source!r} ends too soon")
        self._at += len(token)
        return token

    def _until(self, *ends: str | None) -> str:
        """Everything up to one of these tokens, which stays; None is the end."""
        made = []
        while (token := self._peek()) not in ends:
            if token is None:
                raise ValueError(f"{ends[0]} is missing in the formula {self._source!r}")
            made.append(self._scripted())
        return "".join(made)

    def _scripted(self) -> str:
        """An atom with what stands below and above it."""
        is_sum = self._peek() == "\\sum"
        base, scripts = self._atom(), {}
        while (token := self._peek()) in ("_", "^"):
            self._take()
            scripts[token] = self._atom()
        below, above = scripts.get("_"), scripts.get("^")
        if below and above:
            name = "munderover" if is_sum else "msubsup"
            return f"<{name}>{base}{below}{above}</{name}>"
        if below or above:
            name = ("munder" if below else "mover") if is_sum else ("msub" if below else "msup")
            return f"<{name}>{base}{below or above}</{name}>"
        return base

    def _group(self) -> str:
        if self._take() != "{":
            raise ValueError(f"{{ is missing in the formula {self._source!r}")
        made = self._until("}")
        self._take()
        return f"<mrow>{made}</mrow>"

    def _raw_group(self) -> str:
        """The text between braces, as it is."""
        start = self._source.index("{", self._at) + 1
        end = self._source.index("}", start)
        self._at = end + 1
        return self._source[start:end]

    def _atom(self) -> str:
        token = self._take()
        if token.startswith("\\"):
            return self._command(token[1:])
        if token == "{":
            self._at -= 1
            return self._group()
        if token in ")]}":
            raise ValueError(f"{token} closes nothing in the formula {self._source!r}")
        if token in "([":
            inner = self._until(_CLOSING[token])
            self._take()
            return f"<mrow><mo>{token}</mo>{inner}<mo>{_CLOSING[token]}</mo></mrow>"
        if token[0].isdigit():
            return f"<mn>{token}</mn>"
        return f"<mi>{token}</mi>" if token.isalpha() else f"<mo>{escaped(_SIGNS.get(token, token))}</mo>"

    def _command(self, name: str) -> str:
        if name in _LETTERS:
            return f"<mi>{_LETTERS[name]}</mi>"
        if name in _FUNCTIONS:
            return f"<mi>{name}</mi>" if len(name) > 1 else f'<mi mathvariant="normal">{name}</mi>'
        if name in _OPERATORS:
            return f"<mo>{_OPERATORS[name]}</mo>"
        made: dict[str, Callable[[], str]] = {
            "frac": lambda: f"<mfrac>{self._group()}{self._group()}</mfrac>",
            "sqrt": lambda: f"<msqrt>{self._group()}</msqrt>",
            "text": lambda: f"<mtext>{escaped(self._raw_group())}</mtext>",
            "cases": self._cases,
            ",": lambda: '<mspace width="0.25em"></mspace>',
            "quad": lambda: '<mspace width="2em"></mspace>',
            **{above: partial(self._below, sign) for above, sign in _ABOVE.items()},
        }
        if name not in made:
            raise ValueError(f"there is no command {name!r} for the formula {self._source!r}")
        return made[name]()

    def _below(self, sign: str) -> str:
        """An atom with a sign above it."""
        return f'<mover accent="true">{self._atom()}<mo>{sign}</mo></mover>'

    def _cases(self) -> str:
        rows, self._at = [], self._source.index("{", self._at) + 1
        while True:
            value = self._until("&")
            self._take()
            rows.append((value, self._until("\\\\", "}")))
            if self._take() == "}":
                break
        cells = "".join(
            f"<mtr><mtd><mrow>{value}</mrow></mtd><mtd><mrow>{when}</mrow></mtd></mtr>" for value, when in rows
        )
        return f'<mrow><mo>{{</mo><mtable class="cases">{cells}</mtable></mrow>'
