#!/bin/sh
# Known holes of the pinned packages, by the index of advisories. A hole is a failure; an index that cannot be reached is
# said, and is none: networks without one install from a folder.
set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python
tools=var/audit
unreachable() {
    echo "没有查软件包的已知漏洞：$1。能上网的时候再执行 scripts/audit-packages.sh。" >&2
    exit 0
}

# A mirror of packages is no index of advisories: it has to answer for one version.
"$python" -c 'import json, urllib.request as r
json.load(r.urlopen("https://pypi.org/pypi/pip/24.0/json", timeout=10))["vulnerabilities"]' 2>/dev/null ||
    unreachable '连不上漏洞索引（pypi.org）'
if ! cmp -s requirements-audit.txt "$tools/installed"; then
    "$python" -m venv --clear "$tools"
    "$tools/bin/python" -m pip install --quiet --disable-pip-version-check --requirement requirements-audit.txt ||
        unreachable '没有装上 pip-audit'
    cp requirements-audit.txt "$tools/installed"
fi
exec "$tools/bin/pip-audit" --strict --no-deps --disable-pip --progress-spinner off \
    --requirement requirements.txt --requirement requirements-dev.txt
