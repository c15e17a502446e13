"""The training: loss, optimizer, schedule, penalties, batches, and when to stop."""

from typing import Annotated, Literal

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


Loss = Literal["squared_error", "huber", "binary_cross_entropy", "softmax_cross_entropy"]


ClassWeights = Literal["none", "balanced"]


class _Schedule(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True, kw_only=True):
    pass


class Constant(_Schedule, frozen=True, tag="constant"):
    """The same rate throughout."""


class Exponential(_Schedule, frozen=True, tag="exponential"):
    """The rate shrinks by the same factor each epoch."""

    decay: Annotated[
        float,
        setting("Factor per epoch", "Each epoch multiplies the learning rate by this.", live=True, gt=0, le=1),
    ] = 0.999


class Step(_Schedule, frozen=True, tag="step"):
    """The rate drops by a factor every so many epochs."""

    every: Annotated[
        int, setting("Drops every", "Epochs between drops of the learning rate.", live=True, ge=1, le=10_000_000)
    ] = 1000
    factor: Annotated[
        float, setting("Drop factor", "Each drop multiplies the learning rate by this.", live=True, gt=0, le=1)
    ] = 0.5


class Cosine(_Schedule, frozen=True, tag="cosine"):
    """Half a cosine wave from the full rate down to a smaller one."""

    minimum: Annotated[float, setting("Ends at", "The learning rate at the last epoch.", live=True, ge=0, le=1e6)] = 0.0


class Warmup(_Schedule, frozen=True, tag="warmup"):
    """The rate climbs evenly to its full value."""

    epochs: Annotated[
        int, setting("Climbs for", "Epochs until the learning rate has its full value.", live=True, ge=1, le=10_000_000)
    ] = 100


Schedule = Constant | Exponential | Step | Cosine | Warmup


class Stop(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """When to stop before the last epoch."""

    target_loss: (
        Annotated[
            float,
            setting("Target loss", "Stop once the training loss is this low.", live=True, suggested=0.1, ge=0, le=1e9),
        ]
        | None
    ) = None
    target_accuracy: (
        Annotated[
            float,
            setting(
                "Target accuracy",
                "Stop once the training accuracy is this high.",
                live=True,
                unit="%",
                suggested=0.95,
                ge=0,
                le=1,
            ),
        ]
        | None
    ) = None
    patience: (
        Annotated[
            int,
            setting(
                "Patience",
                "Stop after so many epochs without a better validation loss.",
                live=True,
                suggested=50,
                ge=1,
                le=10_000_000,
            ),
        ]
        | None
    ) = None


class Training(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How the network learns."""

    loss: Annotated[Loss, setting("Loss", "What training makes small.")] = "binary_cross_entropy"
    class_weights: Annotated[
        ClassWeights,
        setting("Class weights", "Balanced: each class counts alike in the loss, however few samples it has."),
    ] = "none"
    optimizer: Annotated[Optimizer, setting("Optimizer", "The rule that turns gradients into steps.", live=True)] = (
        Sgd()
    )
    schedule: Annotated[
        Schedule, setting("Schedule", "How the learning rate changes from epoch to epoch.", live=True)
    ] = Constant()
    l1: Annotated[
        float,
        setting(
            "L1",
            "Pulls every weight towards zero by the same amount, and to exactly zero.",
            live=True,
            ge=0,
            le=1000,
            scale="log",
            slider=(1e-5, 1),
        ),
    ] = 0.0
    l2: Annotated[
        float,
        setting(
            "L2",
            "Pulls every weight towards zero in proportion to its size.",
            live=True,
            ge=0,
            le=1000,
            scale="log",
            slider=(1e-5, 1),
        ),
    ] = 0.0
    gradient_clip: (
        Annotated[
            float,
            setting(
                "Gradient clip",
                "The longest the whole gradient may be; a longer one is shortened.",
                live=True,
                suggested=1.0,
                gt=0,
                le=1e9,
                scale="log",
                slider=(0.01, 100),
            ),
        ]
        | None
    ) = None
    batch_size: (
        Annotated[
            int,
            setting(
                "Batch",
                "Samples per step; all of them is full-batch descent.",
                live=True,
                ge=1,
                le=10_000_000,
                scale="log",
            ),
        ]
        | None
    ) = None
    epochs: Annotated[int, setting("Epochs", "Passes over the training samples.", live=True, ge=1, le=10_000_000)] = (
        1000
    )
    stop: Annotated[Stop, setting("Stop", "When to stop before the last epoch.", live=True)] = Stop()
    precision: Annotated[Literal["float64", "float32"], setting("Precision", "Bits of every number in the engine.")] = (
        "float64"
    )
    huber_delta: Annotated[float, setting("Huber delta", "Errors beyond this count linearly.", gt=0, le=1000)] = 1.0
    batch_norm_learning_rate: (
        Annotated[
            float,
            setting(
                "Batch norm rate",
                "A learning rate of its own for batch norm's gamma and beta.",
                live=True,
                suggested=0.1,
                gt=0,
                le=1e6,
            ),
        ]
        | None
    ) = None
    batch_norm_momentum: (
        Annotated[
            float,
            setting(
                "Batch norm momentum",
                "A momentum of its own for batch norm's gamma and beta.",
                live=True,
                suggested=0.9,
                ge=0,
                lt=1,
            ),
        ]
        | None
    ) = None
