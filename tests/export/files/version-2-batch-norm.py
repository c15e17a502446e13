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
        0.39526893583312184, -0.06141994507237951, 1.3631340309110882, -0.1950363403909089, -1.456851350462565,
        0.681746258413507,
    ],
    [
        1.725724600515812, 0.06944072721080904, -0.04918354365983046, 0.6843537443370497, 0.560447095480977,
        -0.749042083646806,
    ],
    [
        0.12906754627482742, -1.7762248537849654, 0.007502886932158401, -1.4564531803068352, 0.14923920208874233,
        -0.9780998274001015,
    ],
    [
        0.18381587482903988, 0.0774670021157122, 0.30117478068281034, -0.157759782616569, -0.293360046833557,
        0.36138845902774214,
    ],
])
layer1_gamma = np.array([
    1.6270826479555986, 1.4023181787523025, 1.0635107809783704, 1.464542765433335, 1.2667068971395805,
    1.4017742073868045,
])
layer1_beta = np.array([
    0.5379898361251908, 0.2630337739147132, 0.10796477444448166, 0.4230449022010166, -0.18383666663012332,
    -0.45470574313142464,
])
layer2_weight = np.array([
    [0.034324972900882156, -0.27058272117092275, 1.3660843372232767, 0.9699793326418167, -0.5893482318833602],
    [1.0817284651293944, 0.8771898456042341, 0.31677833548029494, -0.4759389134316971, -0.4902443310189327],
    [-0.8006271337215034, 0.21207525791578188, 0.7430628672179415, -0.16114282904467903, -0.3057958212491538],
    [0.6171791165359171, 1.2816877536543043, 0.28399531576307374, 0.2478513185768897, 0.11151174126092517],
    [0.7767459482259885, -0.7806298183909327, 0.01019866401598149, -0.05228487617815722, 0.7636113668558381],
    [-0.04481609886525349, 0.7417743914792257, -0.7528792444255049, -0.34267130545126745, -0.7939042405440315],
])
layer2_bias = np.array([
    -0.6391962998259046, -0.5498635526476194, 0.4534085659915888, 0.23031950530902964, -0.14185114790443581,
])
output_weight = np.array([
    [0.5470529780124096, -5.984002461058179, -1.7624639217550113, 6.135452540903123],
    [-1.5384389009614852, -0.33864071182368183, 2.935061979793865, -0.4486155711645278],
    [-3.228391576833741, 2.965404425794124, -0.4154075926459114, 0.4425785031462095],
    [-0.6133300904980445, -0.7022009187303404, -1.7217335893248857, 2.173243191736394],
    [3.1564666781902617, -2.6249948078715213, -1.9857890511575886, 0.8076456037271267],
])
output_gamma = np.array([2.7957051958308443, 2.809703326359179, 3.652698658670371, 2.9550636893816753])
output_beta = np.array([-0.6157129819894274, 0.0733832122382943, 0.2730053816743218, 0.2693243880768108])
layer1_running_mean = np.array([
    0.0044562196771989054, -0.002560981723694237, 0.01469200622313305, -0.002452841105987126, -0.013111432950467572,
    0.002158506052691269,
])
layer1_running_variance = np.array([
    3.174397854415823, 3.2253909928079123, 1.9864720403214116, 2.592514420323948, 2.594232290427587,
    2.2302551603859575,
])
output_running_mean = np.array([-2.5819327962092786, -2.3644212439392565, -1.3037493009281966, 5.057156258160502])
output_running_variance = np.array([1.8799620735920919, 4.337752112449608, 1.7027382391984789, 3.5711230372697353])
MEAN = np.array([0.003936132978911589, -0.019471835839451362, -0.021134791985049896, 0.00045399715724397797])
MATRIX = np.array([
    [-0.5909425420030507, 0.0861434423232944, 0.027929630215532474, 3.8139499337420766],
    [0.018529877401458405, -0.07848301422498903, 0.9320944939792484, 0.015800357742280165],
    [-0.10464803102944914, -0.7976707647183612, -0.08641893949540921, -0.1093404842426254],
    [-0.41023563128101975, 0.07584560469617173, 0.023913968307558472, -5.46537173486613],
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
