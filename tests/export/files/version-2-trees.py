"""trees: a network of 7 inputs, 8 tanh, 3 softmax. It answers rows as the program does that it comes from.

predict(x) takes rows of length, colour, soil, as lists, an array or dicts by column, and gives probabilities (n,
3), a column a class. classify(x) gives the likeliest classes.
Made by Neural Playground 0.1.0. It needs NumPy and nothing else.
"""

import csv
import sys

import numpy as np

COLUMNS = ['length', 'colour', 'soil']
CATEGORIES = {'colour': ['violet', 'red', 'green', 'blue'], 'soil': ['wet', 'dry']}
# The inputs: a column of numbers, or a category, 1 where the row has it.
INPUTS = [
    ('length', None),
    ('colour', 'violet'),
    ('colour', 'red'),
    ('colour', 'green'),
    ('colour', 'blue'),
    ('soil', 'wet'),
    ('soil', 'dry'),
]
CLASSES = ['ash', 'elm', 'oak']

layer1_weight = np.array([
    [
        -0.675319743150173, -1.2021980469734705, -0.2555909297360697, 1.0970464811367462, 0.5161532928761152,
        -1.2429168911805137, 0.16671759592736984, 0.6960216072885899,
    ],
    [
        0.2632884837911693, -0.5673540971418525, 0.11493338306227385, -0.07532075134235983, 0.5519865068865518,
        0.19405114795057887, -0.2633636235010194, -0.3726297144689397,
    ],
    [
        0.19574374924886065, -0.041649004815772384, -0.4201762282388941, -0.25719033129056507, 0.3832099576477473,
        0.10471180593222244, -0.23145172312225443, -0.42323840485959446,
    ],
    [
        -0.017514440421022577, -0.3073865733163142, 0.16551379704894284, 0.07528579793313231, 0.36965319545941705,
        -0.21692724803933383, 0.6836605246045163, -0.22807563300771427,
    ],
    [
        0.12805779754338453, -0.4167584559519277, -0.48318445390779696, 0.11520191957683282, 0.5193671222823476,
        -0.32694709963520624, 0.15507218942407672, -0.18965751245113865,
    ],
    [
        0.1096660622341538, -0.026362660552940752, 0.0017583529342027815, -0.3106728981358075, 0.1928972291947185,
        -0.08261716303991895, -0.3609235079615478, -0.11663959474949873,
    ],
    [
        -0.08199183277245672, -0.06517727048956064, -0.3829693073227739, -0.2859585610593648, 0.09012018630971909,
        -0.0749146520733069, -0.19378379869644963, -0.07845808083205338,
    ],
])
layer1_bias = np.array([
    -0.061189821649710235, 0.4318350157388141, 0.2494908935849007, 0.5789184705859584, -0.01798700454987519,
    0.7082930191655092, -0.05214147701602846, 0.21130484337670585,
])
output_weight = np.array([
    [0.10935469460799618, -0.5296917914491424, 0.7397606876370499],
    [0.37475351042448757, -0.9719744904285273, 0.71500213054519],
    [0.17167728746804606, -0.5589699249558763, 0.07851015885598858],
    [0.933719759310166, 0.315334896122325, -1.5609136793414142],
    [-0.19824956806574978, 1.0125168820256407, -0.9003007456185388],
    [0.6684343631992558, -1.1740001216438885, 0.17455875095276194],
    [-0.35382488232320175, 0.12333904396096118, -0.36689899751726246],
    [0.3556372309154493, 0.8242066713079488, -1.299558036347938],
])
output_bias = np.array([0.23159516430717222, -0.17306985667143832, -0.1308158986829516])
MEAN = np.array([
    13.646666666666667, 0.0, 0.3333333333333333, 0.36507936507936506, 0.30158730158730157, 0.5555555555555556,
    0.4444444444444444,
])
SCALE = np.array([
    0.3664874696639658, 1.0, 2.1213203435596433, 2.077048491196729, 2.1789005611781347, 2.0124611797498093,
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
    """Rows as numbers, (n, 7): a text is 1 in the input of its category and 0 in those of the others."""
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
