PYTHON ?= python3

.PHONY: run test serve bench
.DEFAULT_GOAL := run

run test serve bench:
	@$(PYTHON) -I lmi_portal/running/prepare.py $@

export ARGS ON
