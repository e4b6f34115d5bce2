"""The volumes of a register: numbers go on from one to the next (TT 01/2018/TT-VPCP art. 10.2.c)."""

VOLUME = 500  # lines; about as many as a bound book of fifty leaves holds


def volume_of(number: int) -> int:
    """The volume in which a line stands, from 1."""
    return (number - 1) // VOLUME + 1


def first_of(volume: int) -> int:
    """The number of its first line."""
    return (volume - 1) * VOLUME + 1
