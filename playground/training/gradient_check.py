"""The gradient check of a run under way: its parameters as they are now, on its training samples."""

from playground.engine import GradientCheck, check_gradients
from playground.engine.gradient_check import Watch
from playground.experiment import UserError
from playground.training.run import Run


def check_gradient(run: Run, watch: Watch | None = None) -> GradientCheck:
    """Compare the run's gradient with numerical differentiation; the run stays untouched and goes on exactly as before.

    Parameters
    ----------
    run : Run
    watch : callable, optional
        Called again and again with the share that is done, from 0 to 1; an exception from it ends the check.

    Returns
    -------
    GradientCheck
        On at most 200 training samples, drawn by the experiment's seed as the entries are.

    Raises
    ------
    UserError
        If the loss is not finite, as of a network that has diverged.
    """
    train = run.dataset.train
    try:
        return check_gradients(run.network, train.x, train.y, seed=run.experiment.seed, watch=watch)
    except ValueError as error:
        raise UserError(f"the gradient cannot be checked: {error}; reset, or lower the learning rate") from error
