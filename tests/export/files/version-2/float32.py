"""petals: a network of 2 inputs, 4 tanh, 1 sigmoid. It answers rows as the program does that it comes from.

predict(x) takes rows of x1, x2, as lists, an array or dicts by column, and gives probabilities (n, 2), a column a
class. classify(x) gives the likeliest classes.
Made by Neural Playground 0.1.0. It needs NumPy and nothing else.
"""

import csv
import sys

import numpy as np

COLUMNS = ['x1', 'x2']
CLASSES = ['0', '1']

layer1_weight = np.array([
    [0.01789639, 0.0009602461, -0.002703913, -0.0008904612],
    [0.0060770875, -0.019416157, 0.008036446, -0.016556485],
], np.float32)
layer1_bias = np.array([-1.2101657e-06, 3.8437793e-07, -5.760114e-07, 1.9091706e-06], np.float32)
output_weight = np.array([[-0.0048594293], [0.011712939], [-0.013506158], [0.01741549]], np.float32)
output_bias = np.array([1.9478426e-05], np.float32)


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
    return x.astype(np.float32)


def sigmoid(z):
    """1 / (1 + exp(-z)), as (1 + tanh(z / 2)) / 2, which cannot overflow."""
    return (np.tanh(z * 0.5) + 1) * 0.5


def tanh(z):
    """tanh(z)."""
    return np.tanh(z)


def outputs(x):
    """What the network makes of prepared numbers, layer by layer."""
    z = x @ layer1_weight + layer1_bias
    x = tanh(z)
    z = x @ output_weight + output_bias
    x = sigmoid(z)
    return x


def predict(x):
    """The probabilities, (n, 2), a column a class in the order of CLASSES."""
    p = outputs(prepared(numbers(x)))
    return np.hstack([1 - p, p])


def classify(x):
    """The names of the likeliest classes; empty where a number is missing."""
    found = outputs(prepared(numbers(x)))
    places = (found[:, 0] > 0.5).astype(int)
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
