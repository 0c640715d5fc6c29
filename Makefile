# Everything runs in .venv, which is made from the lock; docs/decisions/001-lock.md says how.
.DEFAULT_GOAL := help
.PHONY: help serve setup test lint format check audit lock clean python
MAKEFLAGS += --no-print-directory

# The first Python that starts and that Townhall is tested with, else whatever python3 is; PYTHON=python3.12 overrules it.
supported := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do $$p -c '$(supported)' >/dev/null 2>&1 && echo $$p && exit; done; echo python3)
BIN := .venv/bin
WORKERS ?= 2

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo "The first run installs into .venv, 2 to 10 minutes; later ones start at once. PYTHON=python3.12 chooses another Python (3.11 to 3.13)."

serve: python  ## install, build the index if it's missing or stale, and serve http://127.0.0.1:7860
	@$(PYTHON) tools/install.py
	@echo "Starting Townhall. The first start builds the index, ten to thirty seconds for a few documents. Stop with Ctrl-C."
	@$(BIN)/townhall serve $(ARGS)

setup: python  ## install, with what formats, lints and tests
	@$(PYTHON) tools/install.py --dev

test: setup  ## run every test, two files at a time; ARGS='-k name' runs some, WORKERS=4 more at a time
	@echo "Running the tests: some minutes."
	@$(BIN)/python -m pytest --numprocesses=$(WORKERS) --dist=loadfile $(ARGS)

lint: setup  ## check format, rules and types
	@echo "Checking format, rules and types: about a minute."
	@status=0; \
	$(BIN)/ruff format --check . || status=1; \
	$(BIN)/ruff check . || status=1; \
	$(BIN)/mypy || status=1; \
	exit $$status

format: setup  ## put the code into the common format and mend what can be mended
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

check: lint test  ## lint, then test

audit: setup  ## look every pinned package up in the database of known vulnerabilities; needs the network
	@$(BIN)/python tools/audit.py

lock: python  ## make the lock again; UPGRADE=1 takes newest versions, WHEELS=DIRECTORY adds CPU builds of torch
	@echo "Resolving for all platforms: about a minute."
	@$(PYTHON) tools/lock.py $(if $(UPGRADE),--upgrade) $(if $(WHEELS),--wheels '$(WHEELS)')

clean:  ## remove .venv and caches; the index and the corpus stay
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		found=$$($(PYTHON) -V 2>&1) || found="nothing that starts"; \
		echo "Townhall needs Python 3.11, 3.12 or 3.13; $(PYTHON) is $$found. Name one: make PYTHON=/path/to/python3.12 ..." >&2; exit 1; }
