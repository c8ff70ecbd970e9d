#!/bin/sh
# Make .venv with the first fitting Python and install FILE into it; does nothing when FILE is unchanged.
# Usage: scripts/environment.sh requirements.txt|requirements-dev.txt
set -eu
cd "$(dirname "$0")/.."
wanted=${1:?name a requirements file}
python=.venv/bin/python

find_python() {
    for candidate in python3.11 python3.12 python3.13 python3 python; do
        if "$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo '没有找到 Python 3.11 或更新的版本（须带 venv 模块）。' >&2
    exit 1
}

# What is installed has to match these files, byte for byte.
wish() {
    if [ "$wanted" = requirements.txt ]; then cat requirements.txt; else cat requirements.txt "$wanted"; fi
}

if ! "$python" -m pip --version >/dev/null 2>&1; then
    found=$(find_python)
    echo "正在用 $("$found" --version) 建立 .venv……"
    "$found" -m venv --clear .venv
fi

stamp=.venv/installed-$wanted
if ! wish | cmp -s - "$stamp"; then
    echo "正在安装 $wanted……（首次约需一两分钟）"
    rm -f "$stamp"
    "$python" -m pip install --quiet --disable-pip-version-check --requirement "$wanted"
    wish >"$stamp.new"
    mv "$stamp.new" "$stamp"
fi
