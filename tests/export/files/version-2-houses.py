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
        -0.25709565568898163, -0.3511195248104379, 0.3177247310860917, -0.8443962630608446, -0.9382555980484584,
        -0.43302982559747627, 0.06314263075574345, -0.0555029209820647,
    ],
    [
        -0.03421388704065531, -0.050766220542951934, 0.7255422124045025, -0.038418374047022315,
        -0.20563976386187324, 0.20997098079877097, -0.5438545813277071, -0.19273881953146485,
    ],
])
layer1_bias = np.array([
    0.052480703089074876, 0.008672181693766781, 0.05727627136022611, 0.017212302647660688, -0.08898042897704238,
    0.21434768217522424, -0.00520795352606806, 0.0030580817513849575,
])
output_weight = np.array([
    [-0.6961729880366168],
    [-0.2148194484704491],
    [-0.06493636251011202],
    [-0.47493533549418543],
    [-0.6878724634760515],
    [-0.0020156143076082446],
    [-0.14204587544135325],
    [-0.3300473137832238],
])
output_bias = np.array([-0.009455336387839734])
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
