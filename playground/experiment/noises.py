"""What noise means, which differs from set to set, and how much of it there can be."""

from typing import Annotated

from playground.experiment.declare import setting

AnyNoise = Annotated[float, setting("Noise", "How far points stray from the pattern.", live=True, ge=0, le=1)]
LabelNoise = Annotated[
    float,
    setting(
        "Noise",
        "Each point gets the class of a place up to 5 times the noise away in either direction; it stays where it is.",
        live=True,
        ge=0,
        le=0.5,
    ),
]
ValueNoise = Annotated[
    float,
    setting(
        "Noise",
        "Each point gets the value of a place up to 6 times the noise away in either direction; it stays where it is.",
        live=True,
        ge=0,
        le=0.5,
    ),
]
CloudNoise = Annotated[float, setting("Noise", "The standard deviation of each cloud.", live=True, ge=0, le=1)]
SpreadNoise = Annotated[
    float, setting("Noise", "The standard deviation of each point's distance from its line.", live=True, ge=0, le=1)
]
HeightNoise = Annotated[
    float, setting("Noise", "The standard deviation of each point's height above its wave.", live=True, ge=0, le=0.5)
]
GaussNoise = Annotated[
    float, setting("Noise", "The variance of each cloud is 0.5 plus 7 times the noise.", live=True, ge=0, le=0.5)
]
RoseNoise = Annotated[
    float,
    setting("Noise", "The standard deviation of each point's angle and distance.", live=True, ge=0, le=0.5),
]
ShiftNoise = Annotated[
    float, setting("Noise", "How far each point is shifted at most, in either direction.", live=True, ge=0, le=0.5)
]
