#!/bin/sh
# Finds or installs a Chromium for the browser tests: one on the machine, Playwright's own, or Debian's package.
set -eu
for name in "${DOSSIER_CHROMIUM:-}" chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable
do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && apt-get update -qq; then
    for name in chromium-headless-shell chromium; do
        apt-get install -y -qq --no-install-recommends "$name" fonts-noto-cjk >/dev/null && exit 0
    done
fi
if "$BIN/python" -m playwright install chromium; then
    exit 0
fi
echo "no browser for the tests: install Chromium (Debian: apt-get install chromium-headless-shell fonts-noto-cjk;" >&2
echo "macOS: brew install --cask chromium) or set DOSSIER_CHROMIUM to one, then run make test again" >&2
exit 1
