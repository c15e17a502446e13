"""Watches: what they see is current, and costs next to nothing where nothing changed."""

from playground.app.worker.reporter import Watches
from playground.experiment import change, load
from playground.training import Run


def watched() -> tuple[Watches, list[int]]:
    """Watches of which one tells the epoch, and the epochs at which it looked."""
    looks: list[int] = []

    def look(run: Run) -> int:
        looks.append(run.epochs_done)
        return run.epochs_done

    watches = Watches()
    watches.set("epoch", look)
    return watches, looks


def test_that_a_watch_looks_at_once_and_at_rest_only_at_what_is_new() -> None:
    run = Run(load("petals"))
    watches, looks = watched()
    assert watches.seen(run, training=False) == {"epoch": 0}
    assert watches.seen(run, training=False) == {}
    run.epoch()
    assert watches.seen(run, training=False) == {"epoch": 1}
    run.network.values[0] += 1.0
    watches.seen(run, training=False)
    assert looks == [0, 1, 1]


def test_that_while_training_it_looks_seldom_but_at_other_data_at_once() -> None:
    run = Run(load("petals"))
    watches, looks = watched()
    watches.seen(run, training=True)
    run.epoch()
    assert watches.seen(run, training=True) == {}
    run.apply(change(run.experiment, {"data.source.seed": 5}))
    assert watches.seen(run, training=True) == {"epoch": 1}
    assert looks == [0, 1]


def test_that_a_watch_that_is_taken_back_sees_no_more() -> None:
    run = Run(load("petals"))
    watches, looks = watched()
    watches.set("epoch", None)
    assert watches.seen(run, training=False) == {}
    assert looks == []
