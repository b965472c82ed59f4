.PHONY: run test schema check

run: .venv/installed
	.venv/bin/cyclesim run scenarios/online_retailer.yaml

test: .venv/installed
	.venv/bin/python -m pytest

schema: .venv/installed
	.venv/bin/cyclesim schema > cyclesim.schema.json

check: .venv/installed
	.venv/bin/pip install --quiet -c constraints.txt -e '.[dev]'
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

.venv/installed: pyproject.toml constraints.txt sim/randomness/_counts.c
	python3 -m venv .venv
	.venv/bin/pip install -c constraints.txt -e '.[test]'
	touch $@
