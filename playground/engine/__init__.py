"""Neural networks in NumPy and nothing else: small enough to read in an evening, fast enough to watch live.

A network is a chain of simple functions. *Training* asks of every parameter the same question: if it grew a
little, would the loss grow or shrink? *Back-propagation* answers it for all of them at once by walking the chain
backwards and multiplying derivatives (Rumelhart, Hinton & Williams, 1986, "Learning representations by
back-propagating errors", Nature 323). An *optimizer* then moves every parameter a little downhill.

Read the modules in this order, simplest first:

1. `activations`, `losses`: functions of numbers, each beside its derivative.
2. `initializers`, `parameters`: where the numbers start, and the one vector that holds them all.
3. `stage`, `batch_norm`, `dropout`: one layer at work, forwards and backwards.
4. `workspace`, `holdings`, `network`: the layers in a row.
5. `optimizers`, `penalty`, `clipping`, `schedules`: what is done with the gradient.
6. `numerical`, `gradient_check`: whether the gradient is right.

Samples are rows everywhere: `x` is (n, features), weights are (fan_in, fan_out), scores are `x @ W + b`.
"""

from .activations import Activation, activation
from .checked import CheckedArray, CheckedEntry, GradientCheck
from .clipping import clip_by_global_norm
from .decisions import decisions
from .gradient_check import check_gradients
from .grouped import GroupedOptimizer
from .initializers import Initializer, initializer
from .layer import Layer
from .losses import Loss, loss
from .network import Network
from .numerical import central_differences, forward_differences
from .optimizers import Optimizer, optimizer
from .schedules import Schedule, schedule

__all__ = [
    "Activation",
    "CheckedArray",
    "CheckedEntry",
    "GradientCheck",
    "GroupedOptimizer",
    "Initializer",
    "Layer",
    "Loss",
    "Network",
    "Optimizer",
    "Schedule",
    "activation",
    "central_differences",
    "check_gradients",
    "clip_by_global_norm",
    "decisions",
    "forward_differences",
    "initializer",
    "loss",
    "optimizer",
    "schedule",
]
