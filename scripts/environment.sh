#!/bin/sh
# Make .venv with the first fitting Python and install FILE into it; does nothing when FILE is unchanged.
# Usage: scripts/environment.sh requirements.txt|requirements-dev.txt
# With WHEELHOUSE=FOLDER (scripts/wheelhouse.sh) nothing is fetched: every wheel is of that folder and has the hash it had.
set -eu
cd "$(dirname "$0")/.."
wanted=${1:?name a requirements file}
python=.venv/bin/python

# Wheels are for one Python: with a folder of them it is that one, else the first that fits.
find_python() {
    for candidate in ${WHEELHOUSE:+"python$(cut -d ' ' -f 1 "$WHEELHOUSE/python")"} python3.11 python3.12 python3.13 python3 python; do
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
    if [ -n "${WHEELHOUSE:-}" ]; then cat "$WHEELHOUSE/requirements.txt"
    elif [ "$wanted" = requirements.txt ]; then cat requirements.txt; else cat requirements.txt "$wanted"; fi
}

if ! "$python" -m pip --version >/dev/null 2>&1; then
    found=$(find_python)
    echo "正在用 $("$found" --version) 建立 .venv……"
    "$found" -m venv --clear .venv
fi

# Where the wheels come from: the index, or the folder alone.
fetched() {
    if [ -z "${WHEELHOUSE:-}" ]; then
        "$python" -m pip install --disable-pip-version-check --progress-bar off --requirement "$wanted"
        return
    fi
    own=$("$python" -c 'import sys, sysconfig; print("%d.%d" % sys.version_info[:2], sysconfig.get_platform())')
    [ "$own" = "$(cat "$WHEELHOUSE/python")" ] ||
        { echo "$WHEELHOUSE 是给 Python $(cat "$WHEELHOUSE/python") 的，这里是 $own。" >&2; return 1; }
    "$python" -m pip install --disable-pip-version-check --progress-bar off --no-index --no-deps \
        --find-links "$WHEELHOUSE" --require-hashes --requirement "$WHEELHOUSE/requirements.txt"
}

# What pip says, in one line: how many of how many packages it has got.
progress() {
    done=0
    while read -r word _; do
        case $word in
            Collecting) done=$((done + 1)); [ ! -t 1 ] || printf '\r  已取得 %s / %s 个软件包' "$done" "$1" ;;
            Installing) [ ! -t 1 ] || printf '\r  正在安装 %s 个软件包……          ' "$1" ;;
        esac
    done
    [ ! -t 1 ] || echo
}

stamp=.venv/installed-$wanted
if ! wish | cmp -s - "$stamp"; then
    echo "正在安装 $wanted……（首次约需一两分钟）"
    rm -f "$stamp" "$stamp.new"
    count=$(wish | grep -c '==')
    # The stamp is written where pip succeeded; a pipe has the exit code of its end.
    { fetched &&
        wish >"$stamp.new"; } | progress "$count"
    [ -e "$stamp.new" ] || { echo "没有装好 $wanted。${WHEELHOUSE:+$WHEELHOUSE 里缺了或变了。}请检查网络，再执行一次。" >&2; exit 1; }
    mv "$stamp.new" "$stamp"
fi
