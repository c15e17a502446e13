"""Neural networks in NumPy and nothing else: small enough to read in an evening, fast enough to watch live.

A network is a chain of simple functions. *Training* asks of every parameter the same question: if it grew a
little, would the loss grow or shrink? *Back-propagation* answers it for all of them at once by walking the chain
backwards and multiplying derivatives. An *optimizer* then moves every parameter a little downhill.

Read the chapters in this order. None needs a later one.

0. `the_whole_idea`: all of it in sixty naive lines.
1. `activations`, `losses`, `class_weights`, `metrics`: functions of numbers, the first three beside their derivatives.
2. `initializers`, `layers`: where the weights start, and one layer at work, forwards and backwards.
3. `back_propagation`: the layers in a row.
4. `optimizers`, `schedules`, `descent`: what is done with the gradient.
5. `network`: all of it put together.
6. `checks.numerical`, `checks.closer_look`, `checks.gradient_check`: is the gradient right?

The appendix is `machinery`, to be looked up where a chapter uses it: `machinery.guards` refuses wrong input,
`machinery.memory` has the one vector for all numbers and the buffers, and `machinery.error_function` has what NumPy
lacks for GELU.

Who has half an hour reads `the_whole_idea`, then `DenseLayer` in `layers`, `Chain.backward` in `back_propagation`, and
the classes of `optimizers`.

Samples are rows everywhere: `x` is (n, features), weights are (fan_in, fan_out), scores are `x @ W + b`.
"""

from playground.engine.activations import ALL_ACTIVATIONS, Activation, activation, output_activation
from playground.engine.checks.gradient_check import CheckedArray, CheckedEntry, GradientCheck, check_gradients
from playground.engine.checks.numerical import central_differences, forward_differences
from playground.engine.class_weights import ClassWeightedLoss, balanced_weights
from playground.engine.descent import clip_by_global_norm
from playground.engine.initializers import Initializer, initializer
from playground.engine.layers import Layer
from playground.engine.losses import Loss, loss
from playground.engine.machinery.guards import overflow_is_expected
from playground.engine.machinery.memory import Span
from playground.engine.metrics import (
    balanced_accuracy,
    confusion_matrix,
    decisions,
    f1,
    macro_f1,
    precision,
    r_squared,
    recall,
    rmse,
    roc_auc,
)
from playground.engine.network import Network, Samples
from playground.engine.optimizers import GroupedOptimizer, Optimizer, optimizer
from playground.engine.schedules import Schedule, schedule

__all__ = [
    "ALL_ACTIVATIONS",
    "Activation",
    "CheckedArray",
    "CheckedEntry",
    "ClassWeightedLoss",
    "GradientCheck",
    "GroupedOptimizer",
    "Initializer",
    "Layer",
    "Loss",
    "Network",
    "Optimizer",
    "Samples",
    "Schedule",
    "Span",
    "activation",
    "balanced_accuracy",
    "balanced_weights",
    "central_differences",
    "check_gradients",
    "clip_by_global_norm",
    "confusion_matrix",
    "decisions",
    "f1",
    "forward_differences",
    "initializer",
    "loss",
    "macro_f1",
    "optimizer",
    "output_activation",
    "overflow_is_expected",
    "precision",
    "r_squared",
    "recall",
    "rmse",
    "roc_auc",
    "schedule",
]
