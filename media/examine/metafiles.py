"""Metafiles of Windows inside documents: what they tell beside the drawing goes (MS-EMF)."""

import struct

HEADER_BYTES, DESCRIPTION, HEADER = 48, 60, 108
COMMENT, END = 70, 14
# Comments that draw: EMF+ (MS-EMFPLUS), and those of Windows itself. Others are of programs.
DRAWING = (b"EMF+", b"GDIC")


def emf(data: bytes) -> bytes:
    """A metafile without its description, the comments of programs, and what follows its end.

    Each stays as long as before: records tell their places by counting.
    """
    cleaned = bytearray(data)
    length, start = struct.unpack_from("<LL", data, DESCRIPTION)
    if 0 < start < start + 2 * length <= len(data):
        cleaned[start : start + 2 * length] = bytes(2 * length)
    position = 0
    while position + 8 <= len(data):
        kind, size = struct.unpack_from("<LL", data, position)
        if size < 8 or position + size > len(data):
            return bytes(cleaned)  # readers stop here as well, or read on by other rules
        if kind == COMMENT and data[position + 12 : position + 16] not in DRAWING:
            cleaned[position + 12 : position + size] = bytes(size - 12)
        position += size
        if kind == END:
            return bytes(cleaned[:position])
    return bytes(cleaned)
