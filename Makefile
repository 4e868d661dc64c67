# Two commands for people: `make run` and `make test`. Each does all of its own set-up; again is quick.
PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
# pip reads a hash for every wheel, so a tampered download fails the install
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

EDITABLE := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
AS_ROOT := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)

.PHONY: run test lint types layers check pytest benchmark lock clean

run: $(VENV)/run.ready
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: lint types layers check pytest

lint: $(VENV)/dev.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.ready
	$(BIN)/basedpyright

layers: $(VENV)/dev.ready
	$(BIN)/lint-imports

check: $(VENV)/dev.ready
	$(BIN)/python -m dashboard check

pytest: $(VENV)/dev.ready $(VENV)/browser.ready
	$(BIN)/pytest -n auto

benchmark: $(VENV)/dev.ready $(VENV)/browser.ready
	$(BIN)/python benchmarks/store.py
	$(BIN)/python benchmarks/refresh.py
	$(BIN)/python benchmarks/figures.py
	$(BIN)/python benchmarks/evidence.py
	$(BIN)/python benchmarks/click.py

# Pins without hosts: no index lines, hashes for every file.
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
	--python-version 3.11 pyproject.toml --group build
lock: $(VENV)/made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(COMPILE) --output-file requirements/run.txt
	$(COMPILE) --group dev --output-file requirements/dev.txt

clean:
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
	$(INSTALL) -r requirements/run.txt
	$(EDITABLE)
	touch $@

# the pins of dev.txt hold those of run.txt, so one install serves both
$(VENV)/dev.ready: $(VENV)/made requirements/dev.txt
	$(INSTALL) -r requirements/dev.txt
	$(EDITABLE)
	touch $(VENV)/run.ready $@

# Debian's Chromium; where there is no apt, Playwright fetches its own.
$(VENV)/browser.ready: $(VENV)/dev.ready
	command -v chromium >/dev/null || { command -v apt-get >/dev/null && \
		$(AS_ROOT) apt-get update -qq && $(AS_ROOT) apt-get install -y -qq chromium >/dev/null; } || \
		$(BIN)/playwright install --with-deps chromium
	touch $@
