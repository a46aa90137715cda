# Two commands do everything: `make demo` and `make test`. `make help` lists the others.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# What the demo runs on; anything set outside wins.
export SAMENSPRAAK_DATABASE_URL ?= sqlite:///var/demo.sqlite3
export SAMENSPRAAK_SECURE_COOKIES ?= false

# Two processes of tests share two cores; threads of NumPy beside them only wait for each other.
ONE_THREAD := OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1
# Python would read all our source anew in every process that a test starts.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test check test-slow test-oracles benchmark screenshots guide-pictures clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/'

demo: $(VENV)/installed ## install, fill a database with three dialogues, serve on http://127.0.0.1:8000
	@$(BIN)/samenspraak demo

test: $(VENV)/installed-for-tests ## install what the tests need, check the code, run the tests
	@sh tests/install-chromium.sh
	@$(MAKE) --no-print-directory check
	$(ONE_THREAD) $(BIN)/pytest -n 2

check: $(VENV)/installed-for-tests ## formatting, lint, types, directions of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test-slow: $(VENV)/installed-for-tests ## the tests that take minutes
	$(BIN)/pytest -m slow

test-oracles: $(VENV)/installed-for-oracles ## hold our figures against scikit-bio and statsmodels
	$(BIN)/pytest -m oracle tests/participation

benchmark: $(VENV)/installed-for-benchmarks ## measure speed and memory against named baselines
	$(BIN)/pytest -m benchmark tests/benchmarks -s

screenshots: $(VENV)/installed-for-tests ## a picture of every page, in var/screenshots
	@sh tests/install-chromium.sh
	$(BIN)/python tests/screenshots.py var/screenshots

guide-pictures: $(VENV)/installed-for-tests ## the pictures of the guides, in docs/guides/pictures
	@sh tests/install-chromium.sh
	$(BIN)/python tests/guide_pictures.py docs/guides/pictures

clean: ## throw away what was installed; the demo's database stays
	rm -rf $(VENV)

# Versions are pinned in constraints.txt, for the build of the package as well (PIP_CONSTRAINT).
$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Samenspraak needs Python 3.11 or newer; set PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { rm -rf $(VENV); sh tests/install-venv.sh && $(PYTHON) -m venv $(VENV); }

$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/bin/pip
	@echo "Installing (a few minutes the first time) ..."
	@sh tests/install-pango.sh || echo "All works but PDF files."
	@PIP_CONSTRAINT=constraints.txt $(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/installed-for-tests: pyproject.toml constraints.txt | $(VENV)/bin/pip
	@echo "Installing what the tests need (a few minutes the first time) ..."
	@sh tests/install-pango.sh
	@PIP_CONSTRAINT=constraints.txt $(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/installed

$(VENV)/installed-for-benchmarks: $(VENV)/installed-for-tests
	@echo "Installing what we measure ourselves against (a minute the first time) ..."
	@PIP_CONSTRAINT=constraints.txt $(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test,benchmark]'
	@touch $@

$(VENV)/installed-for-oracles: $(VENV)/installed-for-tests
	@echo "Installing whose figures ours are held against (a minute the first time) ..."
	@PIP_CONSTRAINT=constraints.txt $(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test,oracle]'
	@touch $@
