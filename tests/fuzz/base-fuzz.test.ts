// SPDX-License-Identifier: MIT
// Whatever a base file holds, it is merged into or refused with a place, and never an exception.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isError } from '../../scripts/lib/core/diagnostic.ts';
import { createRng, type Rng } from '../../scripts/lib/core/rng.ts';
import { type BaseFormat, filesOverBase, saidOverBase } from '../rig/over-base.ts';

const PIECES = [
  ...[
    'a: ',
    'b: ',
    'c: ',
    '&x ',
    '&y ',
    '*x',
    '*y',
    '<<: ',
    '<<: *x',
    '{',
    '}',
    '[',
    ']',
    ', ',
    '- ',
    '\n',
    '\n  ',
    '\n    ',
  ],
  ...[
    '1',
    '1.0',
    'yes',
    '~',
    'null',
    '"q"',
    "'s'",
    '|',
    '>',
    '# why',
    '!!float ',
    '!t ',
    '${a}',
    '???',
    '? ',
    ': ',
    '0x1',
    '---',
  ],
];

const RANGES = [
  'a=1|0.5\n',
  'a.b=x|true\nunset c\n',
  'a.0=1\nb=[1,2]\n',
  'a=1|2\nb=3 if a=1\nc.a=null\n',
  'unset a\nunset b.c\nc={"a":1}|5\n',
  'a.b.c=y\nb.0.a=0x10\n',
];

function randomYaml(rng: Rng): string {
  return Array.from({ length: 1 + rng.below(14) }, () => PIECES[rng.below(PIECES.length)]).join('');
}

function randomJson(rng: Rng, depth = 3): unknown {
  const scalars = [1, 0.5, 1e5, true, null, 'x', '', '1', '${a}', '\u0000"'];
  if (depth === 0 || rng.below(3) === 0) return scalars[rng.below(scalars.length)];
  const inside = (): unknown => randomJson(rng, depth - 1);
  if (rng.below(3) === 0) return Array.from({ length: rng.below(3) }, inside);
  return Object.fromEntries(['a', 'b', 'c', 'a.b'].slice(rng.below(3)).map((key) => [key, inside()]));
}

/** Valid JSON in three of four cases; else with a character that is another. */
function randomBase(rng: Rng, format: BaseFormat): string {
  if (format === 'yaml') return randomYaml(rng);
  const text = JSON.stringify(randomJson(rng));
  if (rng.below(4) > 0) return text;
  const at = rng.below(text.length);
  return text.slice(0, at) + '{}[],:"1.e-x'.charAt(rng.below(12)) + text.slice(at + 1);
}

for (const format of ['yaml', 'json'] as const) {
  test(`2,000 random ${format} bases are merged into or refused, and never an exception`, () => {
    const rng = createRng(`bases ${format}`);
    let merged = 0;
    for (let i = 0; i < 2000; i += 1) {
      const base = randomBase(rng, format);
      const range = RANGES[rng.below(RANGES.length)] ?? '';
      const over = { format, settings: { BASE_NEW_KEYS: '1' } };
      const errors = saidOverBase(range, base, over).filter(isError);
      for (const { message, span } of errors)
        assert.ok(span === undefined || span.offset <= span.source.text.length, `${base}: ${message}`);
      if (errors.length > 0) continue;
      merged += 1;
      for (const file of filesOverBase(range, base, over)) assert.notEqual(file, '');
    }
    assert.ok(merged > 100, `${merged} were merged into`);
  });
}
