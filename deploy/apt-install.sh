#!/usr/bin/env bash
# apt-install.sh REASON PACKAGE...
#
# Installs Debian or Ubuntu packages as root or with sudo, after saying so. Nothing a package brings
# is started or enabled as a system service. Without apt, root or sudo: one sentence, exit 2.
set -euo pipefail
cd "$(dirname "$0")/.."

reason=$1
shift
log=var/log/apt.log

command -v apt-get >/dev/null || {
    echo "$reason needs $* and this is not Debian or Ubuntu: please install it by hand and try again." >&2
    exit 2
}

if [ "$(id -u)" = 0 ]; then
    as_root=()
elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
    as_root=(sudo)
else
    echo "$reason needs $*: please have an administrator run \"apt-get install $*\" and try again." >&2
    exit 2
fi

echo "$reason needs $*: installing with ${as_root[*]:+sudo }apt-get (log: $log)"
mkdir -p var/log

install=$(cat <<'SCRIPT'
set -eu
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
# Debian asks this file whether a new package may start its service; the answer is no, for now.
[ -e $policy ] || { printf '#!/bin/sh\nexit 101\n' >$policy; chmod 755 $policy; trap 'rm -f $policy' EXIT; }
before=$(systemctl list-unit-files --state=enabled --no-legend 2>/dev/null | cut -d' ' -f1 | sort || true)
apt-get update -q -o DPkg::Lock::Timeout=600
apt-get install -q -y --no-install-recommends -o DPkg::Lock::Timeout=600 "$@"
after=$(systemctl list-unit-files --state=enabled --no-legend 2>/dev/null | cut -d' ' -f1 | sort || true)
for unit in $(printf '%s\n' $before $before $after | sort | uniq -u); do systemctl disable -q "$unit" || true; done
SCRIPT
)
"${as_root[@]}" sh -c "$install" apt-install "$@" >>"$log" 2>&1 </dev/null || {
    echo "$reason needs $*, but installing it failed; the reason is at the end of $log." >&2
    exit 1
}
