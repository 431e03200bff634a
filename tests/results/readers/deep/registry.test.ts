// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { register } from 'tsx/esm/api';
import type { MetricReader } from '../../../../scripts/lib/results/readers/reading.ts';

const FOLDER = new URL('../../../../scripts/lib/results/readers/', import.meta.url);

function isReader(value: unknown): value is MetricReader {
  return typeof value === 'object' && value !== null && 'file' in value && 'read' in value;
}

test('every reader in results/readers is listed in its index, and reads a file of its own', async (t) => {
  t.after(register()); // the files are loaded by their names, as they are
  const index: unknown = await import(new URL('index.ts', FOLDER).href);
  assert.ok(typeof index === 'object' && index !== null && 'METRIC_READERS' in index);
  const listed: unknown = index.METRIC_READERS;
  assert.ok(Array.isArray(listed));
  const readers: MetricReader[] = [];
  for (const name of readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')))
    readers.push(...Object.values<unknown>(await import(new URL(name, FOLDER).href)).filter(isReader));
  assert.ok(readers.length >= 5, `only ${readers.length} readers were found`);
  assert.deepEqual(
    readers.filter((reader) => !listed.includes(reader)).map(({ file }) => `${file} is not listed`),
    [],
  );
  assert.equal(new Set(listed.filter(isReader).map(({ file }) => file)).size, listed.length);
});
