// SPDX-License-Identifier: MIT
// Runs every example of the pages on files that configurations are merged into, and holds it against what the page claims.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Configuration, sweptAssignments } from '../../scripts/lib/config/configuration.ts';
import { type Diagnostic, DiagnosticsError, formatDiagnostics } from '../../scripts/lib/core/diagnostic.ts';
import type { GivenSetting } from '../../scripts/lib/core/settings/resolve.ts';
import { displayText } from '../../scripts/lib/core/value.ts';
import { type OpenSweep, openSweep } from '../../scripts/lib/edge/definition/sweep-definition.ts';
import { rangeOfText } from '../rig/range-text.ts';
import { type Example, examplesOf } from './examples.ts';

const PAGES = ['docs/yaml-and-hydra.md', 'docs/coming-from.md'];

/** Words behind ```range that are settings of the call. */
const SETTINGS = ['mode', 'samples', 'set', 'format'];

function open({ text, files, claims }: Example): OpenSweep | readonly Diagnostic[] {
  const given = SETTINGS.flatMap((name): GivenSetting[] =>
    claims[name] === undefined ? [] : [{ name: name.toUpperCase(), text: claims[name], layer: 'flag' }],
  );
  try {
    return openSweep(rangeOfText(text, Object.fromEntries(files)), given);
  } catch (error) {
    if (error instanceof DiagnosticsError) return error.diagnostics;
    throw error;
  }
}

function fileOf(sweep: OpenSweep, configuration: Configuration): string {
  const rendered = sweep.renderer.render(configuration);
  if ('diagnostic' in rendered) return formatDiagnostics([rendered.diagnostic]);
  if (sweep.renderer.extension !== '.yaml') return rendered.text;
  const header = sweptAssignments(configuration).length > 0 ? 2 : 1;
  return rendered.text.split('\n').slice(header).join('\n');
}

for (const example of PAGES.flatMap(examplesOf)) {
  test(`the example at ${example.place} does what the page says`, () => {
    const sweep = open(example);
    const { error, warning, count } = example.claims;
    const said = 'definition' in sweep ? sweep.warnings : sweep;
    const expected = error ?? warning;
    assert.deepEqual(
      said.map((d) => d.code),
      expected === undefined ? [] : [expected],
      formatDiagnostics(said),
    );
    if (!('definition' in sweep)) return;
    const all = [...sweep.configurations()];
    assert.equal(all.length, Number(count));
    for (const [number, text] of example.written) {
      const configuration = all[number - 1] ?? assert.fail(`there is no configuration ${number}`);
      assert.equal(fileOf(sweep, configuration), text);
    }
    if (example.configurations !== undefined)
      assert.deepEqual(
        all.map((c) => c.assignments.map(({ name, value }) => `${name}=${displayText(value)}`).join(' ')),
        example.configurations,
      );
  });
}

test('each page shows files, errors and a warning', () => {
  const examples = PAGES.flatMap(examplesOf);
  assert.ok(examples.filter((e) => e.written.size > 0).length >= 10);
  assert.ok(examples.filter((e) => e.claims.error !== undefined).length >= 4);
  assert.ok(examples.some((e) => e.claims.warning !== undefined));
});
