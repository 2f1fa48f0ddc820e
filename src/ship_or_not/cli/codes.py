"""Exit codes that are no verdict's, and which code wins."""

GO = 0
COULD_NOT_DECIDE = 2
BUG = 70

WORST_FIRST = (BUG, COULD_NOT_DECIDE, 1, 3, GO)


def worst(*codes: int) -> int:
    """Return the code that a run of several outcomes exits with.

    Examples
    --------
    >>> worst(0, 3, 1), worst(1, 2), worst()
    (1, 2, 0)
    """
    return min(codes, key=WORST_FIRST.index, default=GO)
