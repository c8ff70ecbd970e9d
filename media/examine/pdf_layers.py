"""Layers of a PDF that are not shown at first; any reader can show them (ISO 32000, 8.11)."""

from collections.abc import Iterator
from typing import Any

import pikepdf

from media.examine.pdf_objects import is_dictionary, listed

OFF = pikepdf.Name.OFF


def hidden(document: pikepdf.Pdf, every: list[Any]) -> list[str]:
    """The names of the layers that something stands on and that are hidden at first."""
    properties: Any = document.Root.get("/OCProperties")
    if not is_dictionary(properties):
        return []
    first: Any = properties.get("/D", pikepdf.Dictionary())
    off, on = (_ids(first.get(key)) for key in ("/OFF", "/ON"))
    off |= _off_by_usage(first)
    used = {layer.objgen for layer in _used(every)}
    return [
        str(layer.get("/Name", ""))
        for layer in listed(properties.get("/OCGs"))
        if is_dictionary(layer)
        and layer.objgen in used
        and (layer.objgen in off or (first.get("/BaseState") == OFF and layer.objgen not in on))
    ]


def _ids(layers: Any) -> set[tuple[int, int]]:
    return {layer.objgen for layer in listed(layers) if is_dictionary(layer)}


def _off_by_usage(first: Any) -> set[tuple[int, int]]:
    """Layers that a reader hides on the screen by what they are for."""
    off = set()
    for rule in listed(first.get("/AS")):
        if is_dictionary(rule) and rule.get("/Event") == pikepdf.Name.View:
            for layer in listed(rule.get("/OCGs")):
                view = layer.get("/Usage", pikepdf.Dictionary()).get("/View")
                if is_dictionary(view) and view.get("/ViewState") == OFF:
                    off.add(layer.objgen)
    return off


def _used(every: list[Any]) -> Iterator[Any]:
    for dictionary in every:
        named = dictionary.get("/Properties")
        values = [named[key] for key in named.keys()] if is_dictionary(named) else []  # noqa: SIM118
        for value in (*values, dictionary.get("/OC")):
            if is_dictionary(value):
                yield value
                yield from (each for each in listed(value.get("/OCGs")) if is_dictionary(each))
