"""From what the diagram shows to what it stands for in the network, and back."""

from playground.app.views.diagram.hit import Bias, Hit, Link, Neuron, Summary
from playground.app.views.diagram.structure import Structure
from playground.training import Place, Snapshot, Target, Unit


def target_of(structure: Structure, hit: Hit | None) -> Target | None:
    """The parameter or unit that a part of the diagram stands for; None of a summary, or nothing."""
    if isinstance(hit, Neuron):
        return Unit(hit.column, hit.unit)
    if isinstance(hit, Link):
        return Place(f"{structure.columns[hit.column].key}.weight", (hit.source, hit.unit))
    if isinstance(hit, Bias):
        column = structure.columns[hit.column]
        return Place(f"{column.key}.{'beta' if column.normalized else 'bias'}", (hit.unit,))
    return None


def has_part(structure: Structure, hit: Hit) -> bool:
    """Whether a network of this structure has a part, shown or summed up."""
    columns = structure.columns
    if hit.column >= len(columns) or isinstance(hit, Summary):
        return hit.column < len(columns)
    if isinstance(hit, Link) and hit.source >= columns[hit.column - 1].units:
        return False
    return hit.unit < columns[hit.column].units


def hit_of(structure: Structure, target: Target) -> Hit | None:
    """The part of the diagram that stands for a target; None where it has none, as of a gamma."""
    if isinstance(target, Unit):
        return Neuron(target.column, target.unit)
    key, _, part = target.name.partition(".")
    number = next((n for n, column in enumerate(structure.columns) if column.key == key), None)
    if number is None or part == "gamma":
        return None
    return Link(number, *target.index) if part == "weight" else Bias(number, target.index[0])


def value_of(snapshot: Snapshot, place: Place) -> float:
    """A parameter's value; of a muted one what it will come back as."""
    muted = snapshot.muted.get(place)
    if muted is not None and muted.value is not None:
        return muted.value
    return float(snapshot.parameters[place.name][place.index])
