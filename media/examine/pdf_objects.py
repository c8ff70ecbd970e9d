"""The objects of a PDF: every dictionary, and photographs inside filters."""

import base64
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf

from media.examine.findings import RefusedError

DEEPEST = 40
MOST_PICTURE = 100 * 1024 * 1024  # bytes of one photograph, unpacked
PHOTOGRAPHS = ("/DCTDecode", "/JPXDecode")


def is_dictionary(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary | pikepdf.Stream)


def dictionaries(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary and stream of the file; what the caller takes out is not entered."""
    for value in document.objects:
        yield from _within(value)


def _within(value: Any, depth: int = 0) -> Iterator[Any]:
    if depth > DEEPEST:
        raise RefusedError("broken")
    if is_dictionary(value):
        yield value
        children = [value[key] for key in list(value.keys())]
    elif isinstance(value, pikepdf.Array):
        children = list(value)
    else:
        return
    for child in children:
        if not getattr(child, "is_indirect", False):
            yield from _within(child, depth + 1)


def listed(value: Any) -> list[Any]:
    """The items of an array; a single value as a list of one, nothing as none."""
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def photograph(stream: pikepdf.Stream) -> bytes | None:
    """The JPEG or JPEG 2000 that a stream holds, whatever packs it; None for what is none."""
    *packings, last = [str(name) for name in listed(stream.get("/Filter"))] or [""]
    if last not in PHOTOGRAPHS or not all(packing in UNPACKING for packing in packings):
        return None
    data = stream.read_raw_bytes()
    try:
        for packing in packings:
            data = UNPACKING[packing](data)
    except (ValueError, zlib.error):
        return None
    return data


def put_photograph(stream: pikepdf.Stream, data: bytes) -> None:
    """Write a photograph in the place of another; how its colours are meant stays."""
    *_packings, kind = listed(stream.get("/Filter"))
    meanings = [each for each in listed(stream.get("/DecodeParms")) if is_dictionary(each)]
    stream.write(data, filter=kind, decode_parms=meanings[-1] if meanings else None)


def _inflated(data: bytes) -> bytes:
    return zlib.decompressobj().decompress(data, MOST_PICTURE)


UNPACKING: dict[str, Callable[[bytes], bytes]] = {
    "/FlateDecode": _inflated,
    "/ASCII85Decode": lambda data: base64.a85decode(data.strip().removesuffix(b"~>")),
    "/ASCIIHexDecode": lambda data: bytes.fromhex(data.partition(b">")[0].decode("ascii")),
}
