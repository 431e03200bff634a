#!/bin/bash
# SPDX-License-Identifier: MIT
# Prints the lines of a .config that examples/mnist/train.ts knows: a project's own form of its configuration, made for
# one run from the .config of that run.
grep -E '^(# )?CONFIG_(EPOCHS|LEARNING_RATE|SEED|ADAMWPRUNE_[A-Z_]+|TARGET_SPARSITY|PRUNING_(WARMUP|RAMP_END))[= ]' "$1"
