#!/bin/sh
# The browser tests drive a real Chromium; on Debian its package brings it.
set -e
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ]; then as_root=""; elif command -v sudo >/dev/null 2>&1; then as_root="sudo"; else
  echo "The browser tests need Chromium. Ask an administrator for: apt-get install chromium" >&2
  exit 1
fi
echo "Installing Chromium for the browser tests ..."
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq chromium >/dev/null
