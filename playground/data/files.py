"""What every reader asks first: is there such a file, and may it be read?"""

from pathlib import Path

from playground.experiment import UserError


def existing_file(path: str | Path, what: str) -> tuple[Path, int]:
    """The path of an ordinary, readable file and its size in bytes.

    Parameters
    ----------
    what
        What to choose instead, as in "choose a CSV file".

    Raises
    ------
    UserError
        Where there is no such file, it is a folder or no ordinary file, or it may not be read.
    """
    path = Path(path)
    name = path.name or str(path)
    try:
        if path.is_dir():
            raise UserError(f"{name} is a folder: choose {what} in it.")
        if not path.exists():
            raise UserError(f"There is no file {path}: choose {what}.")
        if not path.is_file():
            raise UserError(f"{name} is no ordinary file: choose {what}.")
        path.open("rb").close()
        return path, path.stat().st_size
    except OSError as error:
        raise UserError(f"{name} cannot be read: {error.strerror or error}.") from error
    except UserError:
        raise
    except ValueError as error:  # a NUL in the path
        raise UserError(f"There is no file {str(path)!r}: {error}.") from error
