# Remit: `make run` shows it, `make test` proves it. Everything is installed into .venv from the pinned files in locks/.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help install develop assets run test rows screenshots check static format lint types imports docs bench prove mutation lock clean

BIN := .venv/bin
# Where `make run` keeps its database; REMIT_HOME names another.
HOME_FOLDER := $(or $(REMIT_HOME),var)
# The first Python from 3.11 that can make an environment.
PYTHON := $(shell for python in python3.11 python3.12 python3.13 python3; do \
	"$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { command -v "$$python"; break; }; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check

# The web tests that need no browser, as the role that row-level security watches; skipped where PostgreSQL is not installed.
ON_POSTGRES := REMIT_TEST_DATABASE=postgresql

help: ## list what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: .venv/installed ## install Remit into .venv

develop: .venv/developed ## install what tests, checks and docs need as well

.venv/made:
	@if [ -z "$(PYTHON)" ]; then \
	  echo "Remit needs Python 3.11 or later with its venv module, and none was found." >&2; \
	  echo "On Debian or Ubuntu: apt install python3 python3-venv; then call make again." >&2; exit 1; fi
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	touch $@

.venv/installed: .venv/made locks/user.txt pyproject.toml
	$(PIP) install --quiet --require-hashes -r locks/user.txt
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	touch $@

.venv/developed: .venv/installed locks/dev.txt
	$(PIP) install --quiet --require-hashes -r locks/dev.txt
	touch $@

assets: src/remit/web/static/vendor/copied ## what the pages need in the browser, from npm

node_modules/installed: package.json package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

src/remit/web/static/vendor/copied: node_modules/installed src/remit/web/assets/copied.txt src/remit/web/assets/copy.py
	$(or $(PYTHON),python3) src/remit/web/assets/copy.py
	touch $@

run: install assets ## everything: the server on http://localhost:8000 with the demo relationship
	REMIT_HOME=$(HOME_FOLDER) $(BIN)/remit up --demo

screenshots: develop assets ## pictures of every page into docs/_static/pages, from a demonstration in which time stands still
	$(BIN)/python -m tests.web.screenshots

rows: develop ## the rows of the product spec and the tests that prove them
	$(BIN)/python -m tests.rows

test: develop assets ## every test, in a browser too, and every example in a docstring; what is marked `both` on PostgreSQL once more
	$(BIN)/pytest -n 2 --dist loadfile
	$(ON_POSTGRES) $(BIN)/pytest tests/web -m both -n 2 --dist worksteal

check: static test ## formatting, lint, types, import contracts, documentation, then all tests

static: lint types imports docs ## everything of `make check` but the tests

format: develop ## rewrite the sources in the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: develop
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: develop
	$(BIN)/mypy --strict src/remit

imports: develop
	PYTHONPATH=src $(BIN)/lint-imports

docs: develop ## the documentation as HTML in docs/_build/html; a warning is an error
	$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build/html

bench: develop ## the speed tables, each figure beside a named baseline; SMALL=1 only shows that they run
	$(BIN)/python -m bench $(if $(SMALL),--small)

prove: develop assets ## the long settings: property tests, 10,000 probes, hundreds of kills (docs/promises.md)
	REMIT_PROVE=1 $(BIN)/pytest -n 2 --dist loadfile
	REMIT_PROVE=1 $(ON_POSTGRES) $(BIN)/pytest tests/web -m both -n 2 --dist worksteal

mutation: develop ## change the layers that settle a month and see whether a test notices; SAMPLE=500 SEED=1
	PYTHONPATH=src $(BIN)/python -m tests.mutation $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED))

lock: develop ## write locks/ anew from pyproject.toml
	$(BIN)/uv pip compile $(LOCK) --group dev --group docs --group build -o locks/dev.txt
	$(BIN)/uv pip compile $(LOCK) --group build --constraint locks/dev.txt -o locks/user.txt

# No index, path or host is written: the machine's own package index serves, and the hashes decide.
LOCK := pyproject.toml --extra fast --extra web --extra postgres --extra cluster --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate

clean: ## remove what was made, but not the environment
	rm -rf build dist node_modules src/remit/web/static/vendor docs/_build docs/reference/generated .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
