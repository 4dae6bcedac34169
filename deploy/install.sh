#!/usr/bin/env bash
# install.sh LOCK
#
# Installs requirements/LOCK.txt (hashes checked) into .venv, making it first if need be.
set -euo pipefail
cd "$(dirname "$0")/.."

lock=$1
log=var/log/install.log
mkdir -p var/log

suits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }
has_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

find_python() {
    local suitable=()
    for name in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if command -v "$name" >/dev/null && suits "$name"; then suitable+=("$name"); fi
    done
    for name in "${suitable[@]}"; do
        if has_venv "$name"; then echo "$name" && return; fi
    done
    echo "${suitable[0]:-}"
}

make_venv() {
    local python version
    python=$(find_python)
    if [ -z "$python" ]; then
        echo "Middleground needs Python 3.11, 3.12 or 3.13 and found none: please install one (for example python3.13)." >&2
        exit 1
    fi
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    has_venv "$python" || deploy/apt-install.sh "Python's venv module" "python$version-venv"
    echo "Making .venv with Python $version"
    "$python" -m venv --clear .venv
}

# Turns pip's one line per package into a count that moves.
progress() {
    local total
    total=$(grep -c '==' "requirements/$lock.txt")
    awk -v total="$total" -v tty="$([ -t 1 ] && echo 1 || echo 0)" '
        /^(Collecting|Requirement already satisfied)/ && !/\(from [a-z]+[=<>~!]/ {
            n++
            if (tty) printf "\r  %d of %d packages", n, total
            else if (n % 25 == 0) printf "  %d of %d packages\n", n, total
            fflush()
        }
        /^Installing collected/ { printf "%s  unpacking (about half a minute) ...\n", tty ? "\n" : ""; fflush() }'
}

.venv/bin/python -c 'import pip' 2>/dev/null && suits .venv/bin/python || make_venv
echo "Installing requirements/$lock.txt into .venv (log: $log)"
.venv/bin/python -m pip install --disable-pip-version-check --no-input --progress-bar off \
    --require-hashes -r "requirements/$lock.txt" 2>&1 | tee "$log" | progress || {
    echo "Installing failed: $(grep -m1 '^ERROR' "$log" || echo "the reason is at the end of $log")" >&2
    exit 1
}

touch .venv/.local
[ "$lock" = local ] || touch ".venv/.$lock"
