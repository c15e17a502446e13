"""Sessions made wrong: by their bytes, or whole archives of a wrong description or wrong numbers."""

import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playground.experiment import change, load
from playground.session import Desk, save_session
from playground.training import Run, Timeline

SMALL = {
    "data.source.samples": 20,
    "data.source.fresh_test": 0,
    "training.batch_size": 7,
    "training.optimizer.kind": "adam",
    "network.layers.0.dropout": 0.2,
}
_VALUES: tuple[Any, ...] = (0, -1, 1, 2**31, 2**63, 1e308, None, True, "", "../x", "<f8", [], {}, [0], [2**40, 2**40])
_BYTES = (b"\xff" * 8, bytes(8), b"\x7f" * 8, b"9" * 8, (10**6).to_bytes(8, "little"), bytes(6) + b"\xf8\x7f")


def small_session(path: Path) -> bytes:
    """A session with two runs, within an epoch."""
    timeline = Timeline(Run(change(load("petals"), SMALL)))
    timeline.run.train(epochs=6)
    timeline.look_at(3)
    timeline.depart()
    timeline.run.train(epochs=2)
    timeline.run.step()
    save_session(timeline, path, Desk(name="Li", report={"purpose": "x"}))
    return path.read_bytes()


def rebuilt(content: bytes, edit: Callable[[dict[str, Any], bytearray], object]) -> bytes:
    """A session with its description, or its arrays, changed; its checksums fit."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        described, packs = json.loads(archive.read("session.json")), bytearray(archive.read("packs.bin"))
    edit(described, packs)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("session.json", json.dumps(described))
        archive.writestr("packs.bin", bytes(packs))
    return out.getvalue()


def mutated(content: bytes, dice: random.Random) -> bytes:
    """A session with a few wrong bytes, or with wrong values where the checksums still fit."""
    if dice.random() < 0.5:
        return rebuilt(content, lambda described, packs: _mutate_parts(described, packs, dice))
    wrong = bytearray(content)
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(wrong))
        match dice.randrange(4):
            case 0:
                wrong[at] = dice.randrange(256)
            case 1:
                del wrong[at : at + dice.randrange(1, 200)]
            case 2:
                wrong[at:at] = wrong[dice.randrange(len(wrong)) :][: dice.randrange(1, 200)]
            case _:
                wrong[at : at + 8] = dice.choice(_BYTES)
    return bytes(wrong)


def _mutate_parts(described: dict[str, Any], packs: bytearray, dice: random.Random) -> None:
    if dice.random() < 0.6:
        holder, key = dice.choice(list(_places(described)))
        value = holder[key]
        if type(value) is int and dice.random() < 0.5:
            holder[key] = value + dice.choice([-100, -8, -1, 1, 8, 100])
        else:
            holder[key] = dice.choice(_VALUES)
    if dice.random() < 0.6:
        for _ in range(dice.randint(1, 8)):
            at = dice.randrange(len(packs) - 8)
            packs[at : at + 8] = dice.choice(_BYTES)


def _places(value: Any) -> Any:
    """Every place within a description where something stands."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])
