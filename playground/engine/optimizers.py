"""Optimizers by name: how far to move along the gradient, from plain descent to AdamW."""

from __future__ import annotations

from typing import Any

from playground.engine.adaptive_optimizers import AdaGrad, Adam, AdamW, RmsProp
from playground.engine.naming import build
from playground.engine.plain_optimizers import Momentum, Nesterov, Optimizer, Sgd

OPTIMIZERS: dict[str, type[Optimizer]] = {
    "sgd": Sgd,
    "momentum": Momentum,
    "nesterov": Nesterov,
    "adagrad": AdaGrad,
    "rmsprop": RmsProp,
    "adam": Adam,
    "adamw": AdamW,
}


def optimizer(kind: str, **settings: Any) -> Optimizer:
    """Return an optimizer: sgd, momentum, nesterov, adagrad, rmsprop, adam or adamw.

    Parameters
    ----------
    kind : str
    **settings
        Of `learning_rate momentum decay epsilon beta1 beta2 weight_decay` those the kind has.

    Raises
    ------
    ValueError
        If the kind or a setting is unknown.
    """
    return build("optimizer", kind, OPTIMIZERS, settings)
