# `make demo` and `make test` do all their own set-up; the other targets are for working on touchmap.
.DEFAULT_GOAL := help
.PHONY: help python-found setup setup-test demo test check check-ready node-tests js wheel bench format clean

# Python 3.11 to 3.13. Debian's own goes first: it is an optimised build, on which reports are measurably faster.
PYTHON ?= $(shell for python in /usr/bin/python3 python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& command -v $$python && break; done)
RUN := .venv/bin/python -m
ARGS ?=
# A module at a time for each worker, the longest ones first; browsers wait much, so that there are more workers than cores.
# PYTEST_ARGS="tests/domain -q" runs a part of the tests.
PYTEST_ARGS ?= -n 3 --dist loadfile --no-loadscope-reorder
SOURCES := touchmap tests scripts $(wildcard bench)

help:
	@echo "make demo    set up, make a report of the sample workshop, serve it (ARGS=--no-serve: only the report)"
	@echo "make test    set up, then every check and test"
	@echo "make check   the fast checks: format, lint, types, layers"
	@echo "make js      bundle the pages' scripts anew (ARGS=--maps: with source maps)"
	@echo "make wheel   dist/touchmap-….whl with everything in it"
	@echo "make bench   time reports against Chromium and plain WeasyPrint"
	@echo "make format  format and fix what can be fixed"
	@echo "make clean   remove what set-up and tests made"

python-found:
	@$(PYTHON) -c '' 2>/dev/null || { echo "touchmap needs Python 3.11, 3.12 or 3.13, and '$(PYTHON)' does not run one."; \
	echo "On Debian or Ubuntu: apt-get install python3 python3-venv; or say where it is: make PYTHON=/path/to/python3"; \
	exit 1; }

setup: python-found
	@$(PYTHON) scripts/set_up.py run

setup-test: python-found
	@$(PYTHON) scripts/set_up.py test

demo: setup
	@$(RUN) touchmap demo $(ARGS)

test: setup-test check-ready node-tests
	$(RUN) pytest $(PYTEST_ARGS)

check: setup-test check-ready

check-ready:
	$(RUN) ruff format --check $(SOURCES)
	$(RUN) ruff check $(SOURCES)
	$(RUN) mypy
	.venv/bin/lint-imports --no-logo

node-tests:
	@$$(cat .venv/set-up/node-path) --test $$(find static/js -name '*.test.js' | sort)

js:
	@$(PYTHON) scripts/bundle.py $(ARGS)

format: setup-test
	$(RUN) ruff check --fix $(SOURCES)
	$(RUN) ruff format $(SOURCES)

wheel: setup-test
	rm -rf build
	$(RUN) build --wheel --outdir dist .

bench: setup-test
	.venv/bin/python bench/report.py $(ARGS)

clean:
	rm -rf .venv node_modules static/vendor build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache \
		.import_linter_cache .hypothesis
