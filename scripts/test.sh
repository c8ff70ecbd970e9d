#!/bin/sh
# Run the suite on the database in DATABASE_URL (SQLite without it) on two workers, in one run: to start, to collect and
# to found the site costs half a minute. Further arguments go to pytest.
set -u
cd "$(dirname "$0")/.."
export TEST_SCALE="${TEST_SCALE:-1}"
# Compiled once, not again by every worker and every process that a test starts.
unset PYTHONDONTWRITEBYTECODE

# Each worker gets half of the files and takes over what the other has not begun: few modules build their set twice.
exec .venv/bin/python -m pytest --ds=config.settings.test -n 2 --dist worksteal "$@"
