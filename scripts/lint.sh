#!/bin/sh
# Style, layers, types, migrations, deployment checks, known holes of packages, beside one another; what each says comes when it has ended.
set -u
cd "$(dirname "$0")/.."
python=.venv/bin/python
said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT
checks=0

check() {
    checks=$((checks + 1))
    { "$@" >"$said/$checks" 2>&1 || : >"$said/$checks.failed"; } &
}

check env PYTHONPATH=.:site "$python" -m mypy
check "$python" -m ruff check
check "$python" -m ruff format --check
check env PYTHONPATH=.:site .venv/bin/lint-imports
check "$python" manage.py makemigrations --check --dry-run
check scripts/check-deploy.sh
check scripts/audit-packages.sh
wait

cat "$said"/[0-9]
[ -z "$(find "$said" -name '*.failed')" ]
