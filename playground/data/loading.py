"""The samples of a source, wherever they come from: a formula, a person's painting, a table, images."""

from functools import lru_cache

from numpy.random import RandomState

from playground.data.generators import draw, painted
from playground.data.images import Images, read_digits, read_images
from playground.data.own_table import samples_of_table, stamp
from playground.data.samples import Samples, some_rows
from playground.experiment import Digits, Experiment, File, ImageFiles, Painted

FRESH_TEST_STREAM = 4
"""Beside the streams 1 (batches), 2 (dropout) and 3 (split): fresh test points come from `[source.seed, 4]`."""
FRESH_VALIDATION_STREAM = 7
"""Fresh validation points come from `[source.seed, 7]`; the stream 6 is that of a search."""


def load_samples(experiment: Experiment) -> Samples:
    """The samples that an experiment's source has.

    Raises
    ------
    UserError : when a file cannot be read, or does not hold what the experiment asks of it.
    """
    source, features = experiment.data.source, experiment.data.features
    if isinstance(source, File):
        return samples_of_table(source, experiment)
    if isinstance(source, Digits):
        return _from_images(read_digits(), source.sample_count, source.seed)
    if isinstance(source, ImageFiles):
        stamps = (stamp(source.path), stamp(source.labels))
        return _from_images(_images(source.path, source.labels, stamps), source.rows, source.seed)
    classes = tuple(str(number) for number in range(source.class_count or 0))
    if isinstance(source, Painted):
        return Samples(*painted(source), classes, features=features)
    points, answers = draw(source, source.samples, RandomState(source.seed))
    wanted = (source.fresh_validation, FRESH_VALIDATION_STREAM), (source.fresh_test, FRESH_TEST_STREAM)
    validation, test = (
        draw(source, count, RandomState([source.seed, stream])) if count else None for count, stream in wanted
    )
    return Samples(points, answers, classes, test=test, validation=validation, features=features)


def _from_images(images: Images, most: int, seed: int) -> Samples:
    rows = some_rows(len(images), most, seed)
    test = None if images.test is None else (images.test.raw, images.test.labels)
    shape = (images.height, images.width)
    return Samples(
        images.raw if rows is None else images.raw[rows],
        images.labels if rows is None else images.labels[rows],
        images.classes,
        tuple(f"pixel {row + 1}, {column + 1}" for row in range(shape[0]) for column in range(shape[1])),
        image_shape=shape,
        test=test,
        official=test is not None,
        available=len(images) + (0 if test is None else len(test[0])),
        scale=images.scale,
        numbers=None if rows is None else rows + 1,
    )


@lru_cache(maxsize=1)
def _images(path: str, labels: str, stamps: object) -> Images:  # noqa: ARG001 - files that have changed are read anew
    return read_images(path, labels)
