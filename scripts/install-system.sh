#!/bin/sh
# Install the browser, fonts and servers that tests use. Needs root and apt; quick when all is there.
set -eu
packages='ffmpeg chromium chromium-driver fonts-noto-cjk postgresql gettext nginx-light curl iproute2 openssl wrk libreoffice-writer-nogui'

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo '没有 root 或 apt：缺少的程序不安装，用到它们的测试会说明原因并跳过。'
    exit 0
fi

missing=
for package in $packages; do
    state=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

echo "正在安装系统软件：$missing"
export DEBIAN_FRONTEND=noninteractive
# Tests start a cluster of their own; the machine needs no permanent one.
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
fi
# Nor a web server: what is installed here starts nothing.
if [ ! -e /usr/sbin/policy-rc.d ]; then
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
    chmod +x /usr/sbin/policy-rc.d
fi
apt-get update -qq
# shellcheck disable=SC2086  # a list of words on purpose
apt-get install --yes -qq --no-install-recommends -o Dpkg::Options::=--force-confold $missing >/dev/null
