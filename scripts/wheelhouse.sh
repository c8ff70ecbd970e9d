#!/bin/sh
# Gather all that `make environment` would fetch, for a machine without a package index.
# Usage: scripts/wheelhouse.sh FOLDER [REQUIREMENTS]; run it with the Python and on the kind of machine that it is for.
# FOLDER then holds wheels, requirements.txt with the hash of each, and which Python they are for.
set -eu
folder=${1:?usage: scripts/wheelhouse.sh FOLDER [REQUIREMENTS]}
wanted=${2:-$(dirname "$0")/../requirements.txt}
python=${PYTHON:-$(dirname "$0")/../.venv/bin/python}

rm -rf "$folder.unfinished"
mkdir -p "$folder.unfinished"
# --no-deps: the list is complete (tests/operations/test_wheelhouse.py checks it), and nothing else gets in.
"$python" -m pip download --disable-pip-version-check --quiet --only-binary :all: --no-deps \
    --dest "$folder.unfinished" --requirement "$wanted" ||
    { echo "没有取全 $wanted。请检查网络和软件包目录，再执行一次。" >&2; exit 1; }
(
    cd "$folder.unfinished"
    for file in *.whl; do
        name=${file%%-*} rest=${file#*-}
        printf '%s==%s --hash=sha256:%s\n' "$name" "${rest%%-*}" "$(sha256sum "$file" | cut -d ' ' -f 1)"
    done >requirements.txt
)
"$python" -c 'import sys, sysconfig; print("%d.%d" % sys.version_info[:2], sysconfig.get_platform())' \
    >"$folder.unfinished/python"
rm -rf "$folder"
mv "$folder.unfinished" "$folder"
echo "$folder：$(wc -l <"$folder/requirements.txt") 个软件包，给 Python $(cat "$folder/python")。"
