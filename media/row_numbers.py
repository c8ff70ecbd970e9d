"""What may be the number of a row: databases break on longer ones, and on what is none."""

# The longest number that every database takes for an id.
DIGITS = 18


def is_row_number(text: str) -> bool:
    """Tell whether a row could have this number."""
    return text.isascii() and text.isdecimal() and len(text) <= DIGITS
