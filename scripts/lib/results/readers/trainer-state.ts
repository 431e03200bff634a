// SPDX-License-Identifier: MIT
import { readJsonObject } from './json-object.ts';
import { parseJsonText } from './json-text.ts';
import { type Entry, isSeries, type Reading, scalarOf } from './reading.ts';

/** Members beside the history that are results; all others say how the trainer was set. */
const RESULTS = ['best_metric', 'best_global_step', 'global_step'];

/**
 * Reads trainer_state.json of Hugging Face's Trainer: each key of `log_history` is a list with an entry for each record
 * that has it (its last record has other keys than the evaluations), and `best_metric` stands beside them.
 */
export function readTrainerState(text: string): Reading {
  const parsed = parseJsonText(text);
  if ('problem' in parsed) return { entries: new Map(), problem: parsed.problem };
  const state = parsed.value;
  if (typeof state !== 'object' || state === null || !('log_history' in state) || !Array.isArray(state.log_history))
    return { entries: new Map(), problem: '1:1: no log_history in it; expected what a Trainer writes' };
  const entries = new Map<string, Entry>();
  for (const [name, entry] of readJsonObject(JSON.stringify(state.log_history)).entries) {
    if (isSeries(entry)) entries.set(name, entry);
  }
  for (const [name, value] of Object.entries(state)) {
    if (RESULTS.includes(name) && value !== null && !entries.has(name)) entries.set(name, scalarOf(value));
  }
  return { entries };
}
