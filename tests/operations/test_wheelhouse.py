"""The site can be installed without a package index: from a folder of wheels with their hashes."""

import os
import shutil
import subprocess
import sys
import zipfile

import pytest

from tests.layout import tree

METADATA = "Metadata-Version: 2.1\nName: tiny-thing\nVersion: 1.0\n"
WHEEL = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
INFO = "tiny_thing-1.0.dist-info"
SHOWN = {**os.environ, "PIP_NO_INDEX": "1", "PYTHON": sys.executable}


def write_wheel(folder, source="answer = 42\n"):
    with zipfile.ZipFile(folder / "tiny_thing-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tiny_thing.py", source)
        wheel.writestr(f"{INFO}/METADATA", METADATA)
        wheel.writestr(f"{INFO}/WHEEL", WHEEL)
        wheel.writestr(f"{INFO}/RECORD", f"tiny_thing.py,,\n{INFO}/METADATA,,\n{INFO}/WHEEL,,\n")


@pytest.fixture(scope="module")
def gathered(tmp_path_factory):
    """A wheelhouse of one small package, from an index that is a folder."""
    folder = tmp_path_factory.mktemp("gathering")
    (folder / "index").mkdir()
    write_wheel(folder / "index")
    (folder / "wanted.txt").write_text("tiny-thing==1.0\n")
    script = tree.ROOT / "scripts/wheelhouse.sh"
    argv = [str(script), str(folder / "house"), str(folder / "wanted.txt")]
    shown = {**SHOWN, "PIP_FIND_LINKS": str(folder / "index")}
    subprocess.run(argv, check=True, env=shown)
    return folder / "house"


@pytest.fixture
def house(gathered, tmp_path):
    return shutil.copytree(gathered, tmp_path / "house")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A clone that wants this one package; its empty environment takes seconds to make."""
    folder = tmp_path_factory.mktemp("clone")
    (folder / "scripts").mkdir()
    shutil.copy(tree.ROOT / "scripts/environment.sh", folder / "scripts")
    (folder / "requirements.txt").write_text("tiny-thing==1.0\n")
    subprocess.run([sys.executable, "-m", "venv", folder / ".venv"], check=True)
    return folder


@pytest.fixture
def clone(made):
    """That clone before anything was installed."""
    yield made
    (made / ".venv/installed-requirements.txt").unlink(missing_ok=True)
    pip = [made / ".venv/bin/python", "-m", "pip", "uninstall", "--quiet", "--yes", "tiny-thing"]
    subprocess.run(pip, check=True, capture_output=True)


def install(clone, house):
    return subprocess.run(
        ["scripts/environment.sh", "requirements.txt"],
        cwd=clone, env={**SHOWN, "WHEELHOUSE": str(house)}, text=True, capture_output=True,
    )  # fmt: skip


def test_an_environment_is_made_of_the_folder_alone(clone, house):
    done = install(clone, house)

    code = "import tiny_thing; print(tiny_thing.answer)"
    assert done.returncode == 0, done.stderr
    assert subprocess.check_output([clone / ".venv/bin/python", "-c", code]) == b"42\n"


def test_a_wheel_that_was_changed_is_not_installed(clone, house):
    write_wheel(house, "answer = 'mine now'\n")

    done = install(clone, house)

    assert done.returncode == 1
    assert "没有装好" in done.stderr
    assert not (clone / ".venv/installed-requirements.txt").exists()


def test_a_folder_for_another_python_is_refused_in_words(clone, house):
    (house / "python").write_text("3.9 linux-x86_64\n")

    done = install(clone, house)

    assert done.returncode == 1
    assert "是给 Python 3.9" in done.stderr


def test_a_package_that_cannot_be_had_leaves_no_folder(tmp_path):
    (tmp_path / "wanted.txt").write_text("tiny-thing==1.0\n")
    script = tree.ROOT / "scripts/wheelhouse.sh"
    done = subprocess.run(
        [str(script), str(tmp_path / "house"), str(tmp_path / "wanted.txt")],
        env=SHOWN, capture_output=True,
    )  # fmt: skip

    assert done.returncode == 1
    assert not (tmp_path / "house").exists()


def test_pythons_version_is_pinned_as_the_project_says():
    pinned = tree.read(".python-version").strip()

    assert f'requires-python = ">={pinned}"' in tree.read("pyproject.toml")


WITHOUT_NETWORK = ("unshare", "--map-root-user", "--net")
# Nothing that this machine tells pip: no index, no folder, no file of settings.
NOTHING = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}


def can_do(*argv):
    return subprocess.run(argv, capture_output=True).returncode == 0


@pytest.fixture
def wheels(tmp_path):
    """A wheelhouse of all that the site needs; skipped where there is nowhere to gather it from."""
    if not can_do(*WITHOUT_NETWORK, "true"):
        pytest.skip("this machine makes no namespace without a network")
    once = ("--no-deps", "--retries", "0", "--timeout", "20", "--dest", str(tmp_path / "small"))
    if not can_do(sys.executable, "-m", "pip", "download", *once, "mdurl==0.1.2"):
        pytest.skip("no package index is in reach")
    script = tree.ROOT / "scripts/wheelhouse.sh"
    shown = {**os.environ, "PYTHON": sys.executable}
    subprocess.run([str(script), str(tmp_path / "wheels")], check=True, env=shown)
    return tmp_path / "wheels"


@pytest.mark.heavy
@pytest.mark.skipif(float(os.environ.get("TEST_SCALE", "1")) < 5, reason="only in a night's proof")
def test_the_whole_site_is_installed_and_runs_without_a_network(tmp_path, wheels):
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(tree.ROOT), str(clone)], check=True)
    shown = {**NOTHING, "PIP_CONFIG_FILE": os.devnull, "BASE_URL": "http://localhost"}
    for step in (
        f"make environment WHEELHOUSE={wheels}",
        ".venv/bin/python -m pip check",
        ".venv/bin/python manage.py migrate --verbosity 0",
        ".venv/bin/python manage.py setup_site --department zhujian=市住房和城乡建设局",
        ".venv/bin/python manage.py check_releases",
    ):
        done = subprocess.run(
            [*WITHOUT_NETWORK, "sh", "-c", step],
            cwd=clone, env=shown, text=True, capture_output=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    assert done.stdout.splitlines()[-1] == "全部相符"
