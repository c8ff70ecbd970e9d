#!/bin/sh
# Back up a running site into FOLDER/<today>: database, files, and which version it was (docs/operations.md).
# Ends with what proves the promises over what was saved; the settings come from /etc/policy-pair.env, or SETTINGS.
set -eu
umask 077 # not all of it is public yet
cd "$(dirname "$0")/.."
python=.venv/bin/python
set -a
. "${SETTINGS:-/etc/policy-pair.env}"
set +a
target="${1:?usage: scripts/backup.sh FOLDER}/$(date +%F)"
mkdir -p "$target"

git rev-parse HEAD >"$target/version"
# The database first: a file too many does no harm.
if [ -n "${DATABASE_URL:-}" ]; then
    pg_dump --format=custom --file="$target/database.dump" "$DATABASE_URL"
else
    "$python" - "$target/db.sqlite3" <<'END'
import sqlite3, sys

sqlite3.connect("file:var/db.sqlite3?mode=ro", uri=True).backup(sqlite3.connect(sys.argv[1]))
END
fi
mkdir -p var/media var/originals
tar -C var -cf "$target/files.tar" media originals
"$python" manage.py check_releases
# The newest line that an earlier backup noted must still be there; this one notes its own.
noted=$(find "$1" -name ledger-head | sort | tail -n 1)
"$python" manage.py check_ledger ${noted:+--head "$(cat "$noted")"} --note "$target/ledger-head"
