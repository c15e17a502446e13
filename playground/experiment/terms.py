"""The words on the screen, each explained once, as it is meant in this program."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A word of the field.

    name : as the screen writes it. meaning : one or two sentences, in English, the key of a catalogue.
    seen : where it is met in the window. formula : empty where there is none. related : names of other terms.
    also : other words that it is searched by.
    """

    name: str
    meaning: str
    seen: str
    formula: str = ""
    related: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


TERMS = (
    Term(
        "Accuracy",
        "The share of samples whose class the network names rightly. Regression has none.",
        "the curves; the confusion matrix; Compare",
        "accuracy = right / all",
        ("Base rate", "Confusion matrix", "Decision boundary", "Loss"),
    ),
    Term(
        "Activation function",
        "What a neuron makes of its weighted sum. Without a bent one, all layers together are one linear map.",
        "a layer's card; the heads of the network",
        "ReLU: max(0, z);  sigmoid: 1 / (1 + exp(−z));  tanh: tanh z",
        ("Neuron", "Dead neuron", "Saturated neuron", "Softmax"),
        ("ReLU", "sigmoid", "tanh"),
    ),
    Term(
        "Adam",
        "An optimizer with momentum that divides each parameter's move by the size of its recent gradients.",
        "Training > Optimizer",
        "m ← β₁m + (1 − β₁)g,  v ← β₂v + (1 − β₂)g²\nw ← w − rate · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε)",
        ("Optimizer", "Momentum", "Learning rate"),
        ("AdamW",),
    ),
    Term(
        "Back-propagation",
        "Finds the gradient by the chain rule, from the loss backwards, layer by layer.",
        "One sample as a graph; a click on a sample",
        "dL/da of a layer = Wᵀ of the next layer · dL/dz of the next layer",
        ("Gradient", "Gradient check", "Loss"),
    ),
    Term(
        "Base rate",
        "What knowing nothing scores: the accuracy of always naming the most common training class, and the loss of "
        "the best constant answer.",
        "the marks in the plots of loss and accuracy",
        "",
        ("Accuracy", "Loss"),
    ),
    Term(
        "Batch normalization",
        "Brings each score of a layer to mean 0 and variance 1 over the minibatch, then scales it by gamma and shifts "
        "it by beta, two parameters that are learned. Evaluation uses running averages.",
        "a layer's card; the update ratios of gamma and beta",
        "u = γ (z − mean) / √(variance + ε) + β",
        ("Minibatch", "Standardization"),
        ("batch norm", "gamma", "beta"),
    ),
    Term(
        "Bias",
        "A number that is added to a neuron's weighted sum, whatever its inputs.",
        "the network: point at a neuron, click its bias",
        "z = w · x + b",
        ("Weight", "Neuron"),
    ),
    Term(
        "Confusion matrix",
        "How often the samples of each class were taken for each class. Rows are the true class.",
        "Answers",
        "",
        ("Accuracy", "Precision", "Recall"),
    ),
    Term(
        "Cross-entropy",
        "The loss for classes: small where the network gives the true class a probability near 1, and without limit "
        "where it is sure of a wrong one.",
        "Training > Loss",
        "L = −log p of the true class",
        ("Loss", "Softmax", "Squared error"),
        ("binary", "softmax cross-entropy"),
    ),
    Term(
        "Dead neuron",
        "A ReLU neuron that answers 0 to every sample. No gradient flows through it.",
        "the doctor's findings; Look inside the layers",
        "",
        ("Activation function", "Gradient"),
    ),
    Term(
        "Decision boundary",
        "Where the network changes from one class to another.",
        "Output",
        "",
        ("Accuracy", "Hidden space"),
    ),
    Term(
        "Dropout",
        "While training, silences each output of a layer with probability p, and lets the others grow so that their "
        "mean stays. Nothing is silenced when the network is evaluated.",
        "a layer's card",
        "kept output = a / (1 − p)",
        ("Overfitting", "Penalty"),
    ),
    Term(
        "Epoch",
        "One pass over the training samples.",
        "the run bar; the axis of all curves",
        "",
        ("Minibatch", "Step"),
    ),
    Term(
        "Gradient",
        "The slope of the loss in every weight and bias. It points to where the loss grows fastest; training goes the "
        "other way.",
        "Look inside the layers; One sample as a graph",
        "g = dL/dw",
        ("Back-propagation", "Gradient check", "Learning rate"),
        ("slope",),
    ),
    Term(
        "Gradient check",
        "Compares the gradient of back-propagation, entry by entry, with slopes of the loss that are measured.",
        "Check the gradient",
        "|a − n| ≤ 10⁻⁹ max(1, |loss|) + 10⁻⁵ (|a| + |n|)",
        ("Gradient", "Back-propagation"),
    ),
    Term(
        "Hidden layer",
        "Neurons between inputs and output. Their number decides how complicated a boundary can be.",
        "the network",
        "",
        ("Neuron", "Hidden space", "Parameter"),
        ("hidden layers", "hidden size", "width"),
    ),
    Term(
        "Hidden space",
        "What a hidden layer makes of the plane of the inputs: one axis for each of its neurons.",
        "Hidden space (H)",
        "",
        ("Hidden layer", "Decision boundary"),
    ),
    Term(
        "Huber loss",
        "A loss for values: squared near the target, straight beyond delta, so that outliers pull less.",
        "Training > Loss",
        "d²/2 where |d| ≤ δ, else δ(|d| − δ/2)",
        ("Loss", "Squared error"),
    ),
    Term(
        "Initialization",
        "How the first weights are drawn. Xavier and He choose their variance so that a signal keeps its size from "
        "layer to layer.",
        "a layer's card; the lab initialization",
        "He: variance 2 / inputs;  Xavier: variance 2 / (inputs + outputs)",
        ("Weight", "Seed"),
        ("weights start", "He", "Xavier", "Glorot"),
    ),
    Term(
        "Learning rate",
        "How far a step goes along the gradient. Too small is slow; too large makes the loss run away.",
        "Training; the plot of the learning rate",
        "w ← w − rate · g",
        ("Gradient", "Optimizer", "Schedule", "Update ratio"),
    ),
    Term(
        "Loss",
        "How wrong the answers are, as one number: the mean over the samples. Training makes it small.",
        "the curves; Training > Loss",
        "",
        ("Cross-entropy", "Squared error", "Huber loss", "Penalty", "Accuracy"),
        ("cost", "data loss"),
    ),
    Term(
        "Minibatch",
        "The samples of one step. Smaller ones make more steps in an epoch, and noisier ones.",
        "Training > Batch; Step one minibatch",
        "",
        ("Epoch", "Step"),
        ("batch", "batch size"),
    ),
    Term(
        "Momentum",
        "Lets steps gather speed, as a heavy ball rolling downhill; Nesterov's looks ahead.",
        "Training > Optimizer",
        "v ← momentum · v + g,  w ← w − rate · v",
        ("Optimizer", "Adam", "Gradient"),
        ("Nesterov", "velocity"),
    ),
    Term(
        "Neuron",
        "One output of a layer: a weighted sum of its inputs and a bias, put through the activation function.",
        "the network: each square shows a neuron's answer over the plane",
        "a = f(w · x + b)",
        ("Weight", "Bias", "Activation function", "Hidden layer"),
        ("unit",),
    ),
    Term(
        "Optimizer",
        "The rule that turns the gradient into a step of the weights.",
        "Training",
        "",
        ("Learning rate", "Momentum", "Adam"),
        ("SGD", "AdaGrad", "RMSProp"),
    ),
    Term(
        "Overfitting",
        "The network learns its training samples by heart: their loss falls on while that of validation rises.",
        "the curves; the doctor's findings",
        "",
        ("Validation part", "Penalty", "Dropout", "Patience"),
    ),
    Term(
        "Parameter",
        "A number that training changes: a weight, a bias, or gamma and beta of batch normalization.",
        "the network's heading; Compare",
        "",
        ("Weight", "Bias", "Batch normalization"),
    ),
    Term(
        "Patience",
        "Ends a run after so many epochs without a better validation loss; the best weights come back.",
        "Training > More",
        "",
        ("Validation part", "Overfitting"),
        ("early stopping",),
    ),
    Term(
        "Penalty",
        "An amount added to the loss for large weights, so that the network prefers simple functions. Biases are "
        "left out, and the curves show the loss without it.",
        "Training > L1, L2",
        "l1 · Σ|w| + l2/2 · Σw²",
        ("Weight", "Loss", "Overfitting"),
        ("L1", "L2", "regularization", "weight decay"),
    ),
    Term(
        "Precision",
        "Of the samples that were taken for a class, the share that is of it.",
        "the confusion matrix",
        "right / all answered so",
        ("Recall", "Confusion matrix"),
    ),
    Term(
        "R²",
        "The share of the values' variance that the network explains: 1 is perfect, 0 is no better than their mean.",
        "Answers; Compare, for regression",
        "1 − Σ(y − a)² / Σ(y − mean)²",
        ("RMSE", "Squared error"),
        ("R2", "regression"),
    ),
    Term(
        "Recall",
        "Of the samples of a class, the share that was found.",
        "the confusion matrix",
        "right / all of the class",
        ("Precision", "Confusion matrix"),
    ),
    Term(
        "RMSE",
        "The root of the mean squared error of values.",
        "Answers, for regression",
        "√(mean of (y − a)²)",
        ("R²", "Squared error"),
    ),
    Term(
        "Saturated neuron",
        "A tanh or sigmoid neuron whose answers lie near its ends, where its slope is almost 0 and learning slow.",
        "the doctor's findings; Look inside the layers",
        "",
        ("Activation function", "Gradient"),
    ),
    Term(
        "Schedule",
        "How the learning rate changes from epoch to epoch.",
        "Training > Schedule; the plot of the learning rate",
        "",
        ("Learning rate", "Epoch"),
    ),
    Term(
        "Seed",
        "The number from which chance is drawn. The same seed gives the same run again.",
        "New weights; the repeats of Compare",
        "",
        ("Initialization",),
        ("random", "repeat"),
    ),
    Term(
        "Softmax",
        "Turns the scores of all classes into probabilities that add up to 1.",
        "the output's card",
        "pₖ = exp(zₖ) / Σ exp(zⱼ)",
        ("Cross-entropy", "Activation function"),
    ),
    Term(
        "Squared error",
        "The loss for values: half the squared distance of the answer from the target.",
        "Training > Loss",
        "L = (a − y)² / 2",
        ("Loss", "Huber loss", "RMSE"),
    ),
    Term(
        "Standardization",
        "Each input minus its mean, divided by its standard deviation, both measured on the training part.",
        "Data > Prepare",
        "x ← (x − mean) / deviation",
        ("Whitening", "Training part"),
        ("prepare", "normalization", "preprocessing"),
    ),
    Term(
        "Step",
        "One move of all parameters, after one minibatch.",
        "Step one minibatch",
        "",
        ("Minibatch", "Epoch", "Learning rate"),
        ("iteration",),
    ),
    Term(
        "Test part",
        "Samples kept for the end: never learned from and never chosen by. Look once, when all is chosen.",
        "Data > Split; Show the test result",
        "",
        ("Training part", "Validation part"),
        ("test",),
    ),
    Term(
        "Training part",
        "The samples the network learns from.",
        "Data > Split",
        "",
        ("Validation part", "Test part"),
        ("train", "split"),
    ),
    Term(
        "Update ratio",
        "How much an epoch's last step changes a parameter's values, measured by their size.",
        "the plot of update ratios",
        "Σ|change| / Σ|value|",
        ("Learning rate", "Step"),
    ),
    Term(
        "Validation part",
        "Samples that are not learned from, by which settings are chosen and a run may be stopped.",
        "Data > Split; Compare",
        "",
        ("Training part", "Test part", "Patience", "Overfitting"),
        ("validation",),
    ),
    Term(
        "Weight",
        "How strongly an input counts in a neuron's sum. Links are as thick as their weights are large.",
        "the links of the network",
        "z = w · x + b",
        ("Bias", "Neuron", "Penalty"),
    ),
    Term(
        "Whitening",
        "Turns the inputs onto their principal axes and brings each to variance 1: they are uncorrelated afterwards.",
        "Data > Prepare",
        "x ← (x − mean) · axes / √(variance + 10⁻⁵)",
        ("Standardization",),
        ("PCA", "preprocessing"),
    ),
)
"""All of them, sorted by their names."""
_BY_NAME = {each.name: each for each in TERMS}


def term(name: str) -> Term:
    """Find a term by its name; KeyError where there is none."""
    return _BY_NAME[name]


def named(text: str) -> Term | None:
    """Find the term that a text on the screen is: its name or another word for it, in one or many; None of others."""
    word = text.strip().strip("…:").casefold()
    words = {word, word.removesuffix("s")}
    by_name = (each for each in TERMS if each.name.casefold() in words)
    by_other = (each for each in TERMS if words & {other.casefold() for other in each.also})
    return next(by_name, None) or next(by_other, None)


def matching(text: str) -> tuple[Term, ...]:
    """Find the terms with these words: those named so first, then those that tell of it. All of no words."""
    words = text.casefold().split()
    named = [each for each in TERMS if _has(words, " ".join((each.name, *each.also)))]
    telling = [each for each in TERMS if each not in named and _has(words, f"{each.name} {each.also} {each.meaning}")]
    return (*named, *telling)


def _has(words: list[str], text: str) -> bool:
    return all(word in text.casefold() for word in words)
