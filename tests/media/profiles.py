"""Colour profiles for the tests: one of a press that prints every mixture in one colour."""

import struct

CORNERS = 2**4  # of the cube of four inks


def _tag(signature, body):
    return signature + bytes(4) + body


def press(lab=(60, 70, 50)):
    """A CMYK profile that turns whatever is printed into this colour of Lab (ICC.1, lut8Type)."""
    lightness, a, b = lab
    colour = bytes((round(lightness * 2.55), a + 128, b + 128))
    identity = struct.pack(">9l", *(65536 if n % 4 == 0 else 0 for n in range(9)))
    ramp = bytes(range(256))
    table = bytes((4, 3, 2, 0)) + identity + ramp * 4 + colour * CORNERS + ramp * 3
    tags = {
        b"desc": _tag(b"desc", struct.pack(">L", 6) + b"press\0" + bytes(78)),
        b"cprt": _tag(b"text", b"none\0"),
        b"wtpt": _tag(b"XYZ ", struct.pack(">3l", 63190, 65536, 54061)),
        b"A2B0": _tag(b"mft1", table),
    }
    offset = 128 + 4 + 12 * len(tags)
    index, bodies = struct.pack(">L", len(tags)), b""
    for name, body in tags.items():
        padded = body + bytes(-len(body) % 4)
        index += struct.pack(">4sLL", name, offset + len(bodies), len(body))
        bodies += padded
    head = struct.pack(
        ">L4sL4s4s4s12s4s", offset + len(bodies), b"\0" * 4, 0x02400000, b"prtr", b"CMYK", b"Lab ",
        bytes(12), b"acsp",
    )  # fmt: skip
    white = struct.pack(">3l", 63190, 65536, 54061)
    return (head + bytes(28) + white).ljust(128, b"\0") + index + bodies
