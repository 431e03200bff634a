// SPDX-License-Identifier: MIT
import { parseJsonText } from './json-text.ts';
import { type Entry, entriesOf, type Reading } from './reading.ts';

/**
 * Reads metrics.json of sacred's FileStorageObserver: `{"acc": {"steps": [...], "timestamps": [...], "values": [...]}}`,
 * of which the values are the metric. What has another form is no metric of sacred and is left out.
 */
export function readSacred(text: string): Reading {
  const parsed = parseJsonText(text);
  if ('problem' in parsed) return { entries: new Map(), problem: parsed.problem };
  const entries = new Map<string, Entry>();
  if (typeof parsed.value !== 'object' || parsed.value === null) return { entries };
  for (const [name, metric] of Object.entries(parsed.value) as [string, unknown][]) {
    if (typeof metric !== 'object' || metric === null || !('values' in metric) || !('steps' in metric)) continue;
    const values = entriesOf({ values: metric.values }).get('values');
    if (values !== undefined) entries.set(name, values);
  }
  return { entries };
}
