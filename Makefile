# Two commands do everything on a fresh machine with Python 3.11 or newer:
#   make site   installs what is needed and builds the example clients' sites into site/
#   make test   installs what is needed, a browser too, and runs every test
# And `make fuzz MINUTES=10` feeds the reader with what Atheris makes of the examples.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EXAMPLES_AS_OF := 2026-10-30
MINUTES ?= 5
FUZZED := $(VENV)/fuzzed

.PHONY: site test lint bench fuzz clean

site: $(VENV)/installed
	$(BIN)/dossier build --as-of $(EXAMPLES_AS_OF) --out site --jobs 2
	$(BIN)/dossier build --as-of $(EXAMPLES_AS_OF) --out site --audience team

# In the order that tests/conftest.py gives: the files with the most tests first, as is usual, would leave those with few
# and long ones for the end, where one process works alone.
test: $(VENV)/test-installed
	BIN=$(BIN) sh tests/browser/install.sh
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

lint: $(VENV)/test-installed
	$(BIN)/ruff check dossier tests theme
	$(BIN)/ruff format --check dossier tests theme
	$(BIN)/mypy

# Ratios measured side by side: of no use in a test, since a machine is never alone.
bench: $(VENV)/test-installed
	$(BIN)/python -m tests.bench.build
	$(BIN)/python -m tests.bench.serve
	$(BIN)/python -m tests.bench.check
	$(BIN)/python -m tests.bench.review
	$(BIN)/python -m tests.bench.history
	$(BIN)/python -m tests.bench.schedule
	$(BIN)/python -m tests.bench.gantt
	$(BIN)/python -m tests.bench.chance

# An input that is not survived is kept as FUZZED/crash-… (or slow-unit-…, timeout-…); add it to tests/fuzz/findings.
fuzz: $(VENV)/test-installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: atheris || \
		{ echo "make fuzz needs a Python for which Atheris has a wheel: CPython 3.11 to 3.13 on Linux"; exit 2; }
	mkdir -p $(FUZZED)/corpus
	PYTHONPATH=. $(BIN)/python tests/fuzz/fuzz_reader.py -max_total_time=$$(($(MINUTES) * 60)) -max_len=4096 -timeout=10 \
		-dict=tests/fuzz/words.dict -artifact_prefix=$(FUZZED)/ $(FUZZED)/corpus

# Not editable for `make site`: the sites are built by what a wheel holds. Tests run on the checkout itself.
$(VENV)/installed: pyproject.toml $(shell find dossier theme -type f -not -path '*/__pycache__/*' -not -path '*/vendor/*')
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "dossier needs Python 3.11 or newer")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check .
	touch $@

$(VENV)/test-installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "dossier needs Python 3.11 or newer")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	rm -f $(VENV)/installed
	touch $@

clean:
	rm -rf $(VENV) site dist .pytest_cache .mypy_cache .ruff_cache
