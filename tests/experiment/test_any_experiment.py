"""Experiments at random: whatever is valid survives its file, whatever is not is refused and never crashes."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from playground.experiment import Experiment, Setting, UserError, change, decode, encode, labs, load, setting

OWNERS = (
    "data.source",
    "training.optimizer",
    "training.schedule",
    "network.layers.0.initializer",
    "network.output.bias_initializer",
)
ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["petals", "sgd", "x1", "kind"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text() | st.just("kind"), inner, max_size=4),
    max_leaves=8,
)


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    """A lab with kinds and single settings drawn anew within their declared ranges."""
    experiment = draw(st.sampled_from([lab.experiment for lab in labs().values() if lab.experiment]))
    for owner in OWNERS:
        experiment = attempt(experiment, {f"{owner}.kind": draw(st.sampled_from(setting(experiment, owner).choices))})
    paths = [path for path in leaves(json.loads(encode(experiment))) if path not in ("format", "name")]
    for path in draw(st.lists(st.sampled_from(paths), max_size=8)):
        if not path.endswith("kind"):
            experiment = attempt(experiment, {path: draw(values(setting(experiment, path)))})
    return attempt(experiment, {"name": draw(st.text(max_size=20))})


def attempt(experiment: Experiment, assignments: dict[str, Any]) -> Experiment:
    """The change, where the rules allow it."""
    try:
        return change(experiment, assignments)
    except UserError:
        return experiment


def values(declared: Setting) -> st.SearchStrategy[Any]:
    """Values that the declaration allows."""
    within: dict[str, Any] = {"min_value": declared.minimum, "max_value": declared.maximum}
    found: st.SearchStrategy[Any] = st.just(declared.default)
    if declared.kind == "bool":
        found = st.booleans()
    elif declared.kind == "int":
        found = st.integers(**within)
    elif declared.kind == "float":
        found = st.floats(exclude_min=declared.above_minimum, exclude_max=declared.below_maximum, **within)
    elif declared.kind == "choice":
        found = st.sampled_from(declared.choices)
    return st.none() | found if declared.optional else found


def leaves(tree: Any, prefix: str = "") -> Iterator[str]:
    """The paths of all single values."""
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for name, value in entries:
        path = f"{prefix}.{name}" if prefix else str(name)
        if isinstance(value, dict | list):
            yield from leaves(value, path)
        else:
            yield path


@st.composite
def mutated_trees(draw: st.DrawFn) -> Any:
    """The JSON of a valid experiment with up to three places overwritten, removed or added to."""
    tree = json.loads(encode(draw(experiments())))
    for _ in range(draw(st.integers(1, 3))):
        place = tree
        for name in draw(st.sampled_from([*leaves(tree)] or [""])).split(".")[: draw(st.integers(0, 4))]:
            key = int(name) if isinstance(place, list) else name
            # A name that was added may have dots of its own.
            if (isinstance(place, dict) and key not in place) or not isinstance(place[key], dict | list):
                break
            place = place[key]
        mutate(draw, place)
    return tree


def mutate(draw: st.DrawFn, place: Any) -> None:
    """Change one entry of a JSON object or list."""
    keys = list(place) if isinstance(place, dict) else list(range(len(place)))
    action = draw(st.sampled_from(["overwrite", "remove", "add"]))
    if action == "add" or not keys:
        if isinstance(place, dict):
            place[draw(st.text())] = draw(ODD)
        else:
            place.append(draw(ODD))
    elif action == "remove":
        del place[draw(st.sampled_from(keys))]
    else:
        place[draw(st.sampled_from(keys))] = draw(ODD)


def accepted_or_refused(text: str | bytes) -> None:
    """Read a text; what is accepted survives its file, and a refusal is one line that begins with the file's name."""
    try:
        experiment = decode(text, "x.json")
    except UserError as error:
        assert str(error).startswith("x.json: ")
        assert "\n" not in str(error)
    else:
        assert decode(encode(experiment), "again") == experiment


@settings(max_examples=30, deadline=None, derandomize=True)
@given(experiments())
def test_that_encoding_and_decoding_give_the_same_experiment(experiment: Experiment) -> None:
    assert decode(encode(experiment), "text") == experiment
    assert encode(decode(encode(experiment), "text")) == encode(experiment)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(mutated_trees())
def test_that_mutated_json_is_accepted_or_refused_but_never_crashes(tree: Any) -> None:
    accepted_or_refused(json.dumps(tree))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.data())
def test_that_mutated_bytes_are_accepted_or_refused_but_never_crash(data: st.DataObject) -> None:
    content = bytearray(
        encode(data.draw(st.sampled_from([lab.experiment for lab in labs().values() if lab.experiment]))).encode()
    )
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        content[start : start + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    accepted_or_refused(bytes(content))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text() | st.from_regex(r"(data|network|training)(\.[a-z0-9_]+){1,4}", fullmatch=True), ODD)
def test_that_any_assignment_is_made_or_refused_but_never_crashes(path: str, value: Any) -> None:
    attempt(load("petals"), {path: value})


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.data())
def test_that_any_value_for_a_known_setting_is_taken_or_refused_but_never_crashes(data: st.DataObject) -> None:
    experiment = data.draw(experiments())
    path = data.draw(st.sampled_from([*leaves(json.loads(encode(experiment))), "network.layers", "data.source"]))
    attempt(experiment, {path: data.draw(ODD)})
