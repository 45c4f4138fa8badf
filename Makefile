# make demo: install and open the queue on a fictional workspace.   make test: install and run every check.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: demo test check tests bench clean

demo: .venv/installed
	$(BIN)/cmalt-review demo demo-workspace

test: check tests

check: .venv/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

tests: .venv/installed-dev
	$(BIN)/python -m pytest -n auto

bench: .venv/installed-dev
	$(BIN)/python -m bench

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("cmalt-review needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.txt -e .
	touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.txt -r requirements-dev.txt
	touch $@

clean:
	rm -rf .venv demo-workspace dist build
