"""petals: a network of 2 inputs, 4 tanh, 1 sigmoid. It trains from its first weights, in the same order, to the same
losses.

predict(x) takes rows of x1, x2, as lists, an array or dicts by column, and gives probabilities (n, 2), a column a
class. classify(x) gives the likeliest classes.
Made by Neural Playground 0.1.0. It needs NumPy and nothing else.
"""

import os

# Several threads would add up in another order, and round otherwise. This must stand before NumPy is imported.
for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(name, "1")


import base64
import math
import sys
import zlib

import numpy as np

COLUMNS = ['x1', 'x2']
CLASSES = ['0', '1']

SEED = 3
EPOCHS = 3
PLANNED = 10000  # What a schedule of the rate counts by.
LEARNING_RATE = 1.2
BATCH_SIZE = None
L1, L2 = 0.0, 0.0
KIND = np.float64
ORDER = "F"  # In memory "F" keeps samples unit by unit, "C" sample by sample.
CHUNK = 65536  # So many samples are measured at once.
COUNT = 17
# The parameters in their vector, a block a layer; its last row is the bias, where the layer has one.
SHAPES = {'layer1': (3, 4), 'output': (5, 1)}


def unpacked(text, kind, *shape):
    """Numbers that are too many to be written out."""
    return np.frombuffer(zlib.decompress(base64.b64decode(text)), kind).reshape(shape)


train_x = np.array([
    [1.1597729675806967, 3.443486287931644],
    [0.03747683605019814, 0.8947831198132294],
    [0.7272492229210662, 3.210142877610722],
    [1.0119993511864778, 3.545511483082903],
    [-0.38995175788077135, -0.3566854024765853],
    [1.3521004737741034, 3.5840632588923524],
    [-3.1785037041149886, -0.7662901726216339],
    [-2.67550818772957, -1.7284006416013769],
    [-2.7943105145253857, -0.5469822083905274],
    [-2.035247297241464, -0.29257452661217587],
    [3.5839539239394305, -1.364296290618652],
    [-2.6330803299690597, -0.4696490463223981],
    [3.5482265059844016, -1.2361934766800655],
    [3.136169339777772, -1.6612502019152504],
    [-1.5269868274533533, 2.1576006516163524],
    [1.3649812780513793, -1.0867172351859848],
    [-1.8096731952149103, 2.9602156864970297],
    [-1.706456470149191, 2.942155506616434],
    [-0.4011501056293254, 2.238013110518551],
    [-0.15472567097700357, -1.6242980167996772],
    [-0.06598003160580115, 1.099086092081946],
    [-0.01068453779165812, 0.3059534192857561],
    [-0.3852590726933044, -2.4274477979112183],
    [0.32225484695156215, 0.3070653435441649],
    [-1.3367576336897293, -1.7752696690255851],
    [-1.081332519714941, -1.3591169404733185],
    [2.375925238661498, 1.5193517190747632],
    [0.061339126409138515, 0.0014027187228330474],
    [2.8728264367345253, 0.7478701488449111],
    [0.13618231207571627, -0.0012183710004385275],
    [-1.4028290175992517, 0.15458212446845934],
    [-2.0494993911040233, 0.2960902215332669],
    [-2.260196301066392, 0.34074847704632993],
    [-3.5379782419970933, 1.8082213744166862],
    [-1.5103680700482138, 1.1838143054460082],
    [1.8179929464578657, -2.7585545702596],
    [1.4541021343750011, -3.7711362248514626],
    [0.46747136847257253, -2.4926577779955803],
    [0.33179858742104335, -2.191247403078631],
    [0.29264802484070856, 2.1734315869814846],
])
train_y = np.array([
    0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0,
    1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0,
])
PARTS = {"train": (train_x, train_y)}


def cells_of(x):
    """Rows in any form as lists in the order of COLUMNS."""
    if hasattr(x, "to_dict"):
        x = x.to_dict("records")  # As a table of pandas gives its rows.
    for place, row in enumerate([x] if isinstance(x, dict) else x, 1):
        if isinstance(row, dict):
            lacking = [name for name in COLUMNS if name not in row]
            if lacking:
                raise ValueError(f"row {place}: there is no {lacking[0]!r}; give {', '.join(COLUMNS)}")
            row = [row[name] for name in COLUMNS]
        yield row


def numbers(x):
    """Rows as numbers, (n, 2)."""
    if not isinstance(x, np.ndarray):
        x = list(cells_of(x))
    x = np.atleast_2d(np.asarray(x, float))
    if x.shape[1] != len(COLUMNS):
        raise ValueError(f"a row has {x.shape[1]} numbers; give {', '.join(COLUMNS)}")
    return x


def prepared(x):
    """Numbers as the network is shown them: as they are."""
    return x


def targets(y):
    """Class numbers as the loss takes them, (n, 1)."""
    y = np.where(y[:, None] == 1, 1.0, 0.0)
    return np.array(y, KIND, order=ORDER)


def sigmoid(z):
    """1 / (1 + exp(-z)), as (1 + tanh(z / 2)) / 2, which cannot overflow."""
    return (np.tanh(z * 0.5) + 1) * 0.5


def tanh(z):
    """tanh(z)."""
    return np.tanh(z)


def tanh_back(e, z, a):
    """From the error e of the outputs a to that of the scores z: e times tanh's slope, 1 - a²."""
    return e * (1 - a * a)


def sigmoid_back(e, z, a):
    """From the error e of the outputs a to that of the scores z: e times the sigmoid's slope, a (1 - a)."""
    return e * ((1 - a) * a)


def product(left, right, out):
    """out = left @ right, added up as the program does it for what lies in memory so."""
    if out.flags.c_contiguous:
        left.dot(right, out)
    else:
        right.T.dot(left.T, out.T)
    return out


class Layer:
    """z = x W + b, then batch norm in the bias's place, activation, dropout, as far as it has them."""

    def __init__(self, name, parameters, gradients, fan_in, value, back):
        self.name = name
        self.block, self.block_gradient = parameters[name], gradients[name]
        self.fan_in, self.value, self.back = fan_in, value, back

    def forward(self, x, training):
        """Outputs for the inputs x, (n, fan_in)."""
        n = len(x)
        self.x = np.ones((n, len(self.block)), KIND, ORDER)  # Where there is a bias, the last column stays 1.
        self.x[:, : self.fan_in] = x
        self.z = product(self.x, self.block, np.empty((n, self.block.shape[1]), KIND, ORDER))
        self.a = self.value(self.z)
        return self.a

    def backward(self, e):
        """From the error of the outputs to that of the scores."""
        return self.back(e, self.z, self.a)

    def backward_from_scores(self, e):
        """Fill the layer's gradient, and give the error of the layer below."""
        e = np.array(e, KIND, order=ORDER)
        product(self.x.T, e, self.block_gradient)
        return product(e, self.block[: self.fan_in].T, np.empty((len(e), self.fan_in), KIND, ORDER))


class Network:
    """All layers, and the vector that holds their parameters."""

    def __init__(self):
        self.values, self.gradient = np.zeros(COUNT, KIND), np.zeros(COUNT, KIND)
        p, g = views(self.values), views(self.gradient)
        self.layers = [
            Layer("layer1", p, g, 2, tanh, tanh_back),
            Layer("output", p, g, 4, sigmoid, sigmoid_back),
        ]
        random = np.random.RandomState(SEED)  # A weight is drawn as (fan_out, fan_in) and transposed, then its bias.
        p["layer1"][:-1] = (random.standard_normal((4, 2)) * 0.01).T
        p["layer1"][-1] = np.zeros((4,))
        p["output"][:-1] = (random.standard_normal((1, 4)) * 0.01).T
        p["output"][-1] = np.zeros((1,))

    def outputs(self, x, training=False):
        """The way forwards, layer by layer."""
        for layer in self.layers:
            x = layer.forward(x, training)
        return x


def views(vector):
    """The arrays that lie in a vector of all parameters."""
    found, start = {}, 0
    for name, shape in SHAPES.items():
        stop = start + math.prod(shape)
        found[name], start = vector[start:stop].reshape(shape), stop
    return found


def total_loss(z, a, y):
    """The loss summed over rows and outputs: -y log p - (1 - y) log(1 - p), from the scores."""
    smooth = float(np.add.reduce(np.log1p(np.exp(np.copysign(z, -1.0))), axis=None))
    return smooth + float((np.heaviside(z, 0.0) - y).ravel("K").dot(z.ravel("K")))


def error_of(a, y):
    """The loss's derivative by the scores."""
    return a - y


def decided(a):
    """The class numbers that outputs stand for."""
    return a[:, 0] > 0.5


def update(p, g, rate, memory):
    """Gradient descent: change the parameters p in place."""
    p -= g * rate


def rate_of(epoch):
    """The learning rate of an epoch, counted from 0."""
    return LEARNING_RATE


def take_step(network, memory, x, y, rate):
    """One step down the gradient of one batch."""
    p, g = network.values, network.gradient
    a = network.outputs(x, training=True)
    e = error_of(a, y)
    e = e * KIND(1.0 / len(x))
    e = network.layers[-1].backward_from_scores(e)
    for layer in reversed(network.layers[:-1]):
        e = layer.backward_from_scores(layer.backward(e))
    update(p, g, rate, memory)


def batches(x, y, random):
    """The batches of an epoch: all rows as they stand, or a draw of them; each row once."""
    n = len(x)
    size = n if BATCH_SIZE is None or BATCH_SIZE >= n else BATCH_SIZE
    if size == n:
        yield x, y
        return
    order, start = random.permutation(n), 0
    while start < n:
        stop = min(n, start + size)
        yield x[order[start:stop]], np.array(y[order[start:stop]], order=ORDER)
        start = stop


def measured(network, parts, epoch):
    """The figures of every part, as the network is after so many epochs."""
    row = {"epoch": epoch}
    for name, (x, y) in parts.items():
        total, hits = 0.0, 0
        for start in range(0, len(x), CHUNK):
            part = np.array(y[start : start + CHUNK], order=ORDER)
            a = network.outputs(x[start : start + CHUNK])
            total += total_loss(network.layers[-1].z, a, part)
            hits += int(np.count_nonzero(decided(a) == decided(part)))
        row[f"{name}_loss"] = total / len(x)
        row[f"{name}_accuracy"] = hits / len(x)
    return row


def train(epochs=EPOCHS, watch=None):
    """A network trained from its first weights, and its history, a row for every epoch; `watch` is told each row."""
    network, memory = Network(), {}
    random = np.random.RandomState([SEED, 1])  # Of the batches' order.
    parts = {name: (np.array(prepared(x), KIND), targets(y)) for name, (x, y) in PARTS.items()}
    history = []
    with np.errstate(all="ignore"):
        for epoch in range(epochs + 1):
            history.append(measured(network, parts, epoch))
            if watch:
                watch(history[-1])
            if epoch < epochs:
                for x, y in batches(*parts["train"], random):
                    take_step(network, memory, x, y, rate_of(epoch))
    return network, history


def predict(network, x):
    """The probabilities, (n, 2), a column a class in the order of CLASSES."""
    p = network.outputs(prepared(numbers(x)))
    return np.hstack([1 - p, p])


def classify(network, x):
    """The names of the likeliest classes; empty where a number is missing."""
    found = network.outputs(prepared(numbers(x)))
    places = (found[:, 0] > 0.5).astype(int)
    missing = np.isnan(found).any(axis=1)
    return ["" if none else CLASSES[place] for place, none in zip(places, missing)]


def show(row):
    """Print a row of the history as CSV."""
    if row["epoch"] == 0:
        print(",".join(row))
    print(",".join(map(repr, row.values())))


if __name__ == "__main__":
    train(int(sys.argv[1]) if len(sys.argv) > 1 else EPOCHS, show)
