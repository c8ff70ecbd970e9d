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
finished="${1:?usage: scripts/backup.sh FOLDER}/$(date +%F)"
target="$finished.unfinished"

# What is cut short is no backup, and is not called one.
tell() {
    echo "备份没有做完（$target）。磁盘还有 $(df -Pm "$1" | awk 'END { print $4 }') MB：满了就腾出空间，再执行一次。" >&2
}
trap 'code=$?; [ $code -eq 0 ] || [ ! -d "$target" ] || tell "${1%/}"; exit $code' EXIT
rm -rf "$target"
mkdir -p "$target"

git rev-parse HEAD >"$target/version"
# The database first: a file too many does no harm.
if [ -n "${DATABASE_URL:-}" ]; then
    pg_dump --format=custom --file="$target/database.dump" "$DATABASE_URL"
else
    "$python" - "$target/db.sqlite3" <<'END'
import sqlite3, sys

try:
    sqlite3.connect("file:var/db.sqlite3?mode=ro", uri=True).backup(sqlite3.connect(sys.argv[1]))
except sqlite3.Error as error:
    sys.exit(f"数据库没有备份成：{error}")
END
fi
mkdir -p var/media var/originals
tar -C var -cf "$target/files.tar" media originals
rm -rf "$finished"
mv "$target" "$finished"
"$python" manage.py check_releases
# The newest line that an earlier backup noted must still be there; this one notes its own.
noted=$(find "$1" -name ledger-head | sort | tail -n 1)
"$python" manage.py check_ledger ${noted:+--head "$(cat "$noted")"} --note "$finished/ledger-head"
