.PHONY: run test schema reference pages docs bench check

run: .venv/installed
	.venv/bin/cyclesim run scenarios/online_retailer.yaml

test: .venv/installed
	.venv/bin/python -m pytest

schema: .venv/installed
	.venv/bin/cyclesim schema > cyclesim.schema.json

# The schema, and the pages that follow from declarations alone.
reference: schema
	.venv/bin/python docs/reference_pages.py

# Every page that a script writes, after a change that moves numbers. Takes about ten minutes.
pages: reference
	for script in cycle behaviours reinvesting giftware giftware_forecast simulated_firms claims replications closed_forms comparing worked_examples page_commands; do \
	  .venv/bin/python docs/$$script.py || exit 1; done
	.venv/bin/python -m benchmarks.entities.compare
	.venv/bin/python -m benchmarks.twin.compare
	.venv/bin/python tests/mutants/run.py --workers 2

# The site, in build/site; any warning fails.
docs: .venv/installed
	.venv/bin/pip install --quiet -c constraints.txt -e '.[docs]'
	.venv/bin/python -m sphinx -W --keep-going -q -E docs build/site
	@echo build/site/index.html

# The pages that say how fast it is, alone and beside others. Takes an hour, and wants the machine for itself; the others are
# installed into environments of their own.
bench: .venv/installed
	.venv/bin/python -m benchmarks.speed
	.venv/bin/python -m benchmarks.peers

check: .venv/installed
	.venv/bin/pip install --quiet -c constraints.txt -e '.[dev]'
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python -m sphinx -W --keep-going -q -E docs build/site

.venv/installed: pyproject.toml constraints.txt sim/randomness/_counts.c sim/traced/_loops.c
	python3 -m venv .venv
	.venv/bin/pip install -c constraints.txt -e '.[test]'
	touch $@
