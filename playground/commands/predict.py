"""The commands `predict` and `export`, which begin with saved weights: answers to rows, and other formats."""

import argparse
import os
import sys
from functools import partial

from playground.commands.output import EXIT_OK, EXIT_WRONG_INPUT, save_all
from playground.commands.progress import Share
from playground.experiment import UserError
from playground.experiment.message import Message, one_line, say, say_count
from playground.export import (
    FORMATS,
    Asked,
    Check,
    Description,
    Predictions,
    asked_of_file,
    check_apart,
    check_export_path,
    check_table_path,
    description_of,
    format_of,
    load_weights,
    predictions_as_csv,
    read_asked,
    save_predictions,
    trained_of_file,
)

ENDINGS = ", ".join(dict.fromkeys(each.suffix for each in FORMATS))
_STANDARD_INPUT = "-"
_MOST_BYTES = 2**30
_GAPS_TOLD = 10


def add_predict_options(parser: argparse.ArgumentParser) -> None:
    """Let `playground predict` take the weights, the rows, and where to put the answers."""
    parser.add_argument("weights", metavar="WEIGHTS", help="a file of weights: .npz, .json or .safetensors")
    parser.add_argument(
        "data",
        metavar="DATA",
        help="the rows: a table that has the columns by name, in any order and among others; pictures (IDX or .npz); "
        "or - for a table from standard input",
    )
    parser.add_argument("--csv", metavar="FILE", help="write the answers to a CSV file instead of printing them")


def run_predict(options: argparse.Namespace) -> int:
    """Answer every row: its number, the answer, and for classes the probability of each; the exit status."""
    if options.csv:
        check_table_path(options.csv, say("predictions are a CSV table"))
        check_apart([options.csv, options.weights, *([] if options.data == _STANDARD_INPUT else [options.data])])
    description = description_of(load_weights(options.weights), options.weights)
    with Share(sys.stderr, "reading") as reading:
        asked = _asked(description, options.data, reading)
    for line in asked.told:
        _tell(options.data, line)
    predictions = Predictions(description, asked)
    with Share(sys.stderr if options.csv else None, "answering") as answering:
        if options.csv:
            save_predictions(predictions, options.csv, answering)
        else:
            for block in predictions_as_csv(predictions):
                sys.stdout.write(block.decode())
    for gap in predictions.gaps[:_GAPS_TOLD]:
        _tell(options.data, gap.message)
    more = predictions.gap_count - _GAPS_TOLD
    if more > 0:
        _tell(options.data, say_count(more, "1 more row has no answer", "{count:,} more rows have no answer"))
    if options.csv:
        rows = say_count(len(predictions), "1 row", "{count:,} rows")
        print(
            say("{path}: {rows}, {gaps:,} without an answer", path=options.csv, rows=rows, gaps=predictions.gap_count)
        )
    return EXIT_OK


def _asked(description: Description, data: str, progress: Share) -> Asked:
    facts = description.facts
    if data != _STANDARD_INPUT and not os.path.lexists(data):
        raise UserError("{path}: there is no such file; check the name, or choose a table or pictures", path=data)
    try:
        if data == _STANDARD_INPUT:
            content = sys.stdin.buffer.read(_MOST_BYTES + 1)
            if len(content) > _MOST_BYTES:
                raise UserError("this is over 1 GB; answer it in parts")
            return read_asked(facts, content, progress=progress)
        return asked_of_file(facts, data, progress)
    except UserError as error:
        raise UserError("{name}: {reason}", name=_name(data), reason=error.message) from None


def _name(data: str) -> str:
    return "standard input" if data == _STANDARD_INPUT else data


def _tell(data: str, line: Message) -> None:
    print(one_line(f"playground: {_name(data)}: {line}"), file=sys.stderr)


def add_export_options(parser: argparse.ArgumentParser) -> None:
    """Let `playground export` take the weights and the files to write."""
    parser.add_argument("weights", metavar="WEIGHTS", help="a file of weights: .npz, .json or .safetensors")
    parser.add_argument(
        "files", metavar="FILE", nargs="+", help=f"a file to write; its ending says the format ({ENDINGS})"
    )


def run_export(options: argparse.Namespace) -> int:
    """Write saved weights in other formats, each read back and compared; the exit status."""
    for path in options.files:
        check_export_path(path)
    check_apart([options.weights, *options.files])
    trained = trained_of_file(description_of(load_weights(options.weights), options.weights))

    def save(path: str) -> None:
        tell_check(path, format_of(path).save(trained, path))

    return EXIT_OK if save_all(*(partial(save, path) for path in options.files)) else EXIT_WRONG_INPUT


def tell_check(path: str, check: Check) -> None:
    """Print how a file was found to be when it was read back."""
    for line in (check.message, *check.remarks):
        print(one_line(f"{path}: {line}"))
