# SPDX-License-Identifier: MIT
# ksweep: one range file in; numbered configurations, every run and a ranked report out. `make help` lists the targets.
# Works from any folder: make -f path/to/ksweep/Makefile sweep RANGE_CONFIG=my-range, or include it.

KSWEEP_MAKEFILE := $(lastword $(MAKEFILE_LIST))
ifeq ($(wildcard $(KSWEEP_MAKEFILE)),)
$(error ksweep stands in a folder with a blank in its name; make cannot work with that from elsewhere: call make inside that folder, or move it)
endif
KSWEEP_INCLUDED := $(if $(word 2,$(MAKEFILE_LIST)),1,)
KSWEEP_GOAL := $(.DEFAULT_GOAL)
# The real path, so that a link to this Makefile works; relative where a blank in it would split it (called from inside).
KSWEEP_REAL := $(realpath $(KSWEEP_MAKEFILE))
KSWEEP_DIR := $(patsubst %/,%,$(dir $(if $(word 2,$(KSWEEP_REAL)),$(KSWEEP_MAKEFILE),$(KSWEEP_REAL))))
NODE ?= node
NPM ?= npm
KSWEEP_Q := $(if $(V),,@)
# --- What the user gave reaches the scripts as text, never a shell -----------------------------------------------------
# Only variables on make's own command line count: an exported MODE of the caller's shell does not. Each is replaced by its
# raw text ($(value), so that make expands nothing in it) for ksweep's own targets alone; no recipe mentions them. In a
# Makefile that includes this one only ksweep's own settings are taken over: the other variables, and all other targets, are
# the host's. What is handed over: the names given, which of them are raw, and their text.
include $(KSWEEP_DIR)/scripts/settings.mk
KSWEEP_TARGETS := sweep-help sweep sweep-parallel sweep-generate sweep-run sweep-report sweep-list sweep-resume sweep-status \
  sweep-watch sweep-serve sweep-logs sweep-estimate sweep-cancel sweep-merge sweep-clean sweep-settings sweep-diff sweep-prune \
  sweep-promote sweep-refine sweep-seeds sweep-archive sweep-init sweep-import sweep-check
KSWEEP_GIVEN := $(foreach v,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $(v)))),$(v)))
KSWEEP_RAW := $(if $(KSWEEP_INCLUDED),$(filter $(KSWEEP_SETTINGS) SWEEP SWEEP_%,$(KSWEEP_GIVEN)),$(KSWEEP_GIVEN))
# Where nobody includes this file all targets are ksweep's.
KSWEEP_SCOPE := $(if $(KSWEEP_INCLUDED),$(KSWEEP_TARGETS):,)
$(foreach v,$(KSWEEP_RAW),$(eval $(KSWEEP_SCOPE) override export $(v) := $$(value $(v)))$(eval $(KSWEEP_SCOPE) export KSWEEP_MAKE_$(v) := $$(value $(v))))
$(KSWEEP_TARGETS): export KSWEEP_FROM_MAKE := $(KSWEEP_GIVEN)
$(KSWEEP_TARGETS): export KSWEEP_INCLUDED := $(KSWEEP_INCLUDED)
# What a script refuses, because nothing of what make was asked for reads it, depends on the targets that were named.
$(KSWEEP_TARGETS): export KSWEEP_GOALS := $(value MAKECMDGOALS)
# scripts/start.cjs runs scripts/NAME.ts from a build that is never older than its sources. Where it falls back on tsx, that
# would take the caller's tsconfig.json: ours is pinned for our scripts, and scrubbed from the runs.
KSWEEP = $(KSWEEP_Q)TSX_TSCONFIG_PATH="$(KSWEEP_DIR)/tsconfig.json" $(NODE) "$(KSWEEP_DIR)/scripts/start.cjs" $(1)
KSWEEP_RUNTIME := $(KSWEEP_DIR)/node_modules/.ksweep-runtime
KSWEEP_DEV := $(KSWEEP_DIR)/node_modules/.ksweep-dev

.PHONY: $(KSWEEP_TARGETS)

ifeq ($(KSWEEP_INCLUDED),)
.PHONY: help
help: sweep-help ## print this list
endif

sweep-help: ## list the sweep targets
	$(KSWEEP_Q)awk -F ':.*## ' '/^$(if $(KSWEEP_INCLUDED),sweep,[a-z])[a-z-]*:.*## / {printf "  %-16s %s\n", $$1, $$2}' "$(KSWEEP_MAKEFILE)"

sweep: $(KSWEEP_RUNTIME) ## generate, run and report: RANGE_CONFIG=FILE [PARALLEL=n] [BACKEND=slurm] ...
	$(call KSWEEP,generate-configs) --to-run
	$(call KSWEEP,run-test-matrix) --as-named

sweep-parallel: sweep ## the same, with PARALLEL=n lanes

sweep-generate: $(KSWEEP_RUNTIME) ## write sweep_configs/ from RANGE_CONFIG=FILE
	$(call KSWEEP,generate-configs)

sweep-run: $(KSWEEP_RUNTIME) ## run sweep_configs/ into a new sweep folder
	$(call KSWEEP,run-test-matrix)

sweep-report: $(KSWEEP_RUNTIME) ## write the reports again, at any time: [SWEEP=DIR] [METRIC=] [FILTER=] [BY=]
	$(call KSWEEP,report)

sweep-list: $(KSWEEP_RUNTIME) ## count and preview RANGE_CONFIG=FILE, write nothing: [EXPLAIN=17] [WHY_NOT=A=1,B=2]
	$(call KSWEEP,list-configs)

sweep-init: $(KSWEEP_RUNTIME) ## write a range file for a script: SCRIPT=train.py [LOG=train.log] [TO=FILE]
	$(call KSWEEP,init)

sweep-import: $(KSWEEP_RUNTIME) ## write the range file that a sweep of another system is: FROM=sweep.yaml [TO=FILE]
	$(call KSWEEP,import)

sweep-check: $(KSWEEP_RUNTIME) ## run one configuration, say whether a sweep would work: RANGE_CONFIG=FILE [SEEDS=2]
	$(call KSWEEP,check)

sweep-resume: $(KSWEEP_RUNTIME) ## go on where a sweep stopped: [SWEEP=DIR] [RANGE_CONFIG=FILE extends it] [RETRY_FAILED=1]
	$(call KSWEEP,run-test-matrix) --resume-latest

sweep-status: $(KSWEEP_RUNTIME) ## progress and leaderboard, once: [SWEEP=DIR]
	$(call KSWEEP,status)

sweep-watch: $(KSWEEP_RUNTIME) ## progress and leaderboard, live: [SWEEP=DIR]
	$(call KSWEEP,status) --watch

sweep-serve: $(KSWEEP_RUNTIME) ## the sweeps of OUTPUT_DIR in a browser, live: [PORT=8700] [OUTPUT_DIR=DIR]
	$(call KSWEEP,serve)

sweep-logs: $(KSWEEP_RUNTIME) ## print a run's log: N=17 [FOLLOW=1] [SWEEP=DIR]
	$(call KSWEEP,logs)

sweep-estimate: $(KSWEEP_RUNTIME) ## time and device-hours before starting: RANGE_CONFIG=FILE [RUN_TIME=32m] [PILOT=1]
	$(call KSWEEP,estimate)

sweep-cancel: $(KSWEEP_RUNTIME) ## stop a running sweep, here or on a cluster: [SWEEP=DIR]
	$(call KSWEEP,cancel)

sweep-merge: $(KSWEEP_RUNTIME) ## bring finished runs of other folders into a sweep: FROM="DIR DIR" [SWEEP=DIR]
	$(call KSWEEP,merge)

sweep-diff: $(KSWEEP_RUNTIME) ## compare two sweeps run by run: A=DIR B=DIR
	$(call KSWEEP,diff)

sweep-prune: $(KSWEEP_RUNTIME) ## move run folders out of the way: KEEP='test_acc>80' (DRY_RUN=0 to do it)
	$(call KSWEEP,prune)

sweep-promote: $(KSWEEP_RUNTIME) ## copy the best runs: TOP=3 TO=DIR [BY=NAMES]
	$(call KSWEEP,promote)

sweep-refine: $(KSWEEP_RUNTIME) ## write the next range file, closer around the best: [SWEEP=DIR] [TO=FILE]
	$(call KSWEEP,refine)

sweep-seeds: $(KSWEEP_RUNTIME) ## run further seeds of the best settings, in the sweep's folder: TOP=5 SEEDS=10 [SWEEP=DIR]
	$(call KSWEEP,seeds)

sweep-archive: $(KSWEEP_RUNTIME) ## pack a finished sweep: [SWEEP=DIR] [TO=FILE]
	$(call KSWEEP,archive)

sweep-clean: $(KSWEEP_RUNTIME) ## remove sweep_configs/ only, never results
	$(call KSWEEP,clean)

sweep-settings: $(KSWEEP_RUNTIME) ## every setting, its value, where it came from
	$(call KSWEEP,settings)

$(KSWEEP_RUNTIME): $(KSWEEP_DIR)/package-lock.json
	@echo "ksweep: installing what it needs (once)" >&2
	$(KSWEEP_Q)cd "$(KSWEEP_DIR)" && $(NPM) ci --omit=dev --no-audit --no-fund --loglevel=error >&2 && touch node_modules/.ksweep-runtime

$(KSWEEP_DEV): $(KSWEEP_DIR)/package-lock.json $(KSWEEP_DIR)/examples/mnist/package-lock.json
	$(KSWEEP_Q)cd "$(KSWEEP_DIR)" && $(NPM) ci --no-audit --no-fund --loglevel=error >&2 && cd examples/mnist && $(NPM) ci --no-audit --no-fund --loglevel=error >&2 && cd ../.. && touch node_modules/.ksweep-dev node_modules/.ksweep-runtime

# --- For those who work on ksweep; not for a Makefile that includes this one -------------------------------------------
ifeq ($(KSWEEP_INCLUDED),)
.PHONY: test test-fast check types lint docs bench screens torture truth conformance
# TESTS="tests/range/names.test.ts tests/edge" names files or folders; without it all of them run.

test: $(KSWEEP_DEV) ## types, lint and every test (at most 10 minutes): [TESTS="FILE FOLDER ..."]
	$(KSWEEP_Q)$(MAKE) --no-print-directory -f "$(KSWEEP_MAKEFILE)" types lint
	$(KSWEEP_Q)cd "$(KSWEEP_DIR)" && $(NODE) tests/rig/run-tests.mjs

test-fast: $(KSWEEP_DEV) ## the pure tests, in ten seconds: [TESTS="range space ..."]
	$(KSWEEP_Q)cd "$(KSWEEP_DIR)" && $(NODE) tests/rig/run-fast.mjs

check: test ## the same as test

types: $(KSWEEP_DEV) ## the type checker
	$(KSWEEP_Q)cd "$(KSWEEP_DIR)" && node_modules/.bin/tsc -p . && node_modules/.bin/tsc -p scripts/lib/report/client

lint: $(KSWEEP_DEV) ## the linter and the formatter (120 columns)
	$(KSWEEP_Q)cd "$(KSWEEP_DIR)" && node_modules/.bin/biome lint --error-on-warnings scripts examples bench tests && node_modules/.bin/biome format scripts examples bench tests

docs: $(KSWEEP_DEV) ## write the pages that are made from the code
	$(call KSWEEP,settings) --markdown > "$(KSWEEP_DIR)/docs/settings.md"
	$(call KSWEEP,settings) --errors > "$(KSWEEP_DIR)/docs/errors.md"
	$(call KSWEEP,settings) --example > "$(KSWEEP_DIR)/.env.example"
	$(call KSWEEP,settings) --makefile > "$(KSWEEP_DIR)/scripts/settings.mk"

bench: $(KSWEEP_DEV) ## speed, as ratios measured in one run
	$(KSWEEP_Q)cd "$(KSWEEP_DIR)" && $(NODE) --import tsx bench/main.ts

screens: $(KSWEEP_DEV) ## look at the pages of eight sweeps at four widths and modes, and at one of 100,000 runs, by measuring
	$(KSWEEP_Q)cd "$(KSWEEP_DIR)" && SCREENS=all REQUIRE_ALL=1 $(NODE) --import tsx --test tests/browser/deep/eight-sweeps.test.ts tests/browser/deep/large-page.test.ts

truth: $(KSWEEP_DEV) ## simulate sweeps whose truth is known, and count which claims of the reports come true (SWEEPS=2000, WHAT=first,chances,alarms,winner,estimate,nulls,effects,refine)
	$(KSWEEP_Q)cd "$(KSWEEP_DIR)" && $(NODE) --import tsx tests/truth/main.ts

torture: $(KSWEEP_DEV) ## let writes fail and kill the runner 10,000 times, and count what the jobs say
	$(KSWEEP_Q)cd "$(KSWEEP_DIR)" && $(NODE) --import tsx tests/torture/faults.ts
	$(KSWEEP_Q)cd "$(KSWEEP_DIR)" && $(NODE) --import tsx tests/torture/main.ts
	$(KSWEEP_Q)cd "$(KSWEEP_DIR)" && $(NODE) --import tsx tests/torture/suites.ts
	$(KSWEEP_Q)cd "$(KSWEEP_DIR)" && INTERLEAVINGS=all $(NODE) --import tsx --test tests/model/interleavings.test.ts
	$(KSWEEP_Q)cd "$(KSWEEP_DIR)" && LOADS=all $(NODE) --import tsx --test tests/sim/gpu-sim.test.ts
	$(KSWEEP_Q)cd "$(KSWEEP_DIR)" && HOSTILE=all HISTORIES=10000 $(NODE) --import tsx --test tests/e2e/hostile-folders.test.ts tests/torture/deep/histories.test.ts

conformance: $(KSWEEP_DEV) ## hold Kconfig trees, Linux among them, against the kernel's own conf and Kconfiglib
	$(KSWEEP_Q)cd "$(KSWEEP_DIR)" && $(NODE) --import tsx tests/conformance/kconfig.ts
else
.DEFAULT_GOAL := $(KSWEEP_GOAL)
endif
