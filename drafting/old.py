"""Old Word and WPS documents (.doc, .wps): LibreOffice makes a .docx of them, where there is one.

Runs it through the caller's runner, which keeps it from the network and ends it in time
(`media.sandbox.runner.run` has this shape); nothing here starts a process by itself.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from drafting.flow import Flow
from drafting.refusal import UnreadableError

PROGRAM = "soffice"
FILTER = "docx:MS Word 2007 XML"
MEGABYTE = 1024 * 1024
# What it needs: two seconds and 200 MB here; address space counts what it only maps.
SECONDS, CPU_SECONDS, MEMORY, FILE_SIZE, PROCESSES = 60, 60, 4096 * MEGABYTE, 256 * MEGABYTE, 256
# It would fetch what a document names even where the network is there; macros never run.
SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
SWITCHES = {
    "MacroSecurityLevel": "3",
    "DisableMacrosExecution": "true",
    "BlockUntrustedRefererLinks": "true",
}
SETTINGS = (
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(
        f'<item oor:path="{SECURITY}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for name, value in SWITCHES.items()
    )
    + "</oor:items>"
)

# LibreOffice knows no list that never restarts (`w:lvlRestart`): it begins anew in each chapter.
UNSURE = "old_numbers"
Run = Callable[[Sequence[str | Path], Path], Any]


def as_docx(path: Path, folder: Path, run: Run) -> Path:
    """Make a .docx of an old document in `folder`, an empty one; returns where it is.

    `run(argv, folder)` runs a program and raises what it likes. Raises `UnreadableError` where
    the program ended well and wrote nothing, as it does for what is no document.
    """
    source = folder / "old.doc"
    source.write_bytes(path.read_bytes())
    profile, made = folder / "profile", folder / "made"
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(SETTINGS, encoding="utf-8")
    run(command(source, profile, made), folder)
    result = made / "old.docx"
    if not result.is_file() or not result.stat().st_size:
        raise UnreadableError("damaged")
    return result


def tell_numbers(flow: Flow) -> None:
    """Say that numbers made by Word may have been counted otherwise on the way here."""
    if any(paragraph.number for paragraph in flow.every_paragraph()):
        flow.tell(UNSURE)


def command(source: Path, profile: Path, into: Path) -> list[str | Path]:
    """The command line: a profile of its own, so that two at once do not meet."""
    return [
        PROGRAM,
        "--headless",
        "--norestore",
        "--nolockcheck",
        f"-env:UserInstallation={profile.as_uri()}",
        "--convert-to",
        FILTER,
        "--outdir",
        into,
        source,
    ]
