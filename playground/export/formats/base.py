"""What every format of a trained network has in common: it says what it is for, writes, and reads back what it wrote.

A file counts as written only once a reader of its kind has answered as the live network does.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from playground.experiment import UserError
from playground.experiment.files import as_named_in, write_checked
from playground.experiment.message import Message, say, say_count
from playground.export.description import Answers, Description
from playground.export.inputs import RawRows
from playground.export.trained import Trained, asked_for_a_while

TOLERANCES = {"float64": 1e-9, "float32": 1e-5}
"""How far answers may be from those of the live network, relative to them where they are above 1."""
_ROUNDINGS, _MARGIN = 8, 64.0
"""Where a network turns a rounding into more than the tolerance, so many roundings tell how much it may be off."""


@dataclass(frozen=True)
class Check:
    """How a file was found to be when it was read back.

    reader : what read it. rows : how many rows it answered. largest : the largest difference from the live network.
    allowed : the largest that is taken. remarks : what its user should know.
    """

    reader: Message
    rows: int
    largest: float
    allowed: float
    remarks: tuple[Message, ...] = ()

    @property
    def message(self) -> Message:
        """The result in a sentence."""
        if self.largest == 0:
            return say_count(
                self.rows,
                "1 prediction read back by {reader} agrees in every digit",
                "{count:,} predictions read back by {reader} agree in every digit",
                reader=self.reader,
            )
        return say_count(
            self.rows,
            "1 prediction read back by {reader} agrees to {largest:.0e}",
            "{count:,} predictions read back by {reader} agree to {largest:.0e}",
            reader=self.reader,
            largest=self.largest,
        )


Reader = Callable[[RawRows], Answers]


class Format(ABC):
    """A kind of file that a trained network can be taken home in.

    name : what the program calls it by. suffix : of the file's name. title, opened_by, explains, cannot : for people,
    the English keys of translations. comes_back : whether its weights can be put into a network again.
    is_text : whether the content can be read, and copied, as it is.
    """

    name: ClassVar[str]
    suffix: ClassVar[str]
    title: ClassVar[str]
    opened_by: ClassVar[str]
    explains: ClassVar[str]
    cannot: ClassVar[str] = ""
    comes_back: ClassVar[bool] = False
    is_text: ClassVar[bool] = False

    def obstacle(self, trained: Trained) -> Message | None:  # noqa: ARG002 - most formats take every network
        """Why this network cannot be written so; None where it can."""
        return None

    def remarks(self, trained: Trained) -> tuple[Message, ...]:  # noqa: ARG002 - most formats leave nothing to say
        """Tell what whoever uses the file should know, as an input that has another name in it."""
        return ()

    @abstractmethod
    def encode(self, trained: Trained) -> bytes:
        """The file's content."""

    @abstractmethod
    def preview(self, trained: Trained) -> str:
        """Tell what is in the file, as text to look at."""

    @abstractmethod
    def usage(self, trained: Trained, file: str) -> str:
        """Python that uses the file of that name."""

    def copied(self, trained: Trained, file: str) -> str:
        """Tell what Copy takes: the file's content, or where that is no text the Python that uses the file."""
        return self.encode(trained).decode() if self.is_text else self.usage(trained, file)

    @abstractmethod
    def answers_back(self, path: Path, trained: Trained) -> tuple[Message, Answers]:
        """The reader's name, and the answers to the first of the rows by what stands in the file and nothing else."""

    def tolerance(self, description: Description) -> float:
        """The largest difference that is taken for none."""
        return TOLERANCES[description.facts.precision]

    def check(self, trained: Trained, path: Path) -> Check:
        """Read a file back and compare its answers with those of the live network.

        Raises
        ------
        UserError : when they differ.
        """
        reader, answers = self.answers_back(path, trained)
        largest, allowed = compared(trained, answers, self.tolerance(trained.description))
        return Check(reader, len(answers), largest, allowed, self.remarks(trained))

    def save(self, trained: Trained, path: str | Path) -> Check:
        """Write a file, and put it in its place once it is checked.

        Raises
        ------
        UserError : when the network cannot be written so, the place cannot be written to, or the check fails.
        """
        path = Path(path)
        obstacle = self.obstacle(trained)
        if obstacle is not None:
            raise UserError("{path}: {obstacle}", path=path, obstacle=obstacle)
        here = replace(trained.description, experiment=as_named_in(trained.description.experiment, path))
        content = self.encode(replace(trained, description=here))

        def check(written: Path) -> Check:
            try:
                return self.check(trained, written)
            except MismatchError as mismatch:
                raise UserError("{path}: {reason}", path=path, reason=mismatch.message) from None
            except UserError as error:
                text = "{path}: what was written cannot be read back ({reason}); nothing was kept, please report it"
                raise UserError(text, path=path, reason=str(error).replace(str(written), path.name)) from None

        return write_checked(path, content, check)


def asked(read: Reader, trained: Trained) -> Answers:
    """Tell what a reader answers to as many of the rows as there is time for."""
    return asked_for_a_while(lambda start, stop: read(trained.rows.part(start, stop)), len(trained.answers))


class MismatchError(UserError):
    """What was written answers otherwise than the live network."""


def compared(trained: Trained, answers: Answers, tolerance: float) -> tuple[float, float]:
    """The largest difference of answers from the live network's first ones, and the largest that is allowed.

    Raises
    ------
    MismatchError : when a difference is larger, or another class is told.
    """
    expected = trained.answers.part(0, len(answers))
    far = distances(answers.values, expected.values)
    allowed = np.full(len(far), tolerance)
    if (far > tolerance).any():
        allowed = np.maximum(allowed, _MARGIN * _wobble(trained, len(answers)))
    if (far > allowed).any():
        worst = int(np.argmax(far - allowed))
        text = (
            "what was written answers otherwise than the network: {told} in place of {wanted}, for one of its rows; "
            "nothing was kept, please report it"
        )
        raise MismatchError(text, told=_spoken(answers.values[worst]), wanted=_spoken(expected.values[worst]))
    if expected.decided is not None and answers.decided is not None:
        # Where two classes are as likely as each other, rounding decides.
        two = np.sort(np.nan_to_num(expected.values), axis=1)[:, -2:]
        plain = (two[:, 1] - two[:, 0] > 2 * allowed * np.maximum(1.0, np.abs(two[:, 1]))) & (expected.decided >= 0)
        if (expected.decided != answers.decided)[plain].any():
            raise MismatchError(
                "what was written tells other classes than the network; nothing was kept, please report it"
            )
    return float(far.max(initial=0.0)), float(allowed.max(initial=tolerance))


def distances(values: NDArray[np.floating], expected: NDArray[np.floating]) -> NDArray[np.float64]:
    """Tell how far each row (n,) is from that expected, relative to it where it is above 1."""
    if values.shape != expected.shape:
        raise MismatchError(
            "what was written answers in another form than the network; nothing was kept, please report it"
        )
    given, wanted = values.astype(np.float64), expected.astype(np.float64)
    with np.errstate(invalid="ignore", over="ignore"):
        far = np.abs(given - wanted) / np.maximum(1.0, np.abs(wanted))
        far[(given == wanted) | (np.isnan(given) & np.isnan(wanted))] = 0.0
    far[np.isnan(far)] = np.inf
    return np.asarray(far.max(axis=1, initial=0.0))


def _wobble(trained: Trained, rows: int) -> NDArray[np.float64]:
    """Tell how far the answers (rows,) move when every number of the network is rounded otherwise.

    A network with huge weights, or a step, makes much of the last digit; two ways to calculate it then differ as much.
    """
    description, random = trained.description, RandomState(0)
    asked = trained.rows.part(0, rows)
    plain = description.answers(asked).values
    most = np.zeros(rows)
    for _ in range(_ROUNDINGS):
        arrays = {
            name: array * (1 + np.finfo(array.dtype).eps * random.choice([-1.0, 1.0], array.shape)).astype(array.dtype)
            for name, array in description.arrays.items()
        }
        moved = Description(description.facts, arrays, description.experiment).answers(asked)
        most = np.maximum(most, distances(moved.values, plain))
    return most


def _spoken(values: NDArray[np.floating]) -> str:
    return ", ".join(f"{value:.6g}" for value in values[:5].tolist()) + (", ..." if len(values) > 5 else "")


def listed_arrays(arrays: Sequence[tuple[str, NDArray[np.generic]]]) -> str:
    """Arrays as lines of name, shape and type."""
    width = max((len(name) for name, _ in arrays), default=0)
    return "\n".join(f"{name:<{width}}  {array.dtype.name:<8} {array.shape}" for name, array in arrays)


def remark_on_dates(description: Description) -> tuple[Message, ...]:
    """Tell what to say of columns of dates, which others have to turn into numbers themselves."""
    dates = [column for column in description.facts.columns if column.written]
    text = '"{column}" is taken as the days from 1970-01-01 on ({written} in the table)'
    return tuple(say(text, column=column.name, written=column.written) for column in dates)


def python_reader(name: str, version: str = "") -> Message:
    """Tell what reads a file, with its version."""
    return say("{name} {version}", name=name, version=version) if version else say(name)
