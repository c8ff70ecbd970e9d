"""Whether a VBA project has a line of code (MS-OVBA); office programs leave empty ones behind."""

import io
import re
import struct
from dataclasses import dataclass

import olefile

# Written by the editor itself; nothing happens when they are run.
NO_CODE = re.compile(r"\s*(?:$|Attribute\s|Option\s|'|Rem\b)", re.IGNORECASE)
MOST_SOURCE = 16 * 1024 * 1024  # bytes of one module, unpacked
CHUNK = 4096
COMPRESSED_MARK, COMPRESSED_CHUNK = 1, 0x8000
CHUNK_SIGNATURE, CHUNK_SIGNED = 0x7000, 0x3000
PROJECT_VERSION, MODULE_STREAM, MODULE_OFFSET = 0x0009, 0x001A, 0x0031
DIRECTORY = "dir"


class NotReadableError(Exception):
    """The project does not say what it holds; it counts as one with code."""


@dataclass(frozen=True)
class Module:
    """A stream of a project; its source is packed behind `offset`, before it the compiled code."""

    stream: str
    offset: int


def has_code(container: olefile.OleFileIO) -> bool:
    """Tell whether any project in a container has code, or does not let itself be read."""
    try:
        return any(
            _is_code(container.openstream([*storage, module.stream]).read()[module.offset :])
            for storage in storages(container)
            for module in modules(container, storage)
        )
    except (NotReadableError, OSError, IndexError, struct.error):
        return True


def project_has_code(data: bytes) -> bool:
    """The same of the bytes of a `vbaProject.bin`."""
    if not olefile.isOleFile(data=data):
        return True
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        return not storages(container) or has_code(container)


def storages(container: olefile.OleFileIO) -> list[list[str]]:
    """The storages that hold a project: those with a directory of modules."""
    streams = container.listdir(streams=True, storages=False)
    return [entry[:-1] for entry in streams if entry[-1].casefold() == DIRECTORY]


def modules(container: olefile.OleFileIO, storage: list[str]) -> list[Module]:
    """The modules of a project; raises `NotReadableError` and what reading raises."""
    data = unpacked(container.openstream([*storage, DIRECTORY]).read())
    found_modules, position, stream = [], 0, ""
    while position + 6 <= len(data):
        kind, length = struct.unpack_from("<HL", data, position)
        length += 2 if kind == PROJECT_VERSION else 0  # its length leaves the minor version out
        body = data[position + 6 : position + 6 + length]
        position += 6 + length
        if kind == MODULE_STREAM:
            stream = body.decode("gb18030", "replace")
        elif kind == MODULE_OFFSET:
            found_modules.append(
                Module(_named_as(stream, container, storage), int.from_bytes(body, "little"))
            )
    if not found_modules:
        raise NotReadableError
    return found_modules


def _named_as(name: str, container: olefile.OleFileIO, storage: list[str]) -> str:
    if not container.exists([*storage, name]):
        raise NotReadableError
    return name


def _is_code(packed: bytes) -> bool:
    lines = unpacked(packed).decode("latin-1").splitlines()
    return any(not NO_CODE.match(line) for line in lines)


def unpacked(packed: bytes) -> bytes:
    """Unpack a compressed container (MS-OVBA 2.4.1); raises `NotReadableError`."""
    if packed[:1] != bytes((COMPRESSED_MARK,)):
        raise NotReadableError
    source, position = bytearray(), 1
    while position + 2 <= len(packed):
        header = int.from_bytes(packed[position : position + 2], "little")
        if not header:
            break  # the stream is longer than what is packed in it
        if header & CHUNK_SIGNATURE != CHUNK_SIGNED:
            raise NotReadableError
        end = position + (header & 0xFFF) + 3
        if header & COMPRESSED_CHUNK:
            _unpack_chunk(packed[position + 2 : end], source)
        else:
            source += packed[position + 2 : position + 2 + CHUNK]
        if len(source) > MOST_SOURCE:
            raise NotReadableError
        position = end
    return bytes(source)


def _unpack_chunk(chunk: bytes, source: bytearray) -> None:
    """Literal bytes, and copies of what stands before in the same chunk."""
    start, position = len(source), 0
    while position < len(chunk):
        flags, position = chunk[position], position + 1
        for bit in range(8):
            if position >= len(chunk):
                return
            if not flags >> bit & 1:
                source.append(chunk[position])
                position += 1
                continue
            token = int.from_bytes(chunk[position : position + 2], "little")
            position += 2
            distance_bits = max((len(source) - start - 1).bit_length(), 4)
            length = (token & (0xFFFF >> distance_bits)) + 3
            distance = (token >> (16 - distance_bits)) + 1
            if distance > len(source) - start:
                raise NotReadableError
            for _ in range(length):
                source.append(source[-distance])
