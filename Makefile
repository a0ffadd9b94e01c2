# Everything sets itself up: `make demo` to look around, `make test` to judge a change.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/python -m pytest --quiet --color=no
TEST_PROCESSES ?= 2
COVERED := not browser and not postgres and not upgrade and not long and not proof
QUICK := $(addprefix tests/,house domain law feel port attack definitions commands/test_demo_case.py)
SLOW := (browser or postgres or upgrade or long) and not proof

READY := $(VENV)/.ready
NODE_READY := tests/feel/feelin/node_modules/.ready
OLD_READY := tests/browser/old_chromium/node_modules/.ready
FRONTEND := $(wildcard webui/frontend/package-lock.json)
FRONTEND_READY := $(if $(FRONTEND),webui/frontend/node_modules/.ready)
FRONTEND_BUILT := $(if $(FRONTEND),webui/static/app/index.html)

.PHONY: help setup demo test quick proof bench lint format lock glossary clean

help: ## this list
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/\1\t\2/p' Makefile | expand -t 12

setup: $(READY) $(NODE_READY) $(OLD_READY) $(FRONTEND_READY) ## .venv and node_modules, as the lock files say

$(READY): .ci/requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.12 ..."; exit 1; }
	@echo "setting up $(VENV) (a few minutes the first time) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .ci/requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(NODE_READY): $(READY) tests/feel/feelin/package-lock.json
	@$(BIN)/python -m tests.feel.feelin_setup
	@touch $@

$(OLD_READY): $(READY) tests/browser/old_chromium/package-lock.json
	@cd tests/browser/old_chromium && ../../../.ci/node npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

webui/frontend/node_modules/.ready: $(READY) webui/frontend/package-lock.json
	@cd webui/frontend && ../../.ci/node npm ci --no-audit --no-fund --loglevel=error
	@touch $@

webui/static/app/index.html: webui/frontend/node_modules/.ready $(shell git ls-files webui/frontend webui/diagram.css 2>/dev/null)
	@cd webui/frontend && ../../.ci/node npm run --silent build
	@touch $@

demo: setup $(FRONTEND_BUILT) ## a bureau with cases and people on this machine; prints the address
	@$(BIN)/zhijian demo

lint: setup ## format, lint, types, layers, dependencies, spelling
	@$(MAKE) rows SUITE=lint ROWS="$(LINT_ROWS)"

quick: setup ## the rules, the definitions and one complaint through all procedures; under two minutes
	@$(MAKE) rows SUITE=quick ROWS="$(LINT_ROWS) definitions tests"

test: setup $(FRONTEND_BUILT) ## everything; what continuous integration runs
	@$(MAKE) rows SUITE=test ROWS="$(LINT_ROWS) definitions $(if $(FRONTEND),frontend) tests-covered tests-slow coverage package"

proof: setup ## the long proofs at full size; interrupted, it goes on where it was
	@.ci/proofs

LINT_ROWS := format lint types layers dependencies spelling

.PHONY: rows
rows:
	@mkdir -p var && rm -f var/$(SUITE).failed var/$(SUITE)-*.log
	@for row in $(ROWS); do $(MAKE) row-$$row; done
	@if [ -s var/$(SUITE).failed ]; then echo "failed: $$(paste -sd' ' var/$(SUITE).failed)"; exit 1; fi
	@echo "all rows of '$(SUITE)' are ok"

ROW = @.ci/row $(SUITE) $(@:row-%=%)

.PHONY: row-format row-lint row-types row-layers row-dependencies row-spelling row-definitions \
  row-frontend row-tests row-tests-covered row-tests-slow row-coverage row-package
row-format: ; $(ROW) $(BIN)/ruff format --check .
row-lint: ; $(ROW) $(BIN)/ruff check --output-format concise .
row-types: ; $(ROW) $(BIN)/mypy
row-layers: ; $(ROW) $(BIN)/lint-imports --no-logo
row-dependencies: ; $(ROW) $(BIN)/deptry .
row-spelling: ; $(ROW) $(BIN)/codespell
row-definitions: ; $(ROW) $(BIN)/zhijian check
row-frontend: ; $(ROW) .ci/node npm --prefix webui/frontend test
row-tests: ; $(ROW) $(PYTEST) -n $(TEST_PROCESSES) -m "$(COVERED)" $(QUICK)
row-tests-covered: ; $(ROW) $(PYTEST) -n $(TEST_PROCESSES) -m "$(COVERED)" --cov --cov-report=
row-tests-slow: ; $(ROW) $(PYTEST) -n $(TEST_PROCESSES) -m "$(SLOW)" --cov --cov-append --cov-report=
row-coverage: ; $(ROW) .ci/coverage
row-package: ; $(ROW) .ci/package

bench: setup ## each question of bench/, with its figures
	@for script in $$(grep -l __main__ bench/*.py); do echo "== $$script"; $(BIN)/python $$script; done

format: setup ## put every file into its form
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

glossary: setup ## docs/glossary.md from its table
	@$(BIN)/python -m tests.house.glossary

lock: $(READY) ## choose newest versions within pyproject.toml and pin them with hashes
	@$(BIN)/pip-compile --quiet --upgrade --generate-hashes --extra dev --strip-extras --allow-unsafe \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --no-annotate \
	  --output-file .ci/requirements.lock pyproject.toml

clean: ## forget everything that can be made again; the demonstration's data too
	@rm -rf $(VENV) var build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache \
	  tests/feel/feelin/node_modules tests/browser/old_chromium/node_modules webui/frontend/node_modules webui/static
