"""The trainer: takes a network from its first weights through its epochs, and stands again wherever it has stood."""

from collections.abc import Callable, Mapping
from typing import Any

from numpy.typing import NDArray

from playground.data import Dataset
from playground.engine import Network
from playground.experiment import Experiment, UserError
from playground.experiment.training import Constant, Training
from playground.training.batches import Batches
from playground.training.build import build_layers, build_optimizer, build_schedule, retune, set_rate
from playground.training.edits import Edits
from playground.training.ledger import Figures, Ledger
from playground.training.moments import Moment
from playground.training.state import State, Streams, check_fits, check_sound, gather, part_of
from playground.training.stopping import Judge, Outcome, Reason


class Trainer:
    """Network, optimizer, batches, judge and ledger on their way together.

    Parameters
    ----------
    experiment, dataset
    network : with its first weights.

    Attributes
    ----------
    optimizer, batches, ledger
    edits : what is changed by hand between two steps, and what is muted.
    epochs_done : epochs completed.
    """

    def __init__(self, experiment: Experiment, dataset: Dataset, network: Network) -> None:
        training = experiment.training
        self.experiment, self.network = experiment, network
        self.optimizer = build_optimizer(training, network)
        self._take_schedule(training)
        self.ledger = Ledger(network, dataset, training)
        self.edits = Edits(network, self.ledger.train_loss)
        train = self.ledger.held["train"]
        self.batches = Batches(train.x, train.y, experiment.seed)
        self._streams = Streams(network, self.batches)
        self._cut_batches()
        self.begin()

    def begin(self) -> None:
        """Measure the state as it is, and let the history start with it."""
        self.epochs_done = 0
        self.batches.finish_epoch()
        ledger = self.ledger
        ledger.begin(self.learning_rate)
        self._judge = Judge(self.network, ledger.scores, ledger.base_loss)

    @property
    def learning_rate(self) -> float:
        """The rate of the epoch under way, as the schedule has it."""
        return self._rate_at(self.epochs_done)

    @property
    def steps_done(self) -> int:
        """Minibatches used of the epoch under way; 0 between epochs."""
        return 0 if self.batches.finished else self.batches.steps

    def figures(self, epoch: int | None = None) -> Figures:
        """Tell what was measured last; or at an epoch of the history, with the rate that it would go on with now."""
        ledger = self.ledger
        if epoch is not None:
            return Figures(epoch, 0, ledger.scores_at(epoch), self._rate_at(epoch), ledger.ratios_at(epoch))
        now = self.epochs_done
        return Figures(now, self.steps_done, dict(ledger.scores), self._rate_at(now), ledger.update_ratios)

    def _rate_at(self, epoch: int) -> float:
        training = self.experiment.training
        return float(self._schedule(epoch, training.epochs, training.optimizer.learning_rate))

    # Training

    def advance(self, go_on: Callable[[], bool]) -> bool:
        """Take a step, and more as long as `go_on` says yes, up to the last of the epoch; whether that was taken.

        The epoch is then for `end_epoch` to complete.
        """
        batches, network, optimizer = self.batches, self.network, self.optimizer
        clip = self.experiment.training.gradient_clip
        if batches.finished:
            if self._rate_changes:
                self._set_rate()
            batches.begin_epoch()
        while True:
            batch = batches.next()
            last = batches.finished
            if batch is None:
                self.ledger.held["train"].train_step(optimizer, clip, last)
            else:
                network.train_step(batch[0], batch[1], optimizer, clip, last)
            if last:
                return True
            if not go_on():
                return False

    def end_epoch(self, last: int) -> Outcome | None:
        """Write the epoch down; how the run ends after it, if it should, which may be with an earlier state.

        last : the epoch that the run is to end with at the latest.
        """
        epoch = self.epochs_done = self.epochs_done + 1
        self.ledger.add_epoch(self.optimizer.learning_rate)
        verdict = self._judge.verdict(self.network, self.ledger.scores, epoch, self.experiment.training, last)
        return None if verdict is None else self._end(*verdict)

    def finish(self) -> Outcome:
        """End here, since all epochs are done: with the best weights, where patience keeps them."""
        patient = self.experiment.training.stop.patience is not None and "validation" in self.ledger.scores
        return self._end(Reason.EPOCHS, self._judge.better_than(self.epochs_done) if patient else None)

    def _end(self, reason: Reason, moment: Moment | None) -> Outcome:
        epoch, rate = self.epochs_done, self.optimizer.learning_rate
        if moment is None:
            return Outcome(reason, epoch, epoch)
        self._go_back(moment)
        return Outcome(reason, epoch, self.epochs_done, rate if reason is Reason.DIVERGENCE else 0.0)

    def _go_back(self, moment: Moment) -> None:
        """Return to an earlier state. Its later rows stay in the history until training goes on from there."""
        moment.put_back(self.network)
        self.edits.hold()
        # Its momentum belongs to the state that was left.
        self.optimizer = build_optimizer(self.experiment.training, self.network)
        self.epochs_done = moment.epoch
        self.ledger.forget_ratios()
        self.ledger.measure()
        self._judge.go_on_from(self.network, self.ledger.scores, self.epochs_done)

    # Changes

    def take_stock(self) -> None:
        """After changes by hand: measure the network as it is, which is no divergence however badly it does."""
        if self.edits.pending:
            self.edits.pending = False
            self._measure_anew()

    def take_data(self, dataset: Dataset, training: Training) -> None:
        """Go on with other data of the same shape, which are measured at once."""
        self.ledger.take_data(dataset, training)
        train = self.ledger.held["train"]
        self.batches.replace(train.x, train.y)
        self._measure_anew()

    def take_settings(self, experiment: Experiment, outputs: int) -> None:
        """Go on with other live settings, from the next step on."""
        old, self.experiment = self.experiment, experiment
        network, training = self.network, experiment.training
        self._streams.note_dropout()
        network.l1, network.l2 = training.l1, training.l2
        if old.network != experiment.network:
            network.change_layers(build_layers(experiment, outputs))
        self._cut_batches()
        if old.training.stop.patience is None:
            self._judge.begin_patience(network, self.ledger.scores, self.epochs_done)
        self._take_schedule(training)
        if type(old.training.optimizer) is not type(training.optimizer):
            self.optimizer = build_optimizer(training, network)
        else:
            retune(self.optimizer, training)
        self._set_rate()

    # State

    def state(self, start: int = 0) -> State:
        """Copies of all that it has come to, as arrays by name; of the history the rows from number `start` on."""
        self.take_stock()  # What is still to be measured would be forgotten.
        network = self.network.state()
        return {
            **gather(network={"values": network["values"], "running": network["running"]}),
            **self._streams.state(),
            **gather(
                optimizer=self.optimizer.state(),
                batches=self.batches.state(),
                judge=self._judge.state(),
                ledger=self.ledger.state(start),
                edits=self.edits.state(),
                run={"epochs_done": self.epochs_done},
            ),
        }

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Return to an earlier `state()` of this experiment.

        Raises
        ------
        UserError : when it is the state of another experiment; the trainer is then as it was.
        """
        own = self.state()
        try:
            check_fits(own, state)
            check_sound(state, own, len(self.batches))
            self._restore(state)
        except (ValueError, TypeError, KeyError, IndexError) as error:
            self._restore(own)
            raise UserError("{reason}; open the experiment that the state belongs to", reason=error) from None

    def _restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        optimizer = build_optimizer(self.experiment.training, self.network)
        optimizer.restore(part_of(state, "optimizer"))
        self.network.restore(part_of(state, "network"))
        self.edits.restore(part_of(state, "edits"))
        self._streams.restore(state)
        self.epochs_done = int(state["run.epochs_done"])
        self.optimizer = optimizer
        self._set_rate()
        self.batches.restore(part_of(state, "batches"))
        self.ledger.restore(part_of(state, "ledger"))
        self._judge.restore(part_of(state, "judge"))

    def bearings(self) -> State:
        """Copies of what of `state()` going on from here needs, in as little memory as it takes."""
        between_epochs = self.batches.finished
        told = gather(
            network={"values": self.network.values.copy(), "running": self.network.running_values.copy()},
            optimizer=self.optimizer.state(),
            judge=self._judge.bearings(self.epochs_done if between_epochs else None, self.experiment.training),
            run={"epochs_done": self.epochs_done, "optimizer": self._optimizer_name},
        )
        if not between_epochs:
            told |= gather(batches=self.batches.state(), ledger=self.ledger.told_scores())
        if self.edits.muted:
            told |= gather(edits=self.edits.state())
        return told | self._streams.bearings()

    def turn_to(self, bearings: Mapping[str, NDArray[Any]]) -> None:
        """Stand where it stood when it told these `bearings()`. Momentum of another optimizer is left out."""
        self.network.restore(part_of(bearings, "network"))
        self.edits.restore(part_of(bearings, "edits"))
        self._streams.turn_to(bearings)
        self.epochs_done = int(bearings["run.epochs_done"])
        self.optimizer = build_optimizer(self.experiment.training, self.network)
        if str(bearings["run.optimizer"]) == self._optimizer_name:
            self.optimizer.restore(part_of(bearings, "optimizer"))
        self._set_rate()
        self.batches.finish_epoch()
        if "batches.place" in bearings:
            self.batches.restore(part_of(bearings, "batches"))
        self.ledger.stand_at(self.epochs_done)
        self.ledger.take_scores(part_of(bearings, "ledger"))
        self._judge.take_bearings(part_of(bearings, "judge"), self.network, self.ledger.scores, self.epochs_done)

    # Inside

    @property
    def _optimizer_name(self) -> str:
        return type(self.experiment.training.optimizer).__name__

    def _take_schedule(self, training: Training) -> None:
        self._schedule, self._rate_changes = build_schedule(training.schedule), type(training.schedule) is not Constant

    def _set_rate(self) -> None:
        set_rate(self.optimizer, self.learning_rate, self.experiment.training)

    def _measure_anew(self) -> None:
        """Measure a network, or data, that no step led to."""
        ledger = self.ledger
        ledger.measure()
        self._judge.take_new_data(self.network, ledger.scores, self.epochs_done, ledger.base_loss)

    def _cut_batches(self) -> None:
        network, self.batches.size = self.experiment.network, self.experiment.training.batch_size
        self.batches.pairs = network.output.batch_norm or any(layer.batch_norm for layer in network.layers)
