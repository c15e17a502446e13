"""The principle of one very network: how it answers, what it is out to make small, and how it learns, as formulas.

Samples are rows, as in the engine: `z = a W + b`. Every formula is that of `playground.engine`, with this experiment's
numbers put in. It is made of *blocks*: a sentence, and formulas below it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from playground.engine import balanced_weights
from playground.engine.layers import NORM_EPSILON
from playground.experiment import Experiment
from playground.experiment.numbers import MINUS, term_text
from playground.experiment.training import Cosine, Exponential, Step, Warmup
from playground.export.report.content import class_title
from playground.export.report.words import Words
from playground.training import Run

MOST_PUT_IN = 160
"""So many parameters at most are put into formulas, of layers with at most so many units as fit a line."""
_WIDEST = 10
_FEW_INPUTS = 6

ACTIVATIONS = {
    "tanh": (r"\tanh(z) = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}", r"\tanh'(z) = 1 - \tanh^{2}(z)"),
    "sigmoid": (r"\sigma(z) = \frac{1}{1 + e^{-z}}", r"\sigma'(z) = \sigma(z) (1 - \sigma(z))"),
    "relu": (r"\ReLU(z) = \max(0, z)", r"\ReLU'(z) = \cases{1 & z > 0 \\ 0 & z \le 0}"),
    "linear": ("", ""),
    "leaky_relu": (r"\LReLU(z) = \max(0.01 z, z)", r"\LReLU'(z) = \cases{1 & z > 0 \\ 0.01 & z \le 0}"),
    "elu": (
        r"\ELU(z) = \cases{z & z > 0 \\ e^{z} - 1 & z \le 0}",
        r"\ELU'(z) = \cases{1 & z > 0 \\ e^{z} & z \le 0}",
    ),
    "softplus": (r"\softplus(z) = \log(1 + e^{z})", r"\softplus'(z) = \frac{1}{1 + e^{-z}}"),
    "silu": (
        r"\SiLU(z) = z \sigma(z), \quad \sigma(z) = \frac{1}{1 + e^{-z}}",
        r"\SiLU'(z) = \sigma(z) (1 + z - z \sigma(z))",
    ),
    "gelu": (
        r"\GELU(z) = z \Phi(z), \quad \Phi(z) = \frac{1}{2} (1 + \erf(\frac{z}{\sqrt{2}}))",
        r"\GELU'(z) = \Phi(z) + \frac{z}{\sqrt{2 \pi}} e^{-z^{2} / 2}",
    ),
    "sine": (r"\sin(z)", r"\sin'(z) = \cos(z)"),
    "step": (r"\step(z) = \cases{1 & z > 0 \\ 0 & z \le 0}", r"\step'(z) = 0"),
    "softmax": (
        r"\softmax(z)_{k} = \frac{e^{z_{k}}}{\sum_{j} e^{z_{j}}}",
        r"\frac{\partial \softmax(z)_{k}}{\partial z_{j}} = \softmax(z)_{k} (1_{k = j} - \softmax(z)_{j})",
    ),
}
"""What each activation is, and its slope; nothing for what leaves its input as it is."""
_CALLED = {
    "tanh": r"\tanh", "sigmoid": r"\sigma", "relu": r"\ReLU", "leaky_relu": r"\LReLU", "elu": r"\ELU",
    "softplus": r"\softplus", "silu": r"\SiLU", "gelu": r"\GELU", "sine": r"\sin", "step": r"\step",
    "softmax": r"\softmax",
}  # fmt: skip
_FEATURES = {
    "x1": "x_{1}", "x2": "x_{2}", "x1_squared": "x_{1}^{2}", "x2_squared": "x_{2}^{2}", "x1_x2": "x_{1} x_{2}",
    "sin_x1": r"\sin x_{1}", "sin_x2": r"\sin x_{2}", "cos_x1": r"\cos x_{1}", "cos_x2": r"\cos x_{2}",
}  # fmt: skip


@dataclass(frozen=True)
class Block:
    """A sentence and the formulas below it. boxed : whether they are this network's very numbers."""

    text: str
    formulas: tuple[str, ...]
    boxed: bool = False


def number(value: float) -> str:
    """A setting's value in a formula, exactly: 1.2, 0.0003, 10 to the power -5."""
    text = f"{value:.10g}" if abs(value) >= 1e-4 or value == 0 else f"{value:.10e}"
    mantissa, power, exponent = text.partition("e")
    if not power:
        return text
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    ten = f"10^{{{int(exponent)}}}"
    return ten if mantissa == "1" else rf"{mantissa} \cdot {ten}"


def principle(run: Run, words: Words, inputs: Sequence[str]) -> tuple[Block, ...]:
    """All blocks for a run's network. inputs : the names of the network's inputs, as people read them."""
    told = _Principle(run, words, inputs)
    return (*told.preparation(), *told.forwards(), *told.put_in(), *told.loss(), *told.backwards(), *told.step())


class _Principle:
    def __init__(self, run: Run, words: Words, inputs: Sequence[str]) -> None:
        self._run, self._words, self._inputs = run, words, inputs
        self._experiment: Experiment = run.experiment
        self._layers = run.network.layers
        self._last = len(self._layers)
        self._output = run.network.output_activation
        self._training = run.experiment.training

    # What the network is shown, and what it answers

    def preparation(self) -> Iterator[Block]:
        dataset, words = self._run.dataset, self._words
        prepared, kind = dataset.preparation, self._experiment.data.preprocessing
        if prepared.mean is not None and prepared.matrix is not None:
            if kind == "standardize":
                lines = [r"x = \frac{v - \mu}{\sigma}"]
                deviations = [1 / each if each else 0.0 for each in np.diag(prepared.matrix).tolist()]
                if len(prepared.mean) <= _FEW_INPUTS:
                    lines += [
                        rf"x_{{{k}}} = \frac{{v_{{{k}}} {_signed(-float(mean))}}}{{{_tex(deviation)}}}"
                        for k, (mean, deviation) in enumerate(zip(prepared.mean, deviations, strict=True), start=1)
                    ]
                text = words("Each input v is standardized by the mean and the deviation of the training part:")
            else:
                lines = [r"x = (v - \mu) M"]
                text = words(
                    "The inputs v are whitened: centred, turned to their principal axes and scaled by the spread along "
                    "them, all as fitted to the training part; M is that matrix:"
                )
            yield Block(text, tuple(lines))
        if not dataset.classifies and not dataset.target_scale.plain:
            scale = dataset.target_scale
            yield Block(
                words("The value v to be told is learned on the scale of y:"),
                (rf"y = \frac{{v {_signed(-scale.mean)}}}{{{_tex(scale.scale)}}}",),
            )

    def forwards(self) -> Iterator[Block]:
        words = self._words
        lines = [line for number, _ in enumerate(self._layers, start=1) for line in self._layer(number)]
        hidden = self._last - 1
        first = words(
            "Forwards: the inputs x of a sample are a row; each layer multiplies by its weights, adds its biases, and "
            "applies its activation."
        )
        if not hidden:
            first = words(
                "Forwards: the inputs x of a sample are a row; without a hidden layer the output follows from them at "
                "once."
            )
        yield Block(first, tuple(lines))
        if any(layer.batch_norm for layer in self._layers):
            yield Block(
                words(
                    "Batch normalization centres and scales the scores by the mean m and the variance s² of the batch, "
                    "and in place of a bias learns γ and β; in evaluation m and s² are running averages."
                ),
                (),
            )
        if any(layer.dropout for layer in self._layers):
            yield Block(
                words(
                    "Dropout multiplies by a mask r of zeros and ones, drawn for each sample while the network learns; "
                    "in evaluation it is left out."
                ),
                (),
            )
        kinds = dict.fromkeys(layer.activation for layer in self._layers)
        known = [ACTIVATIONS[kind] for kind in kinds]
        lines = [line for pair in known for line in pair if line and "=" in line]
        if lines:
            yield Block(words("The activations and their slopes:"), tuple(lines))

    def _layer(self, place: int) -> Iterator[str]:
        layer = self._layers[place - 1]
        below = "x" if place == 1 else self._given(place - 1)
        z, of = f"z^{{({place})}}", f"z^{{({place})}}"
        bias = "" if layer.batch_norm else f" + b^{{({place})}}"
        yield f"{z} = {below} W^{{({place})}}{bias}"
        if layer.batch_norm:
            of, normal = f"u^{{({place})}}", rf"\hat{{z}}^{{({place})}}"
            yield rf"{normal} = \frac{{{z} - m}}{{\sqrt{{s^{{2}} + {number(NORM_EPSILON)}}}}}"
            yield rf"{of} = \gamma^{{({place})}} \odot {normal} + \beta^{{({place})}}"
        yield f"{self._answer(place)} = {_applied(layer.activation, of)}"
        if layer.dropout:
            kept = number(round(1 - layer.dropout, 10))
            yield rf"\tilde{{a}}^{{({place})}} = \frac{{r \odot a^{{({place})}}}}{{{kept}}}"

    def _answer(self, place: int) -> str:
        """Tell what a layer gives out, before dropout."""
        if place < self._last:
            return f"a^{{({place})}}"
        return "p" if self._is_share else r"\hat{y}"

    def _given(self, place: int) -> str:
        """Tell what the layer above a hidden one is given."""
        return rf"\tilde{{a}}^{{({place})}}" if self._layers[place - 1].dropout else f"a^{{({place})}}"

    @property
    def _is_share(self) -> bool:
        return self._output in ("sigmoid", "softmax")

    # The very numbers

    def put_in(self) -> Iterator[Block]:
        """Each neuron with its weights as they are now, where there are few."""
        run = self._run
        sizes = [run.dataset.inputs, *(layer.units for layer in self._layers)]
        small = max(sizes) <= _WIDEST and run.network.values.size <= MOST_PUT_IN
        if not small or any(layer.batch_norm for layer in self._layers):
            return
        # From the vector that the network calculates with: what is muted is nought there.
        lines, arrays = [], {span.name: span.of(run.network.values) for span in run.network.spans}
        given = self._input_symbols()
        for place, layer in enumerate(self._layers, start=1):
            name = f"layer{place}" if place < self._last else "output"
            weight, bias = (np.asarray(arrays[f"{name}.{what}"], np.float64) for what in ("weight", "bias"))
            answers = [self._neuron(place, unit) for unit in range(layer.units)]
            if layer.activation == "softmax":
                scores = [f"z_{{{unit + 1}}}" for unit in range(layer.units)]
                lines += [f"{score} = {_sum(weight[:, k], bias[k], given)}" for k, score in enumerate(scores)]
                lines.append(r"p_{k} = \softmax(z)_{k}")
            else:
                lines += [
                    f"{answer} = {_applied(layer.activation, _sum(weight[:, k], bias[k], given))}"
                    for k, answer in enumerate(answers)
                ]
            given = answers
        words = self._words
        text = words("With the weights of epoch {epoch:,} put in, in three digits:", epoch=run.epochs_done)
        named = [(symbol, name) for symbol, name in zip(self._input_symbols(), self._inputs, strict=True)]
        if any(symbol == f"x_{{{k}}}" and name != f"x{k}" for k, (symbol, name) in enumerate(named, start=1)):
            what = words.series([f"x{k}: {name}" for k, (_, name) in enumerate(named, start=1)])
            text = f"{text} ({what})"
        yield Block(text, tuple(lines), boxed=True)

    def _neuron(self, place: int, unit: int) -> str:
        several = self._layers[place - 1].units > 1
        index = f"_{{{unit + 1}}}" if several else ""
        if place == self._last:
            return ("p" if self._is_share else r"\hat{y}") + index
        above = f"^{{({place})}}" if self._last > 2 else ""
        return f"a{index or '_{1}'}{above}"

    def _input_symbols(self) -> list[str]:
        preparation = self._run.dataset.preparation
        if preparation.mean is None and set(preparation.features) <= _FEATURES.keys():
            return [_FEATURES[name] for name in preparation.features]
        return [f"x_{{{k}}}" for k in range(1, len(preparation.features) + 1)]

    # The loss

    @property
    def _batch(self) -> str:
        """Over how many samples a step averages: all, or the n of a batch."""
        size, samples = self._training.batch_size, len(self._run.dataset.train)
        return str(samples) if size is None or size >= samples else "n"

    def loss(self) -> Iterator[Block]:
        words, training, outputs = self._words, self._training, self._layers[-1].units
        n, many = self._batch, outputs > 1
        share = rf"\frac{{1}}{{{n}}} \sum_{{i = 1}}^{{{n}}}"
        weight = "w_{c_{i}} " if training.class_weights == "balanced" else ""
        over = rf" \sum_{{k = 1}}^{{{outputs}}}" if many else ""
        at = "ik" if many else "i"
        p, y = f"{'p' if self._is_share else chr(92) + 'hat{y}'}_{{{at}}}", f"y_{{{at}}}"
        formula = {
            "binary_cross_entropy": rf"L = - {share} {weight}{over} [ {y} \log {p} + (1 - {y}) \log (1 - {p}) ]",
            "softmax_cross_entropy": rf"L = - {share} {weight}{over} {y} \log {p}",
            "squared_error": rf"L = {share} {weight}{over} \frac{{1}}{{2}} ({p} - {y})^{{2}}",
            "huber": rf"L = {share} {weight}{over} h({p} - {y})",
        }[training.loss]
        lines = [formula]
        if training.loss == "huber":
            d = number(training.huber_delta)
            half = number(training.huber_delta / 2)
            lines.append(rf"h(d) = \cases{{\frac{{1}}{{2}} d^{{2}} & |d| \le {d} \\ {d} (|d| - {half}) & |d| > {d}}}")
        name = words.choice("loss", training.loss)
        text = words("The loss that training makes small is {loss}:", loss=name)
        if n == "n":
            size = self._training.batch_size
            text = words(
                "The loss that training makes small is {loss}, over the n samples of a batch, {size:,} or fewer:",
                loss=name,
                size=size,
            )
        yield Block(text, tuple(lines))
        yield from self._targets()
        yield from self._class_weights()
        if training.l1 or training.l2:
            parts = [
                *([rf"{number(training.l1)} \sum | w |"] if training.l1 else []),
                *([rf"\frac{{{number(training.l2)}}}{{2}} \sum w^{{2}}"] if training.l2 else []),
            ]
            yield Block(
                words("A penalty on the size of all weights w, biases left out, is added:"),
                ("J = L + " + " + ".join(parts),),
            )

    def _targets(self) -> Iterator[Block]:
        words, dataset = self._words, self._run.dataset
        if not dataset.classifies:
            return
        if self._layers[-1].units > 1:
            low = "−1" if self._output == "tanh" else "0"
            yield Block(words("y is 1 for the sample's own class and {low} for the others.", low=low), ())
            return
        first, second = (class_title(name, words) for name in dataset.classes)
        low = "−1" if self._output == "tanh" else "0"
        yield Block(
            words("y is {low} for {first} and 1 for {second}.", low=low, first=first, second=second),
            (),
        )

    def _class_weights(self) -> Iterator[Block]:
        labels = self._run.dataset.train.labels
        if self._training.class_weights != "balanced" or labels is None:
            return
        classes = self._run.dataset.classes
        weights = balanced_weights(labels, len(classes))
        titles = [class_title(name, self._words) for name in classes]
        told = [f"{title}: {_term(float(weight))}" for title, weight in zip(titles, weights, strict=True)]
        yield Block(
            self._words(
                "Each sample counts by the weight w of its class, so that all classes count alike: {weights}.",
                weights=self._words.series(told),
            ),
            (),
        )

    # Back

    def backwards(self) -> Iterator[Block]:
        words, n = self._words, self._batch
        lines = list(self._output_error(n))
        for place in range(self._last - 1, 0, -1):
            lines += self._hidden_error(place)
        yield Block(
            words("Backwards: the chain rule gives each layer the derivative δ of the loss by its scores."),
            tuple(lines),
        )
        below = r"\bar{a}^{(l) \T}"
        lines = [
            rf"\frac{{\partial {self._goal}}}{{\partial W^{{(l)}}}} = {below} \delta^{{(l)}}"
            + (rf" + {number(self._training.l2)} W^{{(l)}}" if self._training.l2 else "")
            + (rf" + {number(self._training.l1)} \sign(W^{{(l)}})" if self._training.l1 else "")
        ]
        if not all(layer.batch_norm for layer in self._layers):
            lines.append(r"\frac{\partial L}{\partial b^{(l)}} = \sum_{i} \delta_{i}^{(l)}")
        if any(layer.batch_norm for layer in self._layers):
            lines += [
                r"\frac{\partial L}{\partial \gamma^{(l)}} = \sum_{i} \delta_{u, i}^{(l)} \odot \hat{z}_{i}^{(l)}",
                r"\frac{\partial L}{\partial \beta^{(l)}} = \sum_{i} \delta_{u, i}^{(l)}",
            ]
        yield Block(
            words("The gradients of layer l, whose inputs over the batch are the rows of ā, sum over its samples i:"),
            tuple(lines),
        )
        frozen = [str(place) for place, layer in enumerate(self._layers, start=1) if layer.frozen]
        if frozen:
            yield Block(words("Frozen, and left as they are: layer {layers}.", layers=", ".join(frozen)), ())

    @property
    def _goal(self) -> str:
        return "J" if self._training.l1 or self._training.l2 else "L"

    def _output_error(self, n: str) -> Iterator[str]:
        place, layer = self._last, self._layers[-1]
        answer = self._answer(place)
        weight = "w_{c} " if self._training.class_weights == "balanced" else ""
        difference = f"({answer} - y)"
        if self._training.loss == "huber":
            delta = number(self._training.huber_delta)
            difference = rf"\clip(\, {answer} - y, - {delta}, {delta})"
        name = rf"\delta_{{u}}^{{({place})}}" if layer.batch_norm else rf"\delta^{{({place})}}"
        of = f"u^{{({place})}}" if layer.batch_norm else f"z^{{({place})}}"
        by_scores = self._training.loss.endswith("cross_entropy")
        slope = "" if by_scores or layer.activation == "linear" else rf" \odot {_slope(layer.activation, of)}"
        yield rf"{name} = \frac{{1}}{{{n}}} {weight}{difference}{slope}"
        if layer.batch_norm:
            yield _through_norm(place, self._batch)

    def _hidden_error(self, place: int) -> Iterator[str]:
        layer = self._layers[place - 1]
        of = f"u^{{({place})}}" if layer.batch_norm else f"z^{{({place})}}"
        name = rf"\delta_{{u}}^{{({place})}}" if layer.batch_norm else rf"\delta^{{({place})}}"
        mask = rf"\frac{{r^{{({place})}}}}{{{number(round(1 - layer.dropout, 10))}}} \odot " if layer.dropout else ""
        slope = "" if layer.activation == "linear" else rf" \odot {_slope(layer.activation, of)}"
        yield rf"{name} = {mask}( \delta^{{({place + 1})}} W^{{({place + 1}) \T}} ){slope}"
        if layer.batch_norm:
            yield _through_norm(place, self._batch)

    # The step

    def step(self) -> Iterator[Block]:
        words, training = self._words, self._training
        if training.gradient_clip is not None:
            yield Block(
                words("A gradient g that is longer than allowed is shortened:"),
                (rf"g \leftarrow g \cdot \min(1, \frac{{{number(training.gradient_clip)}}}{{\Vert g \Vert}})",),
            )
        if training.l1:
            yield Block(
                words(
                    "A weight that a step of L1 carries through zero stays at zero, and leaves it only where the "
                    "gradient is larger than the pull."
                ),
                (),
            )
        name = words.kind("optimizer", training.optimizer)
        text = words("The step of every weight and bias θ with its gradient g, by {optimizer}:", optimizer=name)
        yield Block(text, tuple(self._update()))
        schedule = self._schedule()
        if schedule:
            yield Block(words("The rate η in epoch e, counted from 0:"), (schedule,))
        own = {"rate": training.batch_norm_learning_rate, "momentum": training.batch_norm_momentum}
        if any(layer.batch_norm for layer in self._layers):
            if own["rate"] is not None:
                yield Block(words("γ and β have a rate of their own: {rate:g}.", rate=own["rate"]), ())
            if own["momentum"] is not None:
                yield Block(words("γ and β have a momentum of their own: {momentum:g}.", momentum=own["momentum"]), ())

    def _update(self) -> Iterator[str]:
        optimizer = self._training.optimizer
        kind = str(optimizer.__struct_config__.tag)
        s = {name: number(value) for name, value in msgspec.to_builtins(optimizer).items() if name != "kind"}
        rate = r"\eta" if self._schedule() else s["learning_rate"]

        def rest(name: str) -> str:
            return number(round(1 - float(getattr(optimizer, name)), 12))

        if kind == "sgd":
            yield rf"\theta \leftarrow \theta - {rate} g"
        elif kind in ("momentum", "nesterov"):
            yield rf"v \leftarrow {s['momentum']} v + g"
            moved = "v" if kind == "momentum" else rf"(g + {s['momentum']} v)"
            yield rf"\theta \leftarrow \theta - {rate} {moved}"
        elif kind in ("adagrad", "rmsprop"):
            yield (
                r"s \leftarrow s + g^{2}"
                if kind == "adagrad"
                else rf"s \leftarrow {s['decay']} s + {rest('decay')} g^{{2}}"
            )
            yield rf"\theta \leftarrow \theta - {rate} \frac{{g}}{{\sqrt{{s}} + {s['epsilon']}}}"
        else:
            if kind == "adamw":
                yield rf"\theta \leftarrow \theta (1 - {rate} \cdot {s['weight_decay']})"
            yield rf"m \leftarrow {s['beta1']} m + {rest('beta1')} g"
            yield rf"v \leftarrow {s['beta2']} v + {rest('beta2')} g^{{2}}"
            yield (
                rf"\theta \leftarrow \theta - {rate} \frac{{m / (1 - {s['beta1']}^{{t}})}}"
                rf"{{\sqrt{{v / (1 - {s['beta2']}^{{t}})}} + {s['epsilon']}}} "
                rf"\quad (t = 1, 2, \dots)"
            )

    def _schedule(self) -> str:
        """The formula of the rate; empty where it stays the same."""
        schedule, base = self._training.schedule, number(self._training.optimizer.learning_rate)
        if isinstance(schedule, Exponential):
            return rf"\eta = {base} \cdot {number(schedule.decay)}^{{e}}"
        if isinstance(schedule, Step):
            floor = rf"\text{{⌊}} e / {schedule.every} \text{{⌋}}"
            return rf"\eta = {base} \cdot {number(schedule.factor)}^{{k}}, \quad k = {floor}"
        if isinstance(schedule, Cosine):
            least, share = number(schedule.minimum), rf"\min(1, e / {self._training.epochs})"
            return rf"\eta = {least} + \frac{{1}}{{2}} ({base} - {least}) (1 + \cos(\pi {share}))"
        if isinstance(schedule, Warmup):
            return rf"\eta = {base} \cdot \min(1, \frac{{e + 1}}{{{schedule.epochs}}})"
        return ""


def _applied(activation: str, of: str) -> str:
    return of if activation == "linear" else f"{_CALLED[activation]}({of})"


def _slope(activation: str, of: str) -> str:
    return f"{_CALLED[activation]}'({of})"


def _through_norm(place: int, n: str) -> str:
    """Back through batch normalization, whose mean and variance depend on every sample."""
    at = f"^{{({place})}}"
    return (
        rf"\delta{at} = \frac{{\gamma{at}}}{{\sqrt{{s^{{2}} + {number(NORM_EPSILON)}}}}} \odot "
        rf"( \delta_{{u}}{at} - \bar{{\delta}}_{{u}}{at} - \hat{{z}}{at} \odot "
        rf"\frac{{1}}{{{n}}} \sum_{{i}} \delta_{{u, i}}{at} \odot \hat{{z}}_{{i}}{at} )"
    )


def _sum(weights: NDArray[np.float64], bias: float, given: Sequence[str]) -> str:
    """Weights times what they are given, and the bias: 1.476 x₁ − 0.0024 x₂ + 0.5."""
    terms = [f"{_term(float(weight))} {symbol}" for weight, symbol in zip(weights, given, strict=True)]
    text = terms[0]
    for term in [*terms[1:], _term(float(bias))]:
        text += f" {term}" if term.startswith("-") else f" + {term}"
    return text


def _term(value: float) -> str:
    """Three digits, as the program writes the terms of a formula."""
    text = term_text(value).replace(MINUS, "-")
    mantissa, power, exponent = text.partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if power else text


def _tex(value: float) -> str:
    return _term(value)


def _signed(value: float) -> str:
    text = _term(value)
    return text if text.startswith("-") else f"+ {text}"
