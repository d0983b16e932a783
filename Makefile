# Two commands do everything: `make crawl` and `make test`. Both make their own virtual environment.
# `make test-fast` is for the time between two changes.
PYTHON ?= python3
BIN := .venv/bin
# hundreds of processes would compile the same modules again
export PYTHONDONTWRITEBYTECODE =

.PHONY: crawl demo test test-fast torture lint bench clean

crawl: .venv/crawl.ok  ## crawl today's edition of the bundled demo newspaper, no network needed
	$(BIN)/scrapy crawl demo -a day=today

demo: .venv/demo.ok  ## three days of five made-up newspapers, then report, stories, find, carried; no network needed
	$(BIN)/scrapy demo

test: .venv/dev.ok  ## everything .ci/run runs
	bash .ci/run

test-fast: .venv/dev.ok  ## nine tests of ten in less than a minute: those that need neither a process nor a browser
	$(BIN)/python -m pytest -n 2 -m "not crawl and not browser"

torture: .venv/dev.ok  ## 50 rounds of killed crawls and batches (the tests do 3), 9,000 mangled pages (the tests do 180), ten times the simulated runs
	NEWSCRAWLER_TORTURE=50 $(BIN)/python -m pytest -n 2 tests/durability/test_kills.py tests/durability/test_batch_kills.py \
		tests/hostile/test_mangled_pages.py tests/durability/test_simulator.py

lint: .venv/dev.ok
	$(BIN)/ruff format --check newscrawler tests bench setup.py
	$(BIN)/ruff check newscrawler tests bench setup.py
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/dev.ok  ## measures speed and memory, see bench/README.md; OPTIONS="--rounds 1 --only start"
	$(BIN)/python -m bench.run $(OPTIONS)

clean:
	rm -rf .venv

.venv/crawl.ok: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/demo.ok: .venv/crawl.ok
	$(BIN)/python -m pip install --quiet --disable-pip-version-check jinja2 vl-convert-python
	touch $@

.venv/dev.ok: requirements.txt requirements-dev.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@ .venv/crawl.ok
