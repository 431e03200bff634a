// SPDX-License-Identifier: MIT
// Every range file of docs/stages.md that claims so has as many runs in each stage.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineSweep } from '../../scripts/lib/config/definition.ts';
import { formatDiagnostics } from '../../scripts/lib/core/diagnostic.ts';
import { examplesOf } from './examples.ts';

const examples = examplesOf('docs/stages.md');

for (const { place, text, claims } of examples) {
  test(`the stages of ${place} have ${claims.stages} runs`, () => {
    const source = { path: place, text };
    const checked = defineSweep({ source, load: () => assert.fail('no other file is read'), given: [] });
    assert.ok(checked.value !== undefined, formatDiagnostics(checked.diagnostics));
    const counts = new Map<string, number>();
    for (const { stage } of checked.value.stages?.points() ?? []) counts.set(stage, (counts.get(stage) ?? 0) + 1);
    assert.equal([...counts.values()].join('+'), claims.stages);
  });
}

test('the page has recipes', () => assert.ok(examples.length >= 5));
