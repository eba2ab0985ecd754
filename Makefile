# `make` alone lists what there is. Every target that needs .venv sets it up first, and a second run
# finds it whole. Another interpreter: make test PYTHON=python3.12. A part of the tests:
# make test ARGS="-k luck --no-cov".

BIN := .venv/bin
JUMELAGE := $(BIN)/jumelage
ARGS ?=

# Settings of other projects on the same machine must not reach into ours.
unexport PYTHONPATH PYTHONHOME

.DEFAULT_GOAL := help
.PHONY: help setup demo test check-deep format bench mutation places lock clean

help:
	@echo "jumelage: an agent-based model of European town twinning. There is:"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

setup: ## make or renew .venv (the others do it by themselves)
	@tools/setup/set-up

demo: setup ## the default history on the real world: out/demo/report.html
	$(JUMELAGE) demo --out out/demo --force

test: setup ## style, types and tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist loadfile -m "not deep" --cov $(ARGS)

check-deep: setup ## the slow statistical and set-up checks
	$(BIN)/pytest -n 2 --dist loadfile -m deep $(ARGS)

format: setup ## put the code into its usual form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: setup ## time the model beside a plain Mesa peer and a bare bound: benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks $(ARGS)

mutation: setup ## put small faults into simulation/, one at a time: do the tests see them?
	$(BIN)/python -m tools.mutation $(ARGS)

places: setup ## build the shipped tables of places anew from their sources (fetched with npm)
	$(BIN)/python -m simulation.places.build --packages out/packages --fetch $(ARGS)

# No header, index or link lines: a lock that is committed names no address.
lock: ## pin all packages anew in requirements.lock (needs uv; ARGS=--upgrade for newer ones)
	@command -v uv >/dev/null || { echo "make lock needs uv, and there is none on the PATH." >&2; exit 1; }
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.12 --generate-hashes \
	  --no-header --no-emit-index-url --no-emit-find-links --quiet --output-file requirements.lock $(ARGS)

# Results in out/ stay, but for the demo's.
clean: ## remove .venv, caches and out/demo
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage build dist out/demo
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
