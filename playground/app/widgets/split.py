"""The three parts of the data in whole percent, and how one is changed without losing the sum of 100."""

Split = tuple[int, int, int]
SMALLEST_TRAINING = 1


def with_boundary(split: Split, boundary: int, percent: int) -> Split:
    """Move one of the two boundaries (0 or 1) to `percent`; it pushes the other one before it."""
    percent = max(SMALLEST_TRAINING, min(100, percent))
    first, second = split[0], split[0] + split[1]
    if boundary == 0:
        first, second = percent, max(percent, second)
    else:
        first, second = min(first, percent), percent
    return first, second - first, 100 - second


def with_part(split: Split, part: int, percent: int) -> Split:
    """Give one part `percent`; what it gains or loses, the others lose or gain, test data first."""
    others = {0: (2, 1), 1: (2, 0), 2: (0, 1)}[part]
    lowest = [SMALLEST_TRAINING, 0, 0]
    room = 100 - sum(lowest[other] for other in others)
    parts = list(split)
    parts[part] = max(lowest[part], min(room, percent))
    missing = sum(parts) - 100
    for other in others:
        taken = min(missing, parts[other] - lowest[other])
        parts[other] -= taken
        missing -= taken
    return parts[0], parts[1], parts[2]
