"""Metrics: a loss tells an optimizer which way to go, these tell a person how good the answers are.

For classes, all begins with decisions, and the confusion matrix that counts them: how often each class was taken for
which. For values, all begins with the residuals: the wanted value minus the answer. Nothing here is trained on, so
nothing needs a derivative.

    from playground.engine import confusion_matrix, decisions, precision, recall

    confusion = confusion_matrix(decisions(network.predict(x), "softmax"), actual, classes=3)
    precision(confusion), recall(confusion)
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from playground.engine.activations import output_activation as named_activation
from playground.engine.machinery.guards import Array, overflow_is_expected, require

Classes = npt.NDArray[Any]
"""Class numbers from 0 on, (n,); bools will do for two classes."""
Counts = npt.NDArray[np.int64]


def decisions(output: Array, output_activation: str, out: npt.NDArray[Any] | None = None) -> npt.NDArray[Any]:
    """Return the class index each row of outputs stands for: several outputs vote, one alone says yes or no.

    This is not differentiable, and need not be: training goes by the loss, accuracy is for people.

    Parameters
    ----------
    output : (n, outputs)
        Outputs after the activation, or targets in the same code.
    output_activation : str
        With one output: p > 1/2 for a sigmoid, > 0 for tanh. With several the largest wins, the first on a tie.
    out : (n,) integers, optional
        Array to write into. For one output bools will do, and are faster.

    Returns
    -------
    (n,) integers

    Raises
    ------
    ValueError
        For one linear or softmax output, which decides nothing.
    """
    threshold = named_activation(output_activation).threshold
    if output.shape[1] > 1:
        return np.argmax(output, axis=1, out=out)
    if threshold is None:
        raise ValueError(f"one {output_activation} output decides no class; use sigmoid or tanh, or one output a class")
    out = np.empty(len(output), np.intp) if out is None else out
    np.greater(output[:, 0], threshold, out=out)
    return out


def confusion_matrix(predicted: Classes, actual: Classes, classes: int) -> Counts:
    """Count how often each class was taken for which: C[i, j] = |{samples of true class i predicted as j}|.

    Rows are the true class, columns the predicted one, so that right answers lie on the diagonal.

    Parameters
    ----------
    predicted, actual : (n,) class numbers
        From 0 to below `classes`.
    classes : int
        Number of classes, at least 1, whether or not each occurs.

    Returns
    -------
    (classes, classes) int64, adding up to n

    Raises
    ------
    ValueError
        If the lengths differ or a class number is out of range.
    """
    require(classes >= 1, f"there must be at least 1 class, not {classes}")
    predicted, actual = _class_numbers(predicted, classes), _class_numbers(actual, classes)
    require(
        len(predicted) == len(actual),
        f"predicted and actual must be of one length, not {len(predicted)} and {len(actual)}",
    )
    # A pair of classes is one number with two digits in base `classes`.
    counts = np.bincount(actual * classes + predicted, minlength=classes * classes)
    return counts.reshape(classes, classes).astype(np.int64, copy=False)


def precision(confusion: Counts) -> Array:
    """Return, for each class, how often the answer "this class" is right: C[k, k] / sum_i C[i, k].

    Parameters
    ----------
    confusion : (classes, classes), rows the true class

    Returns
    -------
    (classes,) from 0 to 1; NaN for a class that was never predicted
    """
    return _share(np.diagonal(confusion), confusion.sum(axis=0))


def recall(confusion: Counts) -> Array:
    """Return, for each class, how much of it is found: C[k, k] / sum_j C[k, j].

    Parameters
    ----------
    confusion : (classes, classes), rows the true class

    Returns
    -------
    (classes,) from 0 to 1; NaN for a class that has no samples
    """
    return _share(np.diagonal(confusion), confusion.sum(axis=1))


def f1(confusion: Counts) -> Array:
    """Return, for each class, the harmonic mean of precision and recall: 2 C[k, k] / (sum_i C[i, k] + sum_j C[k, j]).

    Van Rijsbergen (1979), "Information retrieval". Written in counts it is defined where only one of the two is: 0.

    Parameters
    ----------
    confusion : (classes, classes), rows the true class

    Returns
    -------
    (classes,) from 0 to 1; NaN for a class that neither has samples nor was predicted
    """
    return _share(2 * np.diagonal(confusion), confusion.sum(axis=0) + confusion.sum(axis=1))


def macro_f1(confusion: Counts) -> float:
    """Return the mean of every class's `f1`; classes that neither have samples nor were predicted are left out.

    As scikit-learn's `f1_score` with `average="macro"`. A class counts alike however few samples it has.

    Parameters
    ----------
    confusion : (classes, classes), rows the true class

    Returns
    -------
    float from 0 to 1; NaN where there are no samples
    """
    return _mean_of_known(f1(confusion))


def balanced_accuracy(confusion: Counts) -> float:
    """Return the mean of every class's `recall`; classes that have no samples are left out.

    As scikit-learn's `balanced_accuracy_score`. Always answering one of k classes scores 1/k, however common it is.

    Parameters
    ----------
    confusion : (classes, classes), rows the true class

    Returns
    -------
    float from 0 to 1; NaN where there are no samples
    """
    return _mean_of_known(recall(confusion))


def roc_auc(output: Array, actual: Classes) -> float:
    """Return how often a sample of a class is given a higher output than one of another: the area under the ROC curve.

    Hanley & McNeil (1982), "The meaning and use of the area under a receiver operating characteristic curve". Ties
    count one half. It does not depend on where the line between the classes is drawn, nor on how common they are.
    As scikit-learn's `roc_auc_score`.

    Parameters
    ----------
    output : (n, 1) or (n, classes)
        One output stands for class 1. Of two outputs the second is taken; of more, each for its class against all
        others, and the mean of those (`multi_class="ovr"`, `average="macro"`).
    actual : (n,) class numbers
        From 0 to below the number of classes.

    Returns
    -------
    float from 0 to 1, 0.5 being chance; classes of which there are no samples are left out, and NaN stands where fewer
    than two have any, or where an output is not finite

    Raises
    ------
    ValueError
        If the shapes do not fit.
    """
    require(np.ndim(output) == 2, f"output must be (n, outputs), not {np.shape(output)}")
    several = output.shape[1] > 2
    truth = _class_numbers(actual, max(2, output.shape[1]))
    require(len(truth) == len(output), f"output and actual must be of one length, not {len(output)} and {len(truth)}")
    numbers = range(output.shape[1]) if several else [1]
    areas = [_area(output[:, label if several else -1], truth == label) for label in numbers]
    return _mean_of_known(np.array(areas)) if np.isfinite(output).all() else float("nan")


def rmse(predicted: Array, actual: Array) -> Array:
    """Return the root of the mean squared error of each output: sqrt(mean_i (y_i - a_i)²).

    It has the unit of the output: the size of a typical residual, large ones counting more.

    Parameters
    ----------
    predicted, actual : (n, outputs)

    Returns
    -------
    (outputs,) float64, at least 0; NaN where there are no samples, and not finite where an output is not

    Raises
    ------
    ValueError
        If the shapes differ or are not (n, outputs).
    """
    require(
        np.ndim(actual) == 2 and np.shape(predicted) == np.shape(actual),
        f"predicted and actual must both be (n, outputs), not {np.shape(predicted)} and {np.shape(actual)}",
    )
    with overflow_is_expected():
        return _root_mean_square(np.subtract(actual, predicted, dtype=np.float64))


def r_squared(predicted: Array, actual: Array) -> Array:
    """Return the share of each output's variance that is explained: 1 - sum_i (y_i - a_i)² / sum_i (y_i - mean y)².

    1 is perfect, 0 as good as always answering the mean, and below 0 worse than that. Wright (1921), "Correlation and
    causation".

    Parameters
    ----------
    predicted, actual : (n, outputs)

    Returns
    -------
    (outputs,) float64, at most 1; NaN where the actual values do not vary or an output is not finite

    Raises
    ------
    ValueError
        If the shapes differ or are not (n, outputs).
    """
    wanted = np.asarray(actual, dtype=np.float64)
    error = rmse(predicted, wanted)
    # Asked of the values themselves: the mean is rounded, and numbers that are all equal may seem to differ from it.
    varies = (wanted != wanted[:1]).any(axis=0)
    with overflow_is_expected():
        spread = _root_mean_square(wanted - wanted.mean(axis=0)) if len(wanted) else error
        ratio = np.divide(error, spread, out=np.full_like(spread, np.nan), where=varies)
        return np.asarray(1.0 - ratio * ratio)


def _class_numbers(numbers: Classes, classes: int) -> npt.NDArray[np.int64]:
    whole = np.asarray(numbers)
    require(whole.ndim == 1 and whole.dtype.kind in "biu", "class numbers must be integers in one row, (n,)")
    if len(whole):
        low, high = int(whole.min()), int(whole.max())
        require(low >= 0 and high < classes, f"class numbers must be from 0 to {classes - 1}, not {low} to {high}")
    return whole.astype(np.int64)


def _share(part: npt.NDArray[Any], whole: npt.NDArray[Any]) -> Array:
    """Divide counts; nothing of nothing is NaN."""
    share: Array = np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0)
    return share


def _area(output: Array, positive: npt.NDArray[np.bool_]) -> float:
    """Return U / (p q) of Mann and Whitney, from the ranks of p positives among q others; NaN where one is 0."""
    of_class = int(np.count_nonzero(positive))
    others = len(positive) - of_class
    if not of_class or not others:
        return float("nan")
    _, place, counts = np.unique(output, return_inverse=True, return_counts=True)
    # Equal outputs share the mean of their ranks, counted from 1.
    ranks = np.cumsum(counts) - 0.5 * (counts - 1)
    above = float(ranks[place[positive]].sum()) - 0.5 * of_class * (of_class + 1)
    return above / (of_class * others)


def _mean_of_known(figures: Array) -> float:
    known = figures[~np.isnan(figures)]
    return float(known.mean()) if len(known) else float("nan")


def _root_mean_square(numbers: Array) -> Array:
    """Return sqrt(mean_i d_i²) of each column: of numbers up to 1, scaled back, so that no square overflows."""
    if not len(numbers):
        return np.full(numbers.shape[1], np.nan)
    largest = np.abs(numbers).max(axis=0)
    scaled = numbers / np.where(largest > 0.0, largest, 1.0)
    return np.asarray(largest * np.sqrt(np.mean(scaled * scaled, axis=0)))
