"""houses: a network of 2 inputs, 8 tanh, 1 linear. It answers rows as the program does that it comes from.

predict(x) takes rows of area, rooms, as lists, an array or dicts by column, and gives values (n, 1).
Made by Neural Playground 0.1.0. It needs NumPy and nothing else.
"""

import csv
import sys

import numpy as np

COLUMNS = ['area', 'rooms']
TARGET = 'price (EUR)'  # in EUR
TARGET_MEAN, TARGET_SCALE = 225189.17857142858, 64524.589326502704

layer1_weight = np.array([
    [
        0.01965991032258766, -0.2659944255697968, 0.5498004107859112, -0.6394593220488751, -0.7543125977810969,
        -0.668998233372277, 0.1731380275219449, 0.21403872799103682,
    ],
    [
        0.2636144569167581, 0.07444326655980395, 0.6213716521680298, -0.48968578586739375, -0.14997869496969143,
        -0.008495944784866928, -0.40071699529518895, 0.08207872211876736,
    ],
])
layer1_bias = np.array([
    0.021502049952190648, 0.0054246845913947465, 0.007333109894165933, -0.00037123811191647725,
    -0.03454520913155025, 0.04460747009422641, 0.025158910678803888, 0.0022564228991881065,
])
output_weight = np.array([
    [-0.718991942664584],
    [0.037422368337511856],
    [-0.3339494318475773],
    [-0.1978885072132323],
    [-0.41267823294246775],
    [0.2563637633281881],
    [-0.042305687315856606],
    [-0.5015926449815649],
])
output_bias = np.array([-0.003851768009490274])
MEAN = np.array([131.9392857142857, 2.8214285714285716])
SCALE = np.array([0.023763911642944967, 0.7967545505142609])


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
    """Numbers centred and scaled as those that it was trained with."""
    return (x - MEAN) * SCALE


def tanh(z):
    """tanh(z)."""
    return np.tanh(z)


def outputs(x):
    """What the network makes of prepared numbers, layer by layer."""
    z = x @ layer1_weight + layer1_bias
    x = tanh(z)
    z = x @ output_weight + output_bias
    x = z
    return x


def predict(x):
    """The values in EUR, (n, 1)."""
    return outputs(prepared(numbers(x))) * TARGET_SCALE + TARGET_MEAN


HEADINGS = ["row", "answer"]


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
        return predict(row)[0].tolist()
    except ValueError as error:
        print(f"row {number}: {str(error).removeprefix('row 1: ')}", file=sys.stderr)
        return [""] * (len(HEADINGS) - 1)


if __name__ == "__main__":
    main()
