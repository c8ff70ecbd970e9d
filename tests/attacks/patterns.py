"""Every pattern of the code, how it is asked, and strings grown from it to make it slow.

A pattern is found by its call (`re.compile`, `re.sub`, …) in the source and evaluated in its
module. The strings are grown from the pattern's own parse tree: a way to each repetition, what it
repeats many times, and an end that does not fit.
"""

import ast
import importlib
import itertools
import random
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from re import _constants as op
from re import _parser as parser
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
SOURCES = {
    **dict.fromkeys(
        ("clauses", "drafting", "editions", "interpretations", "media", "scripts"), ROOT
    ),
    "site": ROOT / "site",
}
FUNCTIONS = (
    "compile",
    "match",
    "search",
    "fullmatch",
    "sub",
    "subn",
    "split",
    "findall",
    "finditer",
)
LONG_ENOUGH = 0.004  # seconds of processor time that can be told from noise
SHORTEST, LONGEST = 64, 64 * 2**6  # characters; what is quick with so many is quick
# Reached by another name than their own: how they are asked.
ASKED = {"media/examine/inside.py": ("match",)}
# Linear work takes four times as long for four times the text, squared work sixteen times.
TOO_MUCH = 9
SECONDS = 1
ENDS = ("", "x\nx", "!", "\x00")


@dataclass(frozen=True)
class Pattern:
    """One pattern, where it stands, and the ways it is asked."""

    place: str
    regex: re.Pattern
    ways: tuple[str, ...]

    def __str__(self) -> str:
        return self.place


def sources() -> Iterator[tuple[str, Path]]:
    """Module name and file of everything that runs for users."""
    for folder, root in SOURCES.items():
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts and path.name != "__main__.py":
                parts = path.relative_to(root).with_suffix("").parts
                yield ".".join(part for part in parts if part != "__init__"), path


def found() -> tuple[list[Pattern], list[str]]:
    """All patterns, and the places of those that only a running function knows."""
    patterns, unknown = [], []
    asked = _ways_by_name()
    for module_name, path in sources():
        tree = ast.parse(path.read_text("utf-8"))
        calls = [(call, name) for call, name in _calls(tree)]
        if not calls:
            continue
        module = importlib.import_module(module_name)
        for call, name in calls:
            place = f"{path.relative_to(ROOT)}:{call.args[0].lineno}"
            try:
                regex = _evaluated(call, vars(module))
            except NameError:
                unknown.append(f"{path.relative_to(ROOT)}: {ast.unparse(call.args[0])}")
                continue
            patterns.append(Pattern(place, regex, _ways(call, asked.get(name), place)))
    return patterns, unknown


def _ways(call: ast.Call, asked: set[str] | None, place: str) -> tuple[str, ...]:
    if call.func.attr != "compile":
        return (_way(call.func.attr),)
    return tuple(sorted(asked or ASKED.get(place.partition(":")[0], ("search",))))


def _calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Calls of `re`, with the name that a compiled pattern is given."""
    names = {
        id(node.value): target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in FUNCTIONS
        ):
            yield node, names.get(id(node), "")


def _evaluated(call: ast.Call, namespace: dict) -> re.Pattern:
    flags = [word.value for word in call.keywords if word.arg == "flags"]
    flags += call.args[1:2] if call.func.attr == "compile" else []
    values = [eval(ast.unparse(node), namespace) for node in (call.args[0], *flags)]
    return values[0] if isinstance(values[0], re.Pattern) else re.compile(*values)


def _ways_by_name() -> dict[str, set[str]]:
    """How compiled patterns are asked, by the name they have anywhere."""
    ways: dict[str, set[str]] = {}
    for _module, path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in FUNCTIONS[1:]:
                owner = node.value
                name = getattr(owner, "id", None) or getattr(owner, "attr", None)
                if name and name != "re":
                    ways.setdefault(name, set()).add(_way(node.attr))
    return ways


def _way(function: str) -> str:
    """Everything that is no match from the start looks at every place."""
    return function if function in ("match", "fullmatch") else "search"


def is_linear(ask: Callable[[str], object], attack: Callable[[int], str]) -> bool:
    """Whether four times the text takes about four times the work."""
    try:
        with processor_time(SECONDS):
            if _took(ask, attack(LONGEST)) < LONG_ENOUGH:
                return True
        with processor_time(SECONDS):
            length = SHORTEST
            while (took := _took(ask, attack(length))) < LONG_ENOUGH:
                length *= 2
                if length > LONGEST:
                    return True
            took = min(took, _took(ask, attack(length)))
            return _took(ask, attack(4 * length)) < TOO_MUCH * took or _again(ask, attack, length)
    except TimeoutError:
        return False


def _again(ask: Callable[[str], object], attack: Callable[[int], str], length: int) -> bool:
    """A machine that was busy just then is asked more often; one odd answer decides nothing."""
    short = median(_took(ask, attack(length)) for _ in range(5))
    return min(_took(ask, attack(4 * length)) for _ in range(3)) < TOO_MUCH * short


def _took(ask: Callable[[str], object], text: str) -> float:
    """Of this thread: while a timer runs, Linux counts a process's time in steps of 4 ms."""
    begun = time.thread_time()
    ask(text)
    return time.thread_time() - begun


@contextmanager
def processor_time(seconds: float) -> Iterator[None]:
    """Raise `TimeoutError` inside when so much processor time was used; `re` looks for signals."""

    def stop(*args: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def attacks(regex: re.Pattern) -> Iterator[tuple[str, Callable[[int], str]]]:
    """Strings of any length that lead into each repetition and do not come out of it."""
    chance = random.Random(1)
    tree = parser.parse(regex.pattern, regex.flags & ~re.DEBUG)
    for way, pump in _repetitions(list(tree), "", chance):
        if pump:
            for end in ENDS:
                yield f"{way!r} + {pump!r} * n + {end!r}", _attack(way, pump, end)


def _attack(way: str, pump: str, end: str) -> Callable[[int], str]:
    return lambda length: way + pump * (length // len(pump)) + end


def _repetitions(nodes: list, way: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """For each repetition without end, and each two that follow: a way to it, what it repeats."""
    for node, argument in nodes:
        if node in REPEATS:
            _least, most, body = argument
            yield from _repetitions(list(body), way, chance)
            if most > 8:
                yield from ((way, _sample(list(body), chance)) for _ in range(3))
                yield from ((_half(way), _sample(list(body), chance)) for _ in range(1) if way)
        elif node is op.SUBPATTERN:
            yield from _repetitions(list(argument[-1]), way, chance)
        elif node is op.ATOMIC_GROUP:
            yield from _repetitions(list(argument), way, chance)
        elif node is op.BRANCH:
            for branch in argument[1]:
                yield from _repetitions(list(branch), way, chance)
        elif node in (op.ASSERT, op.ASSERT_NOT):
            yield from _repetitions(list(argument[1]), way, chance)
        way += _sample([(node, argument)], chance)
    if way:
        # The whole again and again: a search that begins at every place.
        yield "", way


def _half(way: str) -> str:
    return way[: len(way) // 2]


REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
CATEGORIES = {
    op.CATEGORY_DIGIT: "1", op.CATEGORY_SPACE: " ", op.CATEGORY_WORD: "a",
    op.CATEGORY_NOT_DIGIT: "甲", op.CATEGORY_NOT_SPACE: "a", op.CATEGORY_NOT_WORD: "-",
}  # fmt: skip


def _sample(nodes: list, chance: random.Random) -> str:
    """A text that these nodes of a parse tree accept, as far as they can be told apart."""
    return "".join(_sample_of(node, argument, chance) for node, argument in nodes)


def _sample_of(node: object, argument: object, chance: random.Random) -> str:
    if node is op.LITERAL:
        return chr(argument)
    if node is op.NOT_LITERAL:
        return "a" if argument != ord("a") else "b"
    if node is op.ANY:
        return chance.choice("a <\"'/&;. ")
    if node is op.IN:
        return _member(argument, chance)
    if node is op.CATEGORY:
        return CATEGORIES[argument]
    if node in REPEATS:
        least, most, body = argument
        times = max(least, min(most, 1))
        return "".join(_sample(list(body), chance) for _ in range(times))
    if node is op.SUBPATTERN:
        return _sample(list(argument[-1]), chance)
    if node is op.ATOMIC_GROUP:
        return _sample(list(argument), chance)
    if node is op.BRANCH:
        return _sample(list(chance.choice(argument[1])), chance)
    return ""  # anchors, assertions, references


def _member(items: list, chance: random.Random) -> str:
    """A character of a set; of one that is named by what it is not, one that is not in it."""
    if items[0][0] is op.NEGATE:
        named = "".join(_member([item], chance) for item in items[1:])
        return next(c for c in "a1 <-\n甲é" if c not in named)
    kind, value = chance.choice(items)
    if kind is op.LITERAL:
        return chr(value)
    if kind is op.RANGE:
        return chr(chance.randint(*value))
    return CATEGORIES[value]


def ways_of(pattern: Pattern) -> Iterator[tuple[str, Callable[[str], object]]]:
    for way in pattern.ways:
        function = getattr(pattern.regex, way)
        # A search goes on behind what it found, as `sub` and `findall` do.
        yield way, (lambda text, f=pattern.regex.findall: f(text)) if way == "search" else function


def encoded(pattern: Pattern, text: str) -> str | bytes:
    return text.encode("utf-8") if isinstance(pattern.regex.pattern, bytes) else text


def slow_way(pattern: Pattern) -> str | None:
    """The first way found in which this pattern takes more than linear time, in words."""
    grown = itertools.product(ways_of(pattern), dict(attacks(pattern.regex)).items())
    return next(
        (
            f"{way}: {words}"
            for (way, ask), (words, attack) in grown
            if not is_linear(lambda text, ask=ask: ask(encoded(pattern, text)), attack)
        ),
        None,
    )
