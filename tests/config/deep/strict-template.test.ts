// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderStrict } from '../strict-render.ts';
import { compileStrict } from '../../../scripts/lib/config/strict-template.ts';
import { createRng } from '../../../scripts/lib/core/rng.ts';

test('a template without blocks is filled in as Handlebars itself fills it in', () => {
  const names = [
    'LR',
    'opt.name',
    'opt',
    'opt.nope',
    'nope.x',
    'number',
    'number.length',
    'L.0',
    'L.text',
    'symbols.LR',
  ];
  names.push(
    'toString',
    'if',
    'each',
    'this',
    'this.LR',
    './LR',
    '@root.LR',
    '[LR]',
    'symbols.[opt]',
    'twice',
    '../LR',
    'EMPTY',
  );
  const rng = createRng('templates');
  const pick = <T>(list: readonly T[]): T => list[rng.below(list.length)] ?? assert.fail();
  let [plain, wrong] = [0, 0];
  for (let i = 0; i < 3000; i += 1) {
    const piece = (): string =>
      pick([` ${pick(['$(x)', '"q"', "it's\n", '\\', ''])} `, `{{${pick(names)}}}`, `{{~${pick(names)} ~}}`, '{{!c}}']);
    const template = Array.from({ length: 1 + rng.below(4) }, piece).join('');
    // A block that prints nothing is enough to have Handlebars do it.
    const whole = `x${template}x{{#if NOPE}}{{/if}}`;
    assert.equal(renderStrict(`x${template}x`), renderStrict(whole), template);
    if (compileStrict(template, { escape: String }).roots !== undefined) plain += 1;
    if (/^\d/.test(renderStrict(template))) wrong += 1;
    assert.equal(compileStrict(whole, { escape: String }).roots, undefined);
  }
  assert.ok(plain > 1000 && wrong > 500, `${plain} plain, ${wrong} wrong`);
});
