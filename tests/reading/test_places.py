"""Sets as bits do what a list of them would do."""

from hypothesis import given
from hypothesis import strategies as st

from interpretations.reading.places import bits_of, closed, newest, opened

# More than one part of `newest`.
some_bits = st.builds(
    lambda size, places: bits_of([place for place in places if place < size], size),
    st.integers(0, 10_000),
    st.sets(st.integers(0, 9_999)),
)
places = st.integers(0, 9_999)


def places_in(bits):
    return [place for place in range(bits.bit_length()) if bits >> place & 1]


@given(st.sets(places))
def test_the_bits_of_places_are_these_places(wanted):
    assert set(places_in(bits_of(wanted, 10_000))) == wanted


@given(some_bits, places)
def test_room_is_made_at_a_place_and_nowhere_else(bits, place):
    moved = [at + (at >= place) for at in places_in(bits)]

    assert places_in(opened(bits, place)) == moved


@given(some_bits, places)
def test_a_place_is_taken_away_and_nothing_else(bits, place):
    moved = [at - (at > place) for at in places_in(bits) if at != place]

    assert places_in(closed(bits, place)) == moved


@given(some_bits, st.integers(0, 60), st.integers(0, 60))
def test_the_newest_are_the_highest(bits, start, more):
    falling = places_in(bits)[::-1]

    assert newest(bits, start, start + more) == falling[start : start + more]
