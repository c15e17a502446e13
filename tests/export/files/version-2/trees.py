"""trees: a network of 6 inputs, 8 tanh, 3 softmax. It answers rows as the program does that it comes from.

predict(x) takes rows of length, colour, soil, as lists, an array or dicts by column, and gives probabilities (n,
3), a column a class. classify(x) gives the likeliest classes.
Made by Neural Playground 0.1.0. It needs NumPy and nothing else.
"""

import csv
import sys

import numpy as np

COLUMNS = ['length', 'colour', 'soil']
CATEGORIES = {'colour': ['blue', 'green', 'red'], 'soil': ['dry', 'wet']}
# The inputs: a column of numbers, or a category, 1 where the row has it.
INPUTS = [
    ('length', None),
    ('colour', 'blue'),
    ('colour', 'green'),
    ('colour', 'red'),
    ('soil', 'dry'),
    ('soil', 'wet'),
]
CLASSES = ['ash', 'elm', 'oak']

layer1_weight = np.array([
    [
        0.1265206108605214, -0.43121852429099494, 0.2534102399070027, -0.2561000284827285, -0.0010383279046858908,
        0.6830133955425597, 0.1418207720335499, -0.359627359077611,
    ],
    [
        0.3297914107986157, -0.32533215420029726, -0.2313575883269986, -0.0550598850545322, 0.3133595340199862,
        0.285175571512953, 0.021068834601194714, -0.22410389189740135,
    ],
    [
        -0.2189147488429039, -0.6087617419494646, 0.1950101440622915, -0.33424283920814724, -0.21274696451507702,
        0.5084658465936642, -0.16565888783854696, -0.00874695856909162,
    ],
    [
        -0.044045985487930005, -0.1332482207607676, 0.06018147336836646, 0.19648008429304162, -0.30681072936943404,
        0.39597870547808, -0.30577341446418665, 0.41372627739930556,
    ],
    [
        0.4973257091008884, -0.67396763212957, -0.6240219781954254, -0.02416898383911337, -0.19691316231266387,
        -0.21449704128898245, -0.1577029072402527, 0.06641540158445981,
    ],
    [
        0.5360320737064918, 0.0019125274533319456, 0.07782605162364704, -0.5030609898600044, 0.6215934238168285,
        -0.47915952008440277, -0.005358012925233975, -0.23696477176946107,
    ],
])
layer1_bias = np.array([
    -0.03292120318775198, -0.018444372619886667, -0.018247450296138737, -0.010483706164504612,
    0.0019614769811572065, -0.04366760316867901, 0.01240792193423197, -0.009981090518513126,
])
output_weight = np.array([
    [-0.3397610952105848, 0.3658559018681941, -0.3147033333078824],
    [-0.09033414906322276, 0.3056825971467433, -0.022903237855491254],
    [-0.4100176063656609, 0.2733594469599297, -0.6679707185953767],
    [-0.38492677761943944, 0.22062504978855632, -0.321160391465254],
    [-0.03092951265343945, -0.12998948817709682, 0.6472415698976507],
    [-0.5627693582049861, 0.30851188264360463, -0.4567792053796806],
    [-0.07702874853435372, -0.1778681731145466, 0.22401114610903392],
    [-0.14743316640041854, 0.04842980807236878, 0.2815376841015908],
])
output_bias = np.array([0.03205156663707744, -0.012106548598290504, 0.008630599886860681])
MEAN = np.array([
    13.646666666666667, 0.30158730158730157, 0.36507936507936506, 0.3333333333333333, 0.4444444444444444,
    0.5555555555555556,
])
SCALE = np.array([
    0.3664874696639658, 2.1789005611781347, 2.077048491196729, 2.1213203435596433, 2.0124611797498093,
    2.0124611797498093,
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
    """Rows as numbers, (n, 6): a text is 1 in the input of its category and 0 in those of the others."""
    rows = []
    for place, cells in enumerate(cells_of(x), 1):
        if len(cells) != len(COLUMNS):
            raise ValueError(f"row {place}: it has {len(cells)} cells; give {', '.join(COLUMNS)}")
        row = dict(zip(COLUMNS, cells))
        for name, known in CATEGORIES.items():
            if row[name] not in known:
                raise ValueError(f"row {place}: {name} is {row[name]!r}, and the network knows {', '.join(known)}")
        rows.append([row[name] if category is None else row[name] == category for name, category in INPUTS])
    return np.array(rows, float).reshape(-1, len(INPUTS))


def prepared(x):
    """Numbers centred and scaled as those that it was trained with."""
    return (x - MEAN) * SCALE


def softmax(z):
    """Scores made into probabilities that add up to 1."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def tanh(z):
    """tanh(z)."""
    return np.tanh(z)


def outputs(x):
    """What the network makes of prepared numbers, layer by layer."""
    z = x @ layer1_weight + layer1_bias
    x = tanh(z)
    z = x @ output_weight + output_bias
    x = softmax(z)
    return x


def predict(x):
    """The probabilities, (n, 3), a column a class in the order of CLASSES."""
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
            if comma and name not in CATEGORIES:
                row[name] = row[name].replace(",", ".")
        return classify(row) + predict(row)[0].tolist()
    except ValueError as error:
        print(f"row {number}: {str(error).removeprefix('row 1: ')}", file=sys.stderr)
        return [""] * (len(HEADINGS) - 1)


if __name__ == "__main__":
    main()
