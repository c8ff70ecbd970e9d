"""Sets as the bits of a number: bit 0 is the oldest set of a list, the highest bit the newest.

A hundred thousand sets are 12 KB; what several filters find together is one `&`, how many sets
that are one `bit_count`.
"""

from collections.abc import Iterable, Iterator

_PART = 4096  # bits that are looked at one by one; the others are only counted
_WHOLE_PART = (1 << _PART) - 1


def bits_of(places: Iterable[int], size: int) -> int:
    """The number whose bits at these places, of so many, are 1."""
    octets = bytearray(size // 8 + 1)
    for place in places:
        octets[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(octets, "little")


def opened(bits: int, place: int) -> int:
    """Make room for one more set at a place: it is 0, what stood there and above moves up."""
    above = bits >> place
    return above << place + 1 | bits ^ above << place


def closed(bits: int, place: int) -> int:
    """Take a place away: what stands above it moves down."""
    above = bits >> place
    return (above >> 1) << place | bits ^ above << place


def newest(bits: int, start: int, stop: int) -> list[int]:
    """The places of the sets from `start` to before `stop`, counted from the newest."""
    found: list[int] = []
    passed = 0
    for part in range(bits.bit_length() // _PART, -1, -1):
        if passed >= stop:
            break
        low = part * _PART
        some = bits >> low & _WHOLE_PART
        count = some.bit_count()
        if passed + count > start:
            wanted = range(max(start - passed, 0), stop - passed)
            found += [low + place for at, place in enumerate(_falling(some)) if at in wanted]
        passed += count
    return found


def _falling(bits: int) -> Iterator[int]:
    while bits:
        place = bits.bit_length() - 1
        yield place
        bits ^= 1 << place
