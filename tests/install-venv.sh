#!/bin/sh
# Debian keeps the module venv in a package of its own.
set -e
if [ "$(id -u)" = 0 ]; then as_root=""; elif command -v sudo >/dev/null 2>&1; then as_root="sudo"; else
  echo "Python can't make a virtual environment. Ask an administrator for: apt-get install python3-venv" >&2
  exit 1
fi
echo "Installing python3-venv ..."
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq python3-venv >/dev/null
