"""The citizen service number (BSN): nine digits that pass the eleven-proof (Besluit BSN, art. 1)."""

WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def normalised(written: str) -> str:
    """The digits as nine, however they were written (spaces, dots, without the leading zero)."""
    return "".join(sign for sign in written if sign not in " .-").zfill(len(WEIGHTS))


def is_bsn(digits: str) -> bool:
    """Whether these nine digits can be a BSN."""
    if len(digits) != len(WEIGHTS) or not (digits.isascii() and digits.isdigit()) or int(digits) == 0:
        return False
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11 == 0
