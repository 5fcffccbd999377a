# Every target makes what it needs, the virtual environment too. Needed beforehand: make and Python 3.11 or newer with
# pip and venv. `make` alone prepares what runs Isogloss: the command is .venv/bin/isogloss then.

.DEFAULT_GOAL := install
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: install demo test check format lint types layers gate fix bench corpus simulate mutate site editors pictures tools clients record lock clean

# The first Python found that is new enough and can make virtual environments.
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& { echo $$python; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
# Parallel test processes: two more than there are cores, since some tests wait for a process or for time. Coverage
# options come from `check`.
JOBS ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 2)')
COVERAGE :=
# The lock files are complete, so pip takes exactly what they name, by hash, and resolves nothing: a pip before 23.3
# prefers a newer release where a package is asked for with an extra, and then refuses it for want of a hash.
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 $(BIN)/python -m pip
LOCKED := $(PIP) install -qq --no-deps --require-hashes -r
SELF := $(PIP) install -qq --no-deps --no-build-isolation --editable .
WHOLE := told=$$($(PIP) check) || { echo "$$told" >&2; \
	echo "make: $(VENV) holds what does not fit together; try again after: make clean" >&2; exit 1; }

install: $(VENV)/ready-run

# Two stamps over one environment: what runs Isogloss, and what also tests it. The second includes the first.
$(VENV)/ready-run: requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing what requirements.txt names into $(VENV)"
	@$(LOCKED) requirements.txt
	@$(SELF)
	@$(WHOLE)
	@touch $@

$(VENV)/ready-dev: requirements-dev.txt requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing what requirements-dev.txt names into $(VENV)"
	@$(LOCKED) requirements-dev.txt
	@$(SELF)
	@$(WHOLE)
	@touch $(VENV)/ready-run $@

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "make: needs Python 3.11 or newer with venv and pip (Debian: python3-venv)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Carry a small site across and back between two local sandboxes; leaves everything in demo-out/.
demo: $(VENV)/ready-run
	@$(BIN)/isogloss demo

# The whole test suite. Its processes, some hundreds, share what one of them compiled, also in a container that forbids
# Python to keep it, where each of them would compile everything again.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(VENV)/ready-dev
	$(BIN)/python -m pytest --numprocesses=$(JOBS) --dist=worksteal $(COVERAGE)

# Everything that must hold: what CI runs, and the whole of large grids of cases, of which `test` tries a part.
check: COVERAGE = --cov --cov-report=
check: export ISOGLOSS_TEST_WHOLE := 1
check: format lint types layers test gate

format: $(VENV)/ready-dev
	$(BIN)/ruff format --check .

lint: $(VENV)/ready-dev
	$(BIN)/ruff check .

types: $(VENV)/ready-dev
	$(BIN)/mypy

layers: $(VENV)/ready-dev
	$(BIN)/lint-imports

# Branches taken by the last `make check`: all of them in the pure middle, 95 % elsewhere.
gate: $(VENV)/ready-dev
	$(BIN)/python scripts/coverage_gate.py

fix: $(VENV)/ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Print the figures as a table, with peers, and write them to bench-out/bench.json (docs/speed.md). PARTS: some of them.
PARTS :=
bench: $(VENV)/ready-run
	@$(BIN)/python bench/run.py $(PARTS)

# The same figures beside those of another commit: make bench-compare BASE=v1.0
BASE := HEAD
bench-compare: $(VENV)/ready-run
	@$(BIN)/python bench/compare.py $(BASE) $(PARTS)

# Lives between both sandboxes, as many as there is time for; one that was stopped goes on. See docs/changing.md.
SEEDS := 1000
FIRST := 1
simulate: $(VENV)/ready-dev
	PYTHONPATH=tests/support PYTHONHASHSEED=0 $(BIN)/python -m simulation $(SEEDS) --first $(FIRST) --kept simulated.jsonl

# Does a test fail for each small change of the pure middle? Takes an hour; one that was stopped goes on. See
# docs/changing.md. MUTANTS: names or patterns of some, as "isogloss.merge.policy*".
MUTANTS :=
$(VENV)/ready-mutate: requirements-mutate.txt $(VENV)/ready-dev
	@echo "Installing what requirements-mutate.txt names into $(VENV)"
	@$(LOCKED) requirements-mutate.txt
	@$(WHOLE)
	@touch $@

mutate: $(VENV)/ready-mutate
	$(if $(MUTANTS),,$(BIN)/python scripts/mutation_score.py --again)
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/mutmut run $(MUTANTS)
	$(BIN)/python scripts/mutation_score.py

# The docs as a site in site-out/: every link is checked, and nothing is loaded from elsewhere.
$(VENV)/ready-site: requirements-site.txt $(VENV)/ready-dev
	@echo "Installing what requirements-site.txt names into $(VENV)"
	@$(LOCKED) requirements-site.txt
	@$(WHOLE)
	@touch $@

site: $(VENV)/ready-site
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet
	$(BIN)/python scripts/check_site.py site-out

# Carry Debian's FAQ across and back, in its ten languages; installs its packages by apt.
corpus: $(VENV)/ready-run
	$(BIN)/python scripts/corpus.py

# Open and save the inputs of tests/editors in the real editors again; needs npm, node and Chromium.
editors: $(VENV)/ready-run
	$(BIN)/python scripts/record_editors.py

# Take the pictures of docs/ again; needs Chromium and curl.
pictures: $(VENV)/ready-dev demo
	$(BIN)/python scripts/record_pictures.py

# Have tools of translators that are installed here open, save and translate a sample again (tests/unit/exchange/returned).
tools: $(VENV)/ready-run
	$(BIN)/python scripts/record_tools.py

# Every call of the vendors' own clients against the sandboxes (docs/clients.md), and a tool of translators; needs node
# and npm.
NPM_CLIENTS := webflow-api@3.3.4 buttercms@3.0.3 xliff@6.4.0
clients: $(VENV)/ready-dev
	@command -v npm >/dev/null || { echo "make: needs node and npm (Debian: npm)" >&2; exit 1; }
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT \
	&& npm install --silent --no-audit --no-fund --ignore-scripts --no-package-lock --prefix "$$folder" $(NPM_CLIENTS) \
	&& ISOGLOSS_NPM_CLIENTS="$$folder" $(BIN)/python -m pytest tests/clients

# Renew cassettes/: from the sandboxes, or from real accounts whose tokens are in the environment (cassettes/README.md).
record: $(VENV)/ready-dev
	$(BIN)/python -m pytest tests/contract/test_cassettes.py -p no:randomly --record-mode=rewrite

# Renew the lock files; needs uv. They hold names, versions and hashes, and no address.
UV ?= uv
UVFLAGS := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
lock:
	$(UV) pip compile $(UVFLAGS) pyproject.toml --group build -o requirements.txt
	$(UV) pip compile $(UVFLAGS) pyproject.toml --group build --group dev --extra postgres --extra cluster \
		--extra traces -c requirements.txt -o requirements-dev.txt
	$(UV) pip compile $(UVFLAGS) --group mutate -c requirements-dev.txt -o requirements-mutate.txt
	$(UV) pip compile $(UVFLAGS) --group site -c requirements-dev.txt -o requirements-site.txt

clean:
	rm -rf $(VENV) build src/*.egg-info demo-out corpus-out bench-out site-out mutants simulated.jsonl .coverage .coverage.* \
		.hypothesis .mypy_cache .ruff_cache .import_linter_cache
