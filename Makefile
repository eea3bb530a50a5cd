# The commands of the house. `make` lists them.

PY ?= python3
PORT ?= 8000
BIN := .venv/bin
RUN := $(BIN)/python -W error::SyntaxWarning

.PHONY: help demo test check fix bench night security lock
.DEFAULT_GOAL := help

help:  ## list these
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: .venv/run  ## from a bare machine to a running, invented practice (PORT=… moves it)
	@tools/system demo
	@$(BIN)/ruggespraak demo --port $(PORT)

test: .venv/dev  ## from a bare machine to all tests green, on SQLite and PostgreSQL, in a real browser
	@tools/system test
	$(BIN)/python -m pytest -q -n 2 --dist loadscope
	$(BIN)/python -m pytest -q -n 2 --dist loadscope --postgres tests/ruggespraak

check: .venv/dev  ## linters, types, import contracts, packs, generated docs; edits nothing, reports everything
	@tools/check

fix: .venv/dev  ## formatting, import order, messages, generated docs
	$(BIN)/ruff check --fix --quiet src tests benchmarks
	$(BIN)/ruff format --quiet src tests benchmarks
	$(BIN)/python tools/messages --write
	for pack in packs/*/; do \
		$(BIN)/pathways prove $$pack --record docs/generated/$$(basename $$pack).proofs.json || exit 1; done
	$(BIN)/python tools/generate --write

bench: .venv/dev  ## benchmarks, as ratios measured in one run
	@tools/system test
	$(BIN)/python -m benchmarks

night: .venv/dev  ## what is too slow for every change: big properties, mutants
	@tools/system test
	$(BIN)/python -m pytest -q -m night
	$(BIN)/mutmut run

security: .venv/dev  ## scanners
	$(BIN)/bandit -q -r src -c pyproject.toml

lock:  ## renew the lock files from pyproject.toml (needs uv)
	uv pip compile -q --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--extra build -o requirements/run.lock pyproject.toml
	uv pip compile -q --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--extra build --extra dev -o requirements/dev.lock pyproject.toml

.venv/bin/python:
	@tools/system python
	$(PY) -m venv .venv

.venv/run: requirements/run.lock pyproject.toml | .venv/bin/python
	@$(MAKE) --no-print-directory install LOCK=run

.venv/dev: requirements/dev.lock pyproject.toml | .venv/bin/python
	@$(MAKE) --no-print-directory install LOCK=dev
	@touch .venv/run

.PHONY: install
install:
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/$(LOCK).lock
	$(BIN)/pip install -q --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch .venv/$(LOCK)
