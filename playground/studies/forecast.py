"""How long a study will still take, by what its trials took so far."""

from collections.abc import Iterable, Sequence

from playground.studies.summary import Progress
from playground.studies.trial import Trial


class Forecast:
    """Knows of every trial how many epochs it has, and of every value how long an epoch takes.

    Trials of one value are as long as each other; of a value that was not begun yet, the mean of all is expected.
    """

    def __init__(self, trials: Sequence[Trial]) -> None:
        self._epochs = [trial.experiment.training.epochs for trial in trials]
        self._left = list(self._epochs)
        values = [repr(trial.assignments) for trial in trials]
        numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
        self._value = [numbers[value] for value in values]
        self._trained: list[list[float]] = [[0.0, 0.0] for _ in numbers]
        self._done: set[int] = set()

    def saw(self, number: int, epoch: int, epochs: int, seconds: float) -> None:
        """A trial came to `epoch`; its last `epochs` took so many seconds."""
        self._left[number] = self._epochs[number] - epoch
        trained = self._trained[self._value[number]]
        trained[0] += epochs
        trained[1] += seconds

    def done(self, numbers: Iterable[int]) -> None:
        """These trials have ended, be it before their last epoch."""
        for number in numbers:
            self._left[number] = 0
            self._done.add(number)

    def progress(self, workers: int) -> Progress:
        """How far the study is, and the seconds it will still take with so many workers."""
        total, left = sum(self._epochs), sum(self._left)
        share = 1 - left / total
        epochs, seconds = (sum(each) for each in zip(*self._trained, strict=True))
        expected: float | None = None
        if len(self._done) == len(self._epochs):
            expected = 0.0
        elif epochs and seconds:
            mean = seconds / epochs
            rates = [s / e if e else mean for e, s in self._trained]
            work = [left * rates[value] for left, value in zip(self._left, self._value, strict=True)]
            # The longest trial cannot be shared among workers.
            expected = max(sum(work) / max(1, workers), *work)
        return Progress(len(self._done), len(self._epochs), share, expected)
