PYTHON ?= python3

.PHONY: run test serve bench lighthouse
.DEFAULT_GOAL := run

run test serve bench lighthouse:
	@$(PYTHON) -I lmi_portal/running/prepare.py $@

export ARGS ON
