#!/usr/bin/env bash
# Writes requirements/*.txt from requirements/*.in: every package with its hashes, for Linux on any of
# the supported Pythons, without the address of a registry. Set UPGRADE=1 to take newer versions.
set -euo pipefail
cd "$(dirname "$0")/.."

for lock in base local dev bench; do
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
        ${UPGRADE:+--upgrade} --output-file "requirements/$lock.txt" "requirements/$lock.in"
    echo "requirements/$lock.txt: $(grep -c '==' "requirements/$lock.txt") packages"
done
