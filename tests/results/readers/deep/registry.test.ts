// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { METRIC_READERS } from '../../../../scripts/lib/results/readers/index.ts';
import type { MetricReader } from '../../../../scripts/lib/results/readers/reading.ts';

const FOLDER = new URL('../../../../scripts/lib/results/readers/', import.meta.url);

function isReader(value: unknown): value is MetricReader {
  return typeof value === 'object' && value !== null && 'file' in value && 'read' in value;
}

test('every reader in results/readers is listed in its index, and reads a file of its own', async () => {
  const readers: MetricReader[] = [];
  for (const name of readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')))
    readers.push(...Object.values<unknown>(await import(new URL(name, FOLDER).href)).filter(isReader));
  assert.ok(readers.length >= 5, `only ${readers.length} readers were found`);
  assert.deepEqual(
    readers.filter((reader) => !METRIC_READERS.includes(reader)).map(({ file }) => `${file} is not listed`),
    [],
  );
  assert.equal(new Set(METRIC_READERS.map(({ file }) => file)).size, METRIC_READERS.length);
});
