"""Neural networks in NumPy and nothing else: small enough to read in an evening, fast enough to watch live.

A network is a chain of simple functions. *Training* asks of every parameter the same question: if it grew a
little, would the loss grow or shrink? *Back-propagation* answers it for all of them at once by walking the chain
backwards and multiplying derivatives (Rumelhart, Hinton & Williams, 1986, "Learning representations by
back-propagating errors", Nature 323). An *optimizer* then moves every parameter a little downhill.

Read the modules in this order: none needs a later one.

1. `naming`, `overflow`: two helpers that are met everywhere, for skimming.
2. `plain_activations`, `error_function`, `smooth_rectifiers`, `activations`, `losses`: functions of numbers, each
   beside its derivative.
3. `initializers`, `layer`, `parameters`: where the numbers start, and the one vector that holds them all.
4. `batch_norm`, `dropout`, `products`, `stage`: one layer at work, forwards and backwards.
5. `decisions`, `workspace`: the layers in a row, which is back-propagation.
6. `plain_optimizers`, `adaptive_optimizers`, `optimizers`, `grouped`, `schedules`, `clipping`, `penalty`, `movement`,
   `descent`: what is done with the gradient.
7. `holdings`, `samples`, `network`: all of it put together.
8. `numerical`, `check_twin`, `checked`, `closer_look`, `gradient_check`: whether the gradient is right.
9. `metrics`, `class_weights`: how good the answers are, and making rare classes count.

Who has half an hour reads `plain_activations`, `losses`, `stage`, `Workspace.backward` and `plain_optimizers`.

Samples are rows everywhere: `x` is (n, features), weights are (fan_in, fan_out), scores are `x @ W + b`.
"""

from playground.engine.activations import activation
from playground.engine.checked import CheckedArray, CheckedEntry, GradientCheck
from playground.engine.class_weights import ClassWeightedLoss, balanced_weights
from playground.engine.clipping import clip_by_global_norm
from playground.engine.decisions import decisions
from playground.engine.gradient_check import check_gradients
from playground.engine.grouped import GroupedOptimizer
from playground.engine.initializers import Initializer, initializer
from playground.engine.layer import Layer
from playground.engine.losses import Loss, loss
from playground.engine.metrics import (
    balanced_accuracy,
    confusion_matrix,
    f1,
    macro_f1,
    precision,
    r_squared,
    recall,
    rmse,
    roc_auc,
)
from playground.engine.network import Network
from playground.engine.numerical import central_differences, forward_differences
from playground.engine.optimizers import optimizer
from playground.engine.overflow import overflow_is_expected
from playground.engine.plain_activations import Activation
from playground.engine.plain_optimizers import Optimizer
from playground.engine.samples import Samples
from playground.engine.schedules import Schedule, schedule

__all__ = [
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
    "overflow_is_expected",
    "precision",
    "r_squared",
    "recall",
    "rmse",
    "roc_auc",
    "schedule",
]
