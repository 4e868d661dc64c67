# Two commands for people: `make run` and `make test`. Each does all of its own set-up; again is quick.
.DEFAULT_GOAL := run
PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
# pip reads a hash for every wheel, so a tampered download fails the install. The pins are complete: pip need not
# resolve them, and a release of tomorrow cannot be taken for an extra (coverage[toml]) of a pin.
INSTALL = $(PIP) install --no-deps --require-hashes -r $(filter %.txt,$^) && $(PIP) check

# One test worker more than processors: some tests wait for a server that comes, or for one that is gone.
WORKERS = $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
EDITABLE := $(PIP) install --no-deps --no-build-isolation --editable .
AS_ROOT := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)

# Where Python may not keep what it has compiled, every process of the tests compiles all tests anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test quick fuzz lint format types layers check pytest coverage browser mutation benchmark canary reference dependencies audit lock upgrade clean

help: ## list what make can do
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

run: $(VENV)/run.ready ## set everything up and serve http://localhost:8501
	$(BIN)/streamlit run app.py --server.port $(PORT)

# The types are checked beside the tests, which leave a processor idle while they wait; what they say fails the end.
test: lint layers check $(VENV)/browser.ready $(VENV)/servers.ready $(VENV)/readers.ready ## set everything up and run every check
	@$(BIN)/basedpyright & types=$$!; $(MAKE) --no-print-directory pytest && wait $$types

quick: $(VENV)/dev.ready $(VENV)/readers.ready ## the tests to run while working: no servers, no browser, not all that is shipped
	$(BIN)/pytest -n auto -m 'not slow and not shipped' tests/unit tests/figures tests/app

fuzz: $(VENV)/dev.ready $(VENV)/browser.ready ## look for new cases that break a property, other ones each time
	$(BIN)/pytest -n auto --hypothesis-profile fuzz -m hypothesis --ignore tests/browser
	$(BIN)/python -m tests.fuzz pages 5000
	$(BIN)/python -m tests.fuzz requests 3000
	$(BIN)/python -m tests.fuzz messages 1000
	$(BIN)/python -m tests.fuzz browser 300
	$(BIN)/python -m tests.fuzz controls 200

lint: $(VENV)/dev.ready ## style and likely bugs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/dev.ready ## write files in the style that lint asks for
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/dev.ready ## types of code and tests, strict
	$(BIN)/basedpyright

layers: $(VENV)/dev.ready ## imports only go downwards
	$(BIN)/lint-imports

check: $(VENV)/dev.ready ## what data/ says
	$(BIN)/python -m dashboard check

pytest: coverage browser

# In two steps: asked for a limit, it throws away what the workers have told before it prints it.
COVERED := $(VENV)/coverage.json
coverage: $(VENV)/dev.ready $(VENV)/readers.ready ## every test but the browser's, and how much of the code they run
	$(BIN)/python -m slipcover --json --out $(COVERED) -m pytest -n $(WORKERS) --ignore tests/browser
	$(BIN)/python -m slipcover --merge $(COVERED) --out $(COVERED) --fail-under 95

browser: $(VENV)/dev.ready $(VENV)/browser.ready $(VENV)/servers.ready ## the tests in Chromium
	$(BIN)/pytest -n $(WORKERS) tests/browser

canary: $(VENV)/dev.ready ## ask the live sources for one small series each: do they still answer as recorded?
	$(BIN)/python -m tests.canary

# mutmut only here, so that nothing of it is installed for the tests.
mutation: $(VENV)/dev.ready ## break the code in small ways, and say which ways no test notices
	$(PIP) install "mutmut>=3.8"
	$(BIN)/mutmut run --max-children 1
	$(BIN)/mutmut results

# All of them in ten to fifteen minutes; ONLY="load start" for some, ONLY=--long for an acceptance's hours.
benchmark: $(VENV)/dev.ready $(VENV)/browser.ready ## speed against floors and peers, into benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks $(ONLY)

reference: $(VENV)/dev.ready ## write docs/reference.md from the registries
	$(BIN)/python -m docs.reference

dependencies: $(VENV)/dev.ready ## write docs/dependencies.md: reasons, licences, import times and sizes
	$(BIN)/python -m docs.dependencies

# Its own environment: what reads advisories is no part of what they are about. It needs the internet, so no test runs it.
AUDIT := $(VENV)/audit/bin
audit: $(VENV)/made ## ask an advisory service about every pinned dependency
	test -x $(AUDIT)/pip-audit || { $(PYTHON) -m venv $(VENV)/audit && $(AUDIT)/pip install --quiet pip-audit; }
	$(AUDIT)/pip-audit --strict --disable-pip --require-hashes --requirement requirements/dev.txt

# Pins without hosts: no index lines, hashes for every file. A pin that still fits stays, unless upgrade is asked for.
COMPILE = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
	--python-version 3.11 pyproject.toml --group build $(NEWER)
lock: $(VENV)/made ## pin dependencies after a change of pyproject.toml
	$(PIP) install uv
	$(COMPILE) --output-file requirements/run.txt
	$(COMPILE) --group dev --output-file requirements/dev.txt

upgrade: NEWER = --upgrade
upgrade: lock ## pin the newest dependencies

clean: ## remove the virtual environment
	rm -rf $(VENV)

# Asked each time and before anything is made: a virtual environment of a wrong Python would break the next run too.
ASKED := $(or $(wildcard $(BIN)/python),$(PYTHON))
.PHONY: python
python:
	@$(if $(shell $(ASKED) -c 'import sys; print(sys.version_info >= (3, 11) or "")' 2>/dev/null),:,$(error \
		Eraline needs Python 3.11 or newer, which $(ASKED) is not: try `make PYTHON=python3.13`$(if \
		$(wildcard $(VENV)), after `make clean`)))

# Debian's python3 comes without ensurepip: the package that brings it is fetched where venv fails.
$(VENV)/made: | python
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); $(AS_ROOT) apt-get update -qq && \
		$(AS_ROOT) apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); }
	touch $@

$(VENV)/run.ready: $(VENV)/made requirements/run.txt
	$(INSTALL)
	$(EDITABLE)
	touch $@

# the pins of dev.txt hold those of run.txt, so one install serves both
$(VENV)/dev.ready: $(VENV)/made requirements/dev.txt
	$(INSTALL)
	$(EDITABLE)
	touch $(VENV)/run.ready $@

# Debian's Chromium; where there is no apt, Playwright fetches its own. The tests take the one without windows where it
# is to be had, the benchmarks the one that people use.
$(VENV)/browser.ready: $(VENV)/dev.ready
	command -v chromium-headless-shell >/dev/null || ! command -v apt-get >/dev/null || { $(AS_ROOT) apt-get update -qq && \
		$(AS_ROOT) apt-get install -y -qq chromium-headless-shell >/dev/null; } || :
	command -v chromium >/dev/null || { command -v apt-get >/dev/null && \
		$(AS_ROOT) apt-get update -qq && $(AS_ROOT) apt-get install -y -qq chromium >/dev/null; } || \
		$(BIN)/playwright install --with-deps chromium
	touch $@

# nginx and PgBouncer, which a test stands a deployment on; their services are not started. Without apt the test says
# what is missing.
NO_SERVICES := /usr/sbin/policy-rc.d
$(VENV)/servers.ready: $(VENV)/dev.ready
	PATH="$$PATH:/usr/sbin"; command -v nginx >/dev/null && command -v pgbouncer >/dev/null || \
		! command -v apt-get >/dev/null || { [ -e $(NO_SERVICES) ] || { made=yes; \
		printf '#!/bin/sh\nexit 101\n' | $(AS_ROOT) tee $(NO_SERVICES) >/dev/null; $(AS_ROOT) chmod +x $(NO_SERVICES); }; \
		$(AS_ROOT) apt-get update -qq && $(AS_ROOT) apt-get install -y -qq --no-install-recommends \
		nginx-light pgbouncer >/dev/null; installed=$$?; [ -z "$$made" ] || $(AS_ROOT) rm $(NO_SERVICES); exit $$installed; }
	touch $@

# LibreOffice and R, which the tests open files and run snippets with. Without apt the tests say what is missing.
$(VENV)/readers.ready: $(VENV)/dev.ready
	command -v soffice >/dev/null && command -v Rscript >/dev/null || { ! command -v apt-get >/dev/null || { \
		$(AS_ROOT) apt-get update -qq && $(AS_ROOT) apt-get install -y -qq --no-install-recommends \
		libreoffice-calc-nogui r-base-core >/dev/null; }; }
	touch $@
