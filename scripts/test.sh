#!/bin/sh
# Run the suite on the database in DATABASE_URL (SQLite without it) on two workers: first the ordinary tests, then those
# that drive a browser, then the large ones. Further arguments go to pytest.
set -u
cd "$(dirname "$0")/.."
python=.venv/bin/python
export TEST_SCALE="${TEST_SCALE:-1}"
failed=0

run() {
    code=0
    "$python" -m pytest --ds=config.settings.test "$@" || code=$?
    [ "$code" -eq 5 ] || failed=$((failed | code)) # 5: none of those asked for is of this kind
}

run -n 2 -m 'not heavy and not browser' "$@"
run -n 2 -m 'browser and not heavy' "$@"
run -n 2 -m heavy "$@"
exit "$failed"
