"""What was done, as far as the program knows: the data and its parts, the network, the training, each in a line."""

from collections.abc import Iterator, Sequence
from pathlib import PurePath

import msgspec

from playground.data import Dataset
from playground.engine import ALL_ACTIVATIONS
from playground.experiment import Digits, Experiment, File, ImageFiles, Painted, lab_of
from playground.experiment.message import Message, say
from playground.experiment.network import Initializer, Layer, Output
from playground.experiment.sources import Drawn
from playground.experiment.training import Constant
from playground.export.description import Description
from playground.export.report.words import Words
from playground.training import Run

_MOST_NAMES = 12
Row = tuple[str, str]
"""What a line is about, and what it says."""


def title_of(experiment: Experiment, words: Words) -> str:
    """The heading: a lab's title and question, the data's name, or that of the experiment."""
    lab = lab_of(experiment)
    if lab is not None:
        return words("{title}: {question}", title=words(lab.title), question=words(lab.question))
    source = experiment.data.source
    if isinstance(source, File | ImageFiles):
        return PurePath(source.path).stem or words(source.title)
    return words(source.title)


def summary_of(run: Run, words: Words) -> str:
    """Tell what is done, in one sentence."""
    experiment, dataset = run.experiment, run.dataset
    shape = "-".join(map(str, [dataset.inputs, *(layer.units for layer in run.network.layers)]))
    learned = words.count(len(dataset.train), "{count} sample", "{count:,} samples")
    others = [
        words.count(
            len(part),
            {"validation": "{count} sample for validation", "test": "{count} sample for testing"}[name],
            {"validation": "{count:,} samples for validation", "test": "{count:,} samples for testing"}[name],
        )
        for name, part in dataset.parts.items()
        if name != "train"
    ]
    optimizer = words.kind("optimizer", experiment.training.optimizer)
    if not others:
        return words(
            "A network {shape} is trained on {samples} by {optimizer}.",
            shape=shape,
            samples=learned,
            optimizer=optimizer,
        )
    return words(
        "A network {shape} is trained on {samples} by {optimizer}, with {others}.",
        shape=shape,
        samples=learned,
        optimizer=optimizer,
        others=words.all_of(others),
    )


def content_rows(run: Run, described: Description, words: Words) -> list[Row]:
    """The table of the content."""
    rows = [(words("Data"), words.series(list(_data(run, words))))]
    rows.append((words("Parts"), words.series(list(_parts(run.dataset, run.experiment, words)))))
    if run.dataset.classifies:
        rows.append((words("Classes"), _names(run.dataset.classes, words)))
    rows.append((words("Inputs"), words.series(list(_inputs(run, described, words)))))
    rows.append((words("Network"), words.series(list(_network(run, words)))))
    rows.append((words("First weights"), words.series(list(_first_weights(run.experiment, words)))))
    rows.append((words("Training"), words.series(list(_training(run, words)))))
    return rows


def _names(names: Sequence[str], words: Words) -> str:
    told = words.listed([class_title(name, words) for name in names[:_MOST_NAMES]])
    if len(names) <= _MOST_NAMES:
        return told
    return words("{names} and {count:,} more", names=told, count=len(names) - _MOST_NAMES)


def class_title(name: str, words: Words) -> str:
    """A class as it is called; a bare number is no name."""
    return words("class {name}", name=name) if name.lstrip("+-").isdigit() else name


def _data(run: Run, words: Words) -> Iterator[str]:
    source = run.experiment.data.source
    if isinstance(source, File):
        yield words("a table of one's own, {file}", file=PurePath(source.path).name)
        yield words("what is told is {target}", target=source.target or words("the column found"))
    elif isinstance(source, ImageFiles):
        yield words("labelled images, {file}", file=PurePath(source.path).name)
    else:
        what = words((source.__doc__ or "").partition("\n")[0]).rstrip(".。")
        title = words(source.title)
        is_plain = isinstance(source, Painted)  # What it says is of the points that it begins with.
        yield title if is_plain else words("{title}: {what}", title=title, what=what[:1].lower() + what[1:])
    if isinstance(source, Drawn):
        yield words("{count:,} drawn points", count=source.samples)
        yield words("noise {noise:g}", noise=source.noise)
    if isinstance(source, Digits | ImageFiles) and run.dataset.image_shape is not None:
        height, width = run.dataset.image_shape
        yield words("{height} × {width} pixels", height=height, width=width)
    if not isinstance(source, Painted):
        yield words("seed {seed}", seed=source.seed)


def _parts(dataset: Dataset, experiment: Experiment, words: Words) -> Iterator[str]:
    source = experiment.data.source
    fresh = {
        "validation": isinstance(source, Drawn) and source.fresh_validation > 0,
        "test": isinstance(source, Drawn) and source.fresh_test > 0,
    }
    for name, part in dataset.parts.items():
        if name == "train":
            yield words("training: {count:,}", count=len(part))
        elif name == "validation":
            yield words("validation: {count:,}", count=len(part))
        else:
            yield words("test: {count:,}", count=len(part))
    if any(fresh.values()):
        names = [words({"validation": "validation", "test": "test"}[name]) for name, is_so in fresh.items() if is_so]
        yield words("drawn anew from the same source: {names}", names=words.all_of(names))
    split = experiment.data.split
    if split.validates or split.test:
        if split.by == "random":
            dealt = words("dealt at random, each class over all parts")
            yield dealt if dataset.classifies else words("dealt at random")
        elif split.by == "group":
            yield words("rows that agree in {column} stay together", column=split.column)
        else:
            yield words("dealt in order: the first teach, the last test")
    if split.folds:
        yield words("fold {number} of {count} validates", number=split.chosen_fold + 1, count=split.folds)


def _inputs(run: Run, described: Description, words: Words) -> Iterator[str]:
    names = [each.name for each in described.facts.inputs]
    if run.dataset.image_shape is not None:
        yield words("{count:,} pixels", count=len(names))
    else:
        shown = words.listed(names[:_MOST_NAMES])
        if len(names) > _MOST_NAMES:
            shown = words("{names} and {count:,} more", names=shown, count=len(names) - _MOST_NAMES)
        yield shown
    kind = run.experiment.data.preprocessing
    yield {
        "none": lambda: words("taken as they are"),
        "standardize": lambda: words("standardized, as fitted to the training part"),
        "pca_whitening": lambda: words("whitened, as fitted to the training part"),
    }[kind if run.dataset.preparation.mean is not None else "none"]()


def _network(run: Run, words: Words) -> Iterator[str]:
    layers = run.network.layers
    yield words.count(run.dataset.inputs, "{count} input", "{count:,} inputs")
    for layer in layers[:-1]:
        told = _neurons(layer.units, layer.activation, words)
        extras = [
            *([words("batch normalization")] if layer.batch_norm else []),
            *([words("dropout {share:g}", share=layer.dropout)] if layer.dropout else []),
            *([words("frozen")] if layer.frozen else []),
        ]
        yield words("{neurons} with {extras}", neurons=told, extras=words.all_of(extras)) if extras else told
    output = layers[-1]
    told = words.count(
        output.units,
        "{count} {activation} output",
        "{count:,} {activation} outputs",
        activation=activation_title(output.activation, words),
    )
    if output.batch_norm:
        told = words("{neurons} with {extras}", neurons=told, extras=words("batch normalization"))
    yield told
    yield words.count(int(run.network.values.size), "{count} parameter", "{count:,} parameters in all")


def _neurons(units: int, activation: str, words: Words) -> str:
    return words.count(
        units,
        "{count} {activation} neuron",
        "{count:,} {activation} neurons",
        activation=activation_title(activation, words),
    )


def activation_title(name: str, words: Words) -> str:
    """Tell what an activation is called."""
    return words(ALL_ACTIVATIONS[name].title)


def _first_weights(experiment: Experiment, words: Words) -> Iterator[str]:
    settings: list[Layer | Output] = [*experiment.network.layers, experiment.network.output]
    weights = dict.fromkeys(words(_drawn(each.initializer)) for each in settings)
    if len(weights) == 1:
        yield words("weights {drawn}", drawn=next(iter(weights)))
    else:
        told = [words(_drawn(each.initializer)) for each in settings]
        yield words("weights, layer by layer: {drawn}", drawn=words.listed(told))
    biases = dict.fromkeys(words(_drawn(each.bias_initializer)) for each in settings if not each.batch_norm)
    if biases:
        yield words("biases {drawn}", drawn=words.listed(list(biases)))
    yield words("seed {seed}", seed=experiment.seed)


def _drawn(initializer: Initializer) -> Message:
    """Tell how first values are drawn."""
    told = msgspec.to_builtins(initializer)
    scale = told.get("scale", 1.0)
    plain = {
        "normal": lambda: say("from N(0, {std:g}²)", std=told["std"]),
        "uniform": lambda: say("uniform from −{limit:g} to {limit:g}", limit=told["limit"]),
        "constant": lambda: say("all {value:g}", value=told["value"]),
        "zeros": lambda: say("all 0"),
        "xavier_normal": lambda: say("from Xavier's normal, N(0, 2 / (fan_in + fan_out))"),
        "xavier_uniform": lambda: say("from Xavier's uniform, of variance 2 / (fan_in + fan_out)"),
        "he_normal": lambda: say("from He's normal, N(0, 2 / fan_in)"),
        "he_uniform": lambda: say("from He's uniform, of variance 2 / fan_in"),
    }[told["kind"]]()
    return plain if scale in (1.0, None) else say("{drawn}, times {scale:g}", drawn=plain, scale=scale)


def _training(run: Run, words: Words) -> Iterator[str]:
    training, samples = run.experiment.training, len(run.dataset.train)
    yield words.kind("optimizer", training.optimizer)
    yield words("learning rate {rate:g}", rate=training.optimizer.learning_rate)
    if training.schedule != Constant():
        yield words("schedule: {name}", name=words.kind("schedule", training.schedule))
    size = training.batch_size
    if size is None or size >= samples:
        yield words("full batch")
    else:
        yield words("batches of {size:,}", size=size)
    yield words.count(run.epochs_done, "{count} epoch", "{count:,} epochs")
    yield words.choice("loss", training.loss)
    extras = {
        words("L1 {value:g}", value=training.l1): training.l1 > 0,
        words("L2 {value:g}", value=training.l2): training.l2 > 0,
        words("gradient at most {value:g} long", value=training.gradient_clip or 0): training.gradient_clip is not None,
        words("balanced class weights"): training.class_weights == "balanced",
        words("single precision"): training.precision == "float32",
    }
    yield from (text for text, is_so in extras.items() if is_so)
    stop = training.stop
    if stop.target_loss is not None:
        yield words("stops at a training loss of {value:g}", value=stop.target_loss)
    if stop.target_accuracy is not None:
        yield words("stops at a training accuracy of {value:.4g} %", value=100 * stop.target_accuracy)
    if stop.patience is not None:
        yield words.count(
            stop.patience,
            "stops after {count} epoch without a better validation loss",
            "stops after {count:,} epochs without a better validation loss",
        )
