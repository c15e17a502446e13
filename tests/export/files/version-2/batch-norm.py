"""quadrants: a network of 4 inputs, 6 relu, 5 sigmoid, 4 softmax. It answers rows as the program does that it comes
from.

predict(x) takes rows of x1, x2, as lists, an array or dicts by column, and gives probabilities (n, 4), a column a
class. classify(x) gives the likeliest classes.
Made by Neural Playground 0.1.0. It needs NumPy and nothing else.
"""

import csv
import sys

import numpy as np

COLUMNS = ['x1', 'x2']
CLASSES = ['0', '1', '2', '3']

layer1_weight = np.array([
    [
        -0.021359024475474227, 0.13126020050267245, 0.7324228941101797, 0.10374802830081281, -0.7589270489090472,
        0.8351081481903385,
    ],
    [
        0.40972942197522255, 0.2845088358472993, 0.034665645273036935, 0.645111531576871, 0.6366899761305564,
        0.42843358234496265,
    ],
    [
        0.4865534647366059, -0.35449448497298425, 0.5202780034688045, -0.6781882527351396, 0.3379606354467591,
        -0.1308226792859399,
    ],
    [
        0.17423217293213927, 0.6909935411210919, -0.14179334309630318, -0.6452202657412655, 0.5096644111223504,
        0.3028264114803539,
    ],
])
layer1_gamma = np.array([
    0.9816007534680721, 1.0046007066981186, 0.9603314156013695, 1.0202729561437545, 1.0679502757884993,
    0.9955877069854494,
])
layer1_beta = np.array([
    0.02844621521380076, 0.1090402812073622, -0.03770304266795366, 0.030105000708668374, 0.15423104904655893,
    -0.008515261042643853,
])
layer2_weight = np.array([
    [-0.5175792956154341, -0.3464503938958684, 0.25909612667310067, 0.166672936269925, -0.35841253014475594],
    [0.27034699122035594, 0.28715073953225456, 0.26665867986802994, -0.707621232523162, -0.14568699678324423],
    [-0.5671200071133953, -0.041663130233245235, 0.5591721479109806, 0.2786166860704532, 0.06239233836239403],
    [0.6673829365587135, -0.010518099499665506, 0.4203368164990975, 0.19096786521542264, -0.15556124588999468],
    [-0.04311402587462165, -0.8668204585838788, -0.04393772984945757, -0.44797897232371214, 0.7067150400574762],
    [-0.16294090708833445, 0.1623873807368889, -0.1440927446003126, -0.49590166975644046, -0.6202673540176604],
])
layer2_bias = np.array([
    -0.007897335948765733, 0.012550357005058077, 0.03584329416174875, -0.005881594484188096, -0.001526077922993343,
])
output_weight = np.array([
    [0.9140912594846444, 4.703318628668634, 0.28383527139770964, -6.214186238087031],
    [3.9516589393467743, 1.1851713717987369, 0.957459664828412, -5.639464798619943],
    [3.764802894597486, -1.28312817222835, -2.755232885913254, 0.23636747518440349],
    [-1.1683187778234285, -3.976125157220945, 0.5178909126114837, 4.330833059150185],
    [-4.427221217035508, 0.5866807232986622, 1.2759228364948145, 2.0218530861749233],
])
output_gamma = np.array([1.0812409346001206, 1.3184155561475674, 1.1490830457503671, 1.0452168482313318])
output_beta = np.array([-0.02796055193731751, 0.18156602197647168, -0.05168336529432046, -0.10192210474483368])
layer1_running_mean = np.array([
    0.00269113868413471, 0.06272722881919807, -0.07066912145741344, 0.03317246783646261, 0.05720446395462571,
    -0.004191088795526484,
])
layer1_running_variance = np.array([
    0.6202809790026607, 0.8213498707265338, 0.9780584908792721, 1.3205727432870071, 1.1707060026519054,
    0.9858716724003534,
])
output_running_mean = np.array([0.7716152550174111, 0.26174601545434567, -0.12903710950751113, -1.0588043658057844])
output_running_variance = np.array([1.1108326312765695, 0.9986202674512368, 0.5912033230925017, 1.3400662038642803])
MEAN = np.array([-0.02516335492994599, -0.0053789292060638485, 0.35858958194298485, 0.014403257832597102])
MATRIX = np.array([
    [0.45238837906037255, 0.24104993159332785, 0.3110312247595257, 3.3517639049549404],
    [0.2086527924756759, 0.21271303208078912, -0.8471309780207785, -0.1820910724934468],
    [0.30531268830575004, -0.6643804755850452, -0.09374150566634547, -0.24495949031507996],
    [0.2727904651796067, 0.18113695088442827, 0.23706768346468113, -5.145033158533587],
])


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
    """Rows as numbers, (n, 4)."""
    if not isinstance(x, np.ndarray):
        x = list(cells_of(x))
    x = np.atleast_2d(np.asarray(x, float))
    if x.shape[1] != len(COLUMNS):
        raise ValueError(f"a row has {x.shape[1]} numbers; give {', '.join(COLUMNS)}")
    return np.column_stack([x[:, 0], x[:, 1], x[:, 0] * x[:, 1], np.sin(x[:, 0])])


def prepared(x):
    """Numbers centred and whitened as those that it was trained with."""
    return (x - MEAN) @ MATRIX


def sigmoid(z):
    """1 / (1 + exp(-z)), as (1 + tanh(z / 2)) / 2, which cannot overflow."""
    return (np.tanh(z * 0.5) + 1) * 0.5


def relu(z):
    """max(0, z)."""
    return np.maximum(z, 0)


def softmax(z):
    """Scores made into probabilities that add up to 1."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def outputs(x):
    """What the network makes of prepared numbers, layer by layer."""
    z = x @ layer1_weight
    z = (z - layer1_running_mean) / np.sqrt(layer1_running_variance + 1e-05)
    z = z * layer1_gamma + layer1_beta
    x = relu(z)
    z = x @ layer2_weight + layer2_bias
    x = sigmoid(z)
    z = x @ output_weight
    z = (z - output_running_mean) / np.sqrt(output_running_variance + 1e-05)
    z = z * output_gamma + output_beta
    x = softmax(z)
    return x


def predict(x):
    """The probabilities, (n, 4), a column a class in the order of CLASSES."""
    p = outputs(prepared(numbers(x)))
    return p


def classify(x):
    """The names of the likeliest classes; empty where a number is missing."""
    found = outputs(prepared(numbers(x)))
    places = found.argmax(axis=1)
    missing = np.isnan(found).any(axis=1)
    return ["" if none else CLASSES[place] for place, none in zip(places, missing)]


HEADINGS = ["row", "answer"] + [f"p.{name}" for name in CLASSES]


def main():
    """Answer the rows of a CSV file, whose first row names the columns; of standard input for -."""
    if len(sys.argv) != 2:
        sys.exit(f"give a CSV file with the columns {', '.join(COLUMNS)}: python {sys.argv[0]} FILE.csv")
    path = sys.argv[1]
    with sys.stdin if path == "-" else open(path, newline="", encoding="utf-8-sig") as file:
        first = file.readline()
        delimiter = max(",;\t", key=first.count)
        names = [name.strip() for name in next(csv.reader([first], delimiter=delimiter), [])]
        lacking = [name for name in COLUMNS if name not in names]
        if lacking:
            sys.exit(f"{path}: there is no column {lacking[0]!r}; it has {', '.join(names)}")
        table = csv.writer(sys.stdout, lineterminator="\n")
        table.writerow(HEADINGS)
        for number, cells in enumerate(csv.reader(file, delimiter=delimiter), 2):
            if any(cells):
                row = dict(zip(names, (cell.strip() for cell in cells)))
                table.writerow([number] + answered(row, number, delimiter == ";"))


def answered(row, number, comma):
    """A row's answer as cells; empty ones, and why, where there is none. A comma may be the decimal mark."""
    try:
        for name in COLUMNS:
            if not row.get(name) :
                raise ValueError(f"{name} is empty")
            if comma :
                row[name] = row[name].replace(",", ".")
        return classify(row) + predict(row)[0].tolist()
    except ValueError as error:
        print(f"row {number}: {str(error).removeprefix('row 1: ')}", file=sys.stderr)
        return [""] * (len(HEADINGS) - 1)


if __name__ == "__main__":
    main()
