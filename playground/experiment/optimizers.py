"""The optimizers, each with its settings and their defaults."""

from typing import Annotated

import msgspec

from playground.experiment.declare import setting

Rate = Annotated[
    float,
    setting(
        "Learning rate",
        "How far each step moves the weights along the negative gradient.",
        live=True,
        gt=0,
        le=1e6,
        scale="log",
        slider=(1e-4, 10),
    ),
]
Momentum = Annotated[
    float,
    setting("Momentum", "The share of the last step kept in the next.", live=True, ge=0, lt=1, slider=(0, 0.99)),
]
Decay = Annotated[
    float,
    setting("Decay", "The share kept of the running mean of squared gradients.", live=True, ge=0, lt=1),
]
Epsilon = Annotated[
    float,
    setting("Epsilon", "Keeps the division finite.", live=True, ge=1e-20, le=1, scale="log", slider=(1e-12, 1e-2)),
]
Beta1 = Annotated[float, setting("Beta 1", "The share kept of the running mean of gradients.", live=True, ge=0, lt=1)]
Beta2 = Annotated[
    float, setting("Beta 2", "The share kept of the running mean of squared gradients.", live=True, ge=0, lt=1)
]


class _Optimizer(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True, kw_only=True):
    learning_rate: Rate = 0.1


class Sgd(_Optimizer, frozen=True, tag="sgd"):
    """Plain gradient descent."""


class MomentumOptimizer(_Optimizer, frozen=True, tag="momentum"):
    """Gradient descent with inertia (Polyak 1964)."""

    momentum: Momentum = 0.9


class Nesterov(_Optimizer, frozen=True, tag="nesterov"):
    """Momentum that looks ahead (Nesterov 1983)."""

    momentum: Momentum = 0.9


class AdaGrad(_Optimizer, frozen=True, tag="adagrad"):
    """A rate of its own for every weight, shrinking with its squared gradients (Duchi 2011)."""

    epsilon: Epsilon = 1e-10


class RmsProp(_Optimizer, frozen=True, tag="rmsprop"):
    """A rate of its own for every weight, by a running mean of squared gradients (Hinton 2012)."""

    learning_rate: Rate = 0.01
    decay: Decay = 0.99
    epsilon: Epsilon = 1e-8


class Adam(_Optimizer, frozen=True, tag="adam"):
    """Momentum and RMSProp with corrected bias (Kingma and Ba 2015)."""

    learning_rate: Rate = 0.001
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    epsilon: Epsilon = 1e-8


class AdamW(Adam, frozen=True, tag="adamw"):
    """Adam with weight decay apart from the gradient (Loshchilov and Hutter 2019)."""

    weight_decay: Annotated[
        float,
        setting(
            "Weight decay",
            "Shrinks every weight a little each step.",
            live=True,
            ge=0,
            le=10,
            scale="log",
            slider=(1e-5, 1),
        ),
    ] = 0.01


Optimizer = Sgd | MomentumOptimizer | Nesterov | AdaGrad | RmsProp | Adam | AdamW
