"""A site is installed, runs and is brought back by the steps that operators are told."""

import json
import os
import re
import subprocess
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.layout import documents, tree
from tests.operations.test_units import NIGHTLY
from tests.support import own_machine
from tests.support.own_machine import Machine

AS_ROOT, AS_USER, SETTINGS, IN_PSQL, SITE, SERVICES = documents.blocks("docs/install.md")
RESTORE = documents.blocks("docs/operations.md")[0]
HOST = "127.0.0.1"
# A public set with files, made as tests make one: they want a second department and people.
FILL = """
.venv/bin/python manage.py setup_site --department renshe=市人力资源和社会保障局
PYTHONPATH=. .venv/bin/python manage.py shell <<END
from tests.factories import STAFF, UserFactory, World
from tests.support.illustrated import public
people = [UserFactory(username=name, groups=groups) for name, groups in STAFF.items()]
people += [UserFactory(username="admin", is_superuser=True)]
page = public(World())
END
"""
IS_A_DAY = float(os.environ.get("TEST_SCALE", "1")) == 1
pytestmark = [
    pytest.mark.heavy,
    pytest.mark.django_db,
    pytest.mark.skipif(bool(own_machine.why_not()), reason=own_machine.why_not()),
    pytest.mark.skipif(
        IS_A_DAY and connection.vendor == "sqlite",
        reason="with SQLite in a night's proof; a day installs with PostgreSQL, as is written",
    ),
]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The site as docs/install.md leaves it, with its services, behind nginx with TLS."""
    folder = tmp_path_factory.mktemp("machine")
    machine = Machine(folder)
    try:
        _install(machine, folder)
        yield machine
    finally:
        machine.close()


def _install(machine, folder):
    machine.run(AS_ROOT)
    bundle = folder / "policy-pair.bundle"
    subprocess.run(["git", "bundle", "create", "-q", bundle, "HEAD"], cwd=tree.ROOT, check=True)
    machine.run(f"cp {bundle} /tmp/clone.bundle && chmod o+r /tmp/clone.bundle")
    become, *as_user = AS_USER.replace("<the repository>", "/tmp/clone.bundle").splitlines()
    as_user[-1] = f"{_packages()}\n{as_user[-1]}"
    machine.run(become.partition("#")[0], typed="set -e\n" + "\n".join(as_user))
    database = _database(machine) if connection.vendor == "postgresql" else ""
    machine.write("/etc/policy-pair.env", filled(SETTINGS, database))
    site = SITE.replace("superuser", "superuser --noinput --username chief --email a@b.cn")
    machine.told = as_site(machine, f"export DJANGO_SUPERUSER_PASSWORD=only-for-this-7\n{site}")
    machine.run(f"cd /srv/policy-pair\n{SERVICES}")
    _with_tls(machine)
    machine.do_as_asked()
    machine.run("nginx -t -q && nginx")
    machine.until(lambda: ready(machine))


def _packages():
    """The packages of these tests stand in for the index; `make environment` finds them there.

    That it installs them itself is proved by tests/operations/test_wheelhouse.py.
    """
    own = tree.ROOT / ".venv"
    return (
        f"mkdir .venv && cp -r {own}/bin {own}/pyvenv.cfg .venv/ && ln -s {own}/lib .venv/lib\n"
        "cp requirements.txt .venv/installed-requirements.txt"
    )


def _database(machine):
    """A server of its own, with role and database made as written; return its port."""
    admin = machine.start_postgres()
    for line in IN_PSQL.splitlines():
        machine.run(f"psql -q -v ON_ERROR_STOP=1 {admin}", typed=line)
    return f"postgres://policy:password@127.0.0.1:{urlsplit(admin).port}/policy"


def filled(text, database):
    """The settings of docs/install.md with real values: no mail leaves this machine."""
    values = {
        "SECRET_KEY": "k" * 64,
        "ALLOWED_HOSTS": HOST,
        "BASE_URL": f"https://{HOST}",
        "EMAIL_URL": "dummymail://",
        "DATABASE_URL": database,
        "OPERATORS": "office@example.org",
    }
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    pairs = dict(line.split("=", 1) for line in lines) | values
    return "".join(f"{name}={value}\n" for name, value in pairs.items() if value)


def _with_tls(machine):
    """The first of the two commands in the head of deploy/nginx.conf, where TLS ends here."""
    head = tree.read("deploy/nginx.conf")
    words, command = re.findall(r"^# (P=.*|sed .*)$", head, re.M)[:2]
    words = words.replace("zhengce.example.org", HOST)
    machine.run(
        "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=test -days 2"
        " -keyout /etc/ssl/private/a.key -out /etc/ssl/a.pem 2>&1"
    )
    into = "/etc/nginx/conf.d/policy-pair.conf"
    machine.run(f"cd /srv/policy-pair\n{words}\n{command} >{into}")


def as_site(machine, script):
    """Run a script as the site's user, settings loaded, in the folder of the clone."""
    loaded = "umask 027; set -ea; . /etc/policy-pair.env; set +a; cd /srv/policy-pair"
    return machine.run("runuser -u policy -- bash", typed=f"{loaded}\n{script}\n")


def ready(machine):
    status, _headers, body = machine.get("http://127.0.0.1:8000/readyz")
    return json.loads(body) if status == 200 else None


def test_the_site_is_founded_and_says_that_nothing_it_needs_is_missing(installed):
    groups = re.search(r"用户组：(.*)", installed.told)[1].split("、")

    assert {"部门负责人", "新闻办", "保密审查", "值班负责人", "市住房和城乡建设局起草组"} <= {
        *groups
    }
    assert ready(installed)["failing"] == []
    assert ready(installed)["checks"]["scheduler"] == "ok"


def test_readers_are_answered_by_nginx_itself_and_only_with_tls(installed):
    plain, headers, _ = installed.get(f"http://{HOST}/")
    _made, again = (installed.get(f"https://{HOST}/") for _ in range(2))
    filtered = installed.get(f"https://{HOST}/policies/?year=2026")
    desk = installed.get(f"https://{HOST}/admin/login/")

    assert (plain, headers["location"]) == (301, f"https://{HOST}/")
    assert (again[0], filtered[0], desk[0]) == (200, 200, 200)
    assert "x-edition" in filtered[1], "what the site answers says so"
    assert "x-edition" not in again[1], "nginx cannot read var/editions, or is in another day"


def test_nobody_else_on_the_machine_reads_settings_or_backups(installed):
    for user in ("www-data", "nobody"):
        for path in ("/etc/policy-pair.env", "/backup"):
            said = installed.run(f"runuser -u {user} -- ls {path}/ || cat {path}", fails=True)
            kept = installed.run(f"runuser -u {user} -- test -r {path} && echo r", fails=True)
            assert kept == "", said


def read_by(machine, user):
    """The files in var/ that somebody can read, by their folder."""
    listed = "find /srv/policy-pair/var -type f -print0"
    one = '\'test -r "$0" && echo "$0" || true\''
    said = machine.run(f"{listed} | runuser -u {user} -- xargs -0 -n 1 sh -c {one}")
    return {path.split("/")[4] for path in said.splitlines()}


def test_nginx_reads_what_it_sends_and_nothing_else_of_the_site(installed):
    as_site(installed, "mkdir -p var/originals var/media/a")
    as_site(installed, "echo x >var/originals/a; echo x >var/media/a/b; echo x >var/secret_key")
    installed.get(f"https://{HOST}/")

    assert "policy" not in installed.run("id --name --groups www-data").split()
    assert read_by(installed, "www-data") == {"media", "editions"}
    assert read_by(installed, "nobody") == set()
    if connection.vendor == "sqlite":
        assert installed.run("stat -c %a /srv/policy-pair/var/db.sqlite3") == "600\n"


def test_the_web_process_writes_its_log_in_lines_of_json(installed):
    (first, *_) = installed.run("cat /run/policy-web.service.log").splitlines()

    assert json.loads(first)["logger"] == "gunicorn.error"


@pytest.mark.parametrize("unit", NIGHTLY)
def test_what_runs_by_a_timer_succeeds(installed, unit):
    for command in installed.commands(unit):
        installed.run(command)


def test_a_failure_is_mailed(installed):
    (command,) = installed.commands("policy-failed@.service", instance="policy-backup")

    installed.run(command)


def test_a_lost_site_is_brought_back_from_its_backup(installed):
    as_site(installed, FILL)
    said = as_site(installed, ".venv/bin/python manage.py backup /backup")
    assert said.splitlines()[-2:] == ["全部相符", "台账相符"]
    (newest,) = installed.run("ls -d /backup/*T* | tail -n 1").split()
    stop, folders, restore, collect, start = RESTORE.splitlines()
    restore = re.sub(r"/backup/\S+", newest, restore)

    installed.run(stop)
    installed.do_as_asked()
    _lose(installed)
    installed.run(folders)
    told = as_site(installed, f"{restore}\n{collect}")
    installed.run(start)
    installed.do_as_asked()

    assert "全部相符" in told.splitlines() and "台账相符" in told.splitlines()
    files = f"grep -E ' (media|originals)/' {newest}/SHA256SUMS"
    installed.run(f"cd /srv/policy-pair/var; {files} | sha256sum --check --quiet")
    installed.until(lambda: ready(installed))
    status, _headers, body = installed.get(f"https://{HOST}/policies/")
    assert (status, "data-page-id" in body) == (200, True)
    assert read_by(installed, "www-data") == {"media", "editions"}


def _lose(machine):
    """The disk with var/ is gone, or the database."""
    machine.run("find /srv/policy-pair/var -mindepth 1 -delete")
    if connection.vendor == "postgresql":
        machine.run(
            f"psql -q {machine.admin}",
            typed=f"DROP DATABASE policy WITH (FORCE);\n{IN_PSQL.splitlines()[1]}\n",
        )
