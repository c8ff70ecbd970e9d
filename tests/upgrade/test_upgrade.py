"""What an earlier version released or pinned keeps its bytes and digests under this code."""

import json
import shutil
import sqlite3
import subprocess
import tarfile
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from interpretations.models.kinds import ReleaseKind, ReleaseState
from operations.backup.manifest import read_sums, sha256_of
from tests.layout import tree
from tests.support import own_site

PACKED = ".tar.xz"


def _version(path):
    return path.name.removesuffix(PACKED)


def _age(path):
    return [int(number) for number in _version(path).split(".")]


FIXTURES = sorted(Path(__file__).parent.glob(f"*{PACKED}"), key=_age)
# What must be in both, row for row: a query whose first column is the row's own number.
KEPT = {
    "releases": "SELECT id, kind, state, seal, edition, released_at, title, public_note"
    " FROM interpretations_release",
    "members": "SELECT id, page_id, revision_id, action, title, slug, url_path, digest, open"
    " FROM interpretations_releaseitem",
    "pinned files": "SELECT id, item_id, object_id, fingerprint, sha256"
    " FROM interpretations_releasereference",
    "revisions": "SELECT r.id, r.content FROM wagtailcore_revision r"
    " JOIN interpretations_releaseitem i ON i.revision_id = r.id",
    "what is public": "SELECT page_id, role, item_id, released_at FROM interpretations_publication",
    "what left": "SELECT page_id, title, note, at FROM interpretations_departure",
    "decisions": "SELECT id, release_id, decision, opinion FROM interpretations_reviewstep",
    "ledger": "SELECT id, event, at, who, why, data, previous, hash"
    " FROM interpretations_ledgerentry",
    "served files": "SELECT id, name, page_id FROM media_releasedfile",
    "edition": "SELECT id, number FROM interpretations_edition",
}


# What readers are sent, or will be: every kind of file, under its name and fingerprint.
FILES = (
    "media_siteimage", "media_rendition", "media_sitedocument", "media_recording",
    "media_recordingfile", "media_chartdrawing", "media_captiontrack", "media_slicedpicture",
    "media_slice",
)  # fmt: skip


@pytest.fixture(scope="module", params=FIXTURES, ids=_version)
def upgraded(request, tmp_path_factory):
    """The unpacked backup, and the site that was restored from it and migrated."""
    folder = tmp_path_factory.mktemp("upgrade")
    with tarfile.open(request.param) as packed:
        packed.extractall(folder, filter="data")
    site = own_site.clone(folder / "site")
    code, lines = own_site.manage(
        "restore", str(folder / "backup"), at=site, BASE_URL="http://localhost"
    )
    assert code == 0, lines
    return folder / "backup", site / "var", lines


def rows(database, query):
    with closing(sqlite3.connect(database)) as connection:
        return {row[0]: row[1:] for row in connection.execute(query)}


def test_there_is_a_site_to_upgrade():
    assert FIXTURES


def test_the_latest_has_every_kind_in_every_state():
    with tarfile.open(FIXTURES[-1]) as packed, TemporaryDirectory() as folder:
        packed.extractall(folder, filter="data")
        database = Path(folder, "backup/database.sqlite3")
        found = {*rows(database, "SELECT id, kind, state FROM interpretations_release").values()}
        files = {name: rows(database, f"SELECT id FROM {name}") for name in FILES}
        ways = "emergency", "scheduled_for IS NOT NULL", "state = 'returned'", "feature_until"
        asked = f"SELECT 0, {', '.join(f'max({way})' for way in ways)} FROM interpretations_release"
        (met,) = rows(database, asked).values()

    open_or_out = {ReleaseState.IN_REVIEW, ReleaseState.APPROVED, ReleaseState.RELEASED}
    assert found >= {(kind, state) for kind in ReleaseKind for state in open_or_out}
    assert {name for name, there in files.items() if not there} == set()
    assert all(met)


@pytest.mark.parametrize("what", KEPT)
def test_what_was_released_or_pinned_is_the_same(upgraded, what):
    backup, var, _lines = upgraded
    before = rows(backup / "database.sqlite3", KEPT[what])

    assert rows(var / "db.sqlite3", KEPT[what]) == before
    assert before


def test_every_file_keeps_its_bytes(upgraded):
    backup, var, _lines = upgraded
    sums = {name: digest for name, digest in read_sums(backup).items() if "/" in name}

    assert {name: sha256_of(var / name) for name in sums} == sums
    assert sums


def test_this_code_finds_every_digest_right(upgraded):
    _backup, _var, lines = upgraded

    assert lines[-2:] == ["全部相符", "台账相符"]


@pytest.fixture(scope="module")
def moved_on(upgraded, tmp_path_factory):
    """The same site after what was in review was approved and went out with what was approved.

    Beside it what `check_releases` says then.
    """
    _backup, var, _lines = upgraded
    site = tmp_path_factory.mktemp("moved_on") / "site"
    shutil.copytree(var.parent, site, symlinks=True)
    settings = {"at": site, "BASE_URL": "http://localhost", "RELEASE_OVERDUE_HOURS": "1000000"}
    for command in (("shell", "-c", APPROVE), ("run_releases", "--once")):
        code, lines = own_site.manage(*command, PYTHONPATH=str(tree.ROOT), **settings)
        assert code == 0, lines
    return site / "var" / "db.sqlite3", own_site.manage("check_releases", **settings)


APPROVE = "from tests.upgrade.filled import approve_what_waits; approve_what_waits()"
UNDER_WAY = (
    "SELECT id, state FROM interpretations_release"
    " WHERE state IN ('in_review', 'approved') AND scheduled_for IS NULL"
)
PINNED = {
    "seals": "SELECT id, seal FROM interpretations_release WHERE state != 'returned'",
    "members": "SELECT id, page_id, revision_id, action, digest FROM interpretations_releaseitem",
    "revisions": KEPT["revisions"],
}
CLAUSES_OF_PUBLIC = (
    "SELECT p.page_id, (SELECT group_concat(c.fragment) FROM interpretations_clause c"
    " WHERE c.policy_id = p.page_id AND c.removed_on IS NULL)"
    " FROM interpretations_publication p WHERE p.role = 'policy'"
)


def test_what_is_public_already_has_the_clauses_of_its_text(upgraded):
    _backup, var, _lines = upgraded
    found = rows(var / "db.sqlite3", CLAUSES_OF_PUBLIC)

    assert {*found.values()} == {("第一条",)}


def test_what_was_in_review_or_approved_goes_out_and_nothing_is_wrong(upgraded, moved_on):
    backup, _var, _lines = upgraded
    database, (code, lines) = moved_on
    waited = rows(backup / "database.sqlite3", UNDER_WAY)
    states = rows(database, "SELECT id, state FROM interpretations_release")

    assert {*waited.values()} == {(ReleaseState.IN_REVIEW,), (ReleaseState.APPROVED,)}
    assert {states[key] for key in waited} == {(ReleaseState.RELEASED,)}
    assert code == 0, lines


@pytest.mark.parametrize("what", PINNED)
def test_what_was_under_way_goes_out_as_it_was_pinned(upgraded, moved_on, what):
    backup, _var, _lines = upgraded
    database, _said = moved_on

    before = rows(backup / "database.sqlite3", PINNED[what])

    assert rows(database, PINNED[what]) == before


def test_what_was_under_way_gets_the_clauses_of_its_text(upgraded, moved_on):
    _backup, var, _lines = upgraded
    database, _said = moved_on
    before, after = (rows(path, CLAUSES_OF_PUBLIC) for path in (var / "db.sqlite3", database))

    assert after.keys() - before.keys()
    assert {*after.values()} == {("第一条",)}


def held(path):
    """The digests of the migrations that a version's site ran (scripts/upgrade_fixture.py)."""
    return path.with_name(f"{_version(path)}.migrations")


@pytest.mark.parametrize("path", FIXTURES, ids=_version)
def test_no_migration_of_a_version_is_changed(path):
    """What a site has run is not run again: after an edit there would be two kinds of database."""
    checked = subprocess.run(
        ["sha256sum", "--check", "--quiet", held(path)],
        cwd=tree.ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (checked.stdout, checked.returncode) == ("", 0), checked.stderr


@pytest.mark.parametrize("path", FIXTURES, ids=_version)
def test_every_migration_that_a_version_ran_is_held(path):
    with tarfile.open(path) as packed:
        ran = json.load(packed.extractfile("backup/manifest.json"))["migrations"]
    lines = held(path).read_text(encoding="utf-8").splitlines()
    files = [Path(line[66:]) for line in lines]
    apps = {file.parts[-3] for file in tree.files(".py") if file.parent.name == "migrations"}

    ours = {name for name in ran if name.partition(".")[0] in apps}

    assert ours
    assert ours <= {f"{file.parts[-3]}.{file.stem}" for file in files}


@pytest.mark.parametrize("path", FIXTURES, ids=_version)
def test_a_fixture_is_small(path):
    assert path.stat().st_size < 512 * 1024
