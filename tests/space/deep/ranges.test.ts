// SPDX-License-Identifier: MIT
// Golden configurations of whole range files, every mode among them: a seed must go on meaning the same configurations.
// UPDATE=1 rewrites tests/fixtures/ranges.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { displayText } from '../../../scripts/lib/core/value.ts';
import { countSpace } from '../../../scripts/lib/space/count.ts';
import type { DesignOptions } from '../../../scripts/lib/space/designs/index.ts';
import { designOf, spaceOf } from '../open-space.ts';

const FOLDER = new URL('../../fixtures/ranges/', import.meta.url).pathname;

function render(folder: string): string {
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const others = readdirSync(folder).filter((name) => name.endsWith('.config'));
  const space = spaceOf(read('input.range'), Object.fromEntries(others.map((name) => [name, read(name)])));
  const options = existsSync(join(folder, 'options.json'))
    ? (JSON.parse(read('options.json')) as Partial<DesignOptions>)
    : {};
  const counts = countSpace(space);
  const steps = [counts.raw, counts.conditioned, ...counts.rules.map((r) => r.count), counts.final];
  const lines = [`counts: ${steps.map(({ value, exact }) => `${exact ? '' : '~'}${value}`).join(' ')}`];
  const points = designOf(space, options.mode ?? 'combination', options.samples, options.seed).points();
  for (let step = points.next(), number = 1; ; step = points.next(), number += 1) {
    if (step.done === true) return `${[...lines, ...step.value.notes.map((note) => `note: ${note}`)].join('\n')}\n`;
    lines.push(`${number}: ${step.value.assignments.map((a) => `${a.name}=${displayText(a.value)}`).join(' ')}`);
  }
}

for (const name of readdirSync(FOLDER)) {
  test(`range file ${name} gives its configurations`, () => {
    const expected = join(FOLDER, name, 'expected.txt');
    const found = render(join(FOLDER, name));
    if (process.env.UPDATE === '1') writeFileSync(expected, found);
    assert.equal(found, readFileSync(expected, 'utf8'));
  });
}
