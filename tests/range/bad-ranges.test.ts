// SPDX-License-Identifier: MIT
// One folder of tests/fixtures/bad-ranges is one kind of mistake, with the exact message it gets. UPDATE=1 rewrites them.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Diagnostic, formatDiagnostics, hasErrors } from '../../scripts/lib/core/diagnostic.ts';
import type { Source } from '../../scripts/lib/core/source.ts';
import { parseRangeFile } from '../../scripts/lib/range/parse.ts';
import { buildSpace } from '../../scripts/lib/space/build.ts';
import { openDesign, type DesignOptions } from '../../scripts/lib/space/designs/index.ts';

const FOLDER = new URL('../fixtures/bad-ranges/', import.meta.url).pathname;

interface Options {
  readonly set?: string;
  readonly design?: Partial<DesignOptions>;
  readonly repeats?: { symbol: string; count: number };
}

function diagnose(kind: string): readonly Diagnostic[] {
  const folder = join(FOLDER, kind);
  const read = (path: string): Source => ({ path, text: readFileSync(join(folder, path)).toString('utf8') });
  const optionsFile = join(folder, 'options.json');
  const options: Options = existsSync(optionsFile) ? (JSON.parse(readFileSync(optionsFile, 'utf8')) as Options) : {};
  const load = (path: string): Source | { unreadable: string } =>
    existsSync(join(folder, path)) ? read(path) : { unreadable: 'no such file' };
  const file = parseRangeFile(read('input.range'), load, options.set);
  if (file.value === undefined) return file.diagnostics;
  const space = buildSpace(file.value, options.repeats === undefined ? {} : { repeats: options.repeats });
  if (space.value === undefined) return space.diagnostics;
  return openDesign(space.value, { mode: 'combination', seed: '0', ...options.design }).diagnostics;
}

const kinds = readdirSync(FOLDER);

for (const kind of kinds) {
  test(`bad range file ${kind} gets its message`, () => {
    const diagnostics = diagnose(kind);
    assert.ok(hasErrors(diagnostics), 'the file was accepted');
    const printed = `${formatDiagnostics(diagnostics)}\n`;
    const expected = join(FOLDER, kind, 'expected.txt');
    if (process.env.UPDATE === '1') writeFileSync(expected, printed);
    assert.equal(printed, readFileSync(expected, 'utf8'));
  });
}

test('every error points into its file and says what to do', () => {
  for (const kind of kinds) {
    for (const { span, code, hint, message } of diagnose(kind)) {
      if (code === 'E_SAMPLES_MISSING' || code === 'E_LATIN_SIZE' || code === 'E_PAIRWISE_SIZE') continue; // no line of a file is at fault
      assert.ok(
        span !== undefined && span.offset >= 0 && span.offset + span.length <= span.source.text.length,
        `${kind}: ${message}`,
      );
      assert.ok(
        hint !== undefined || /expected/.test(message),
        `${kind}: "${message}" says neither what was expected nor what to do`,
      );
    }
  }
});

test('there are at least sixty kinds of bad range files', () => {
  assert.ok(kinds.length >= 60, `${kinds.length} kinds`);
});

test('every error code of the language has a file that shows it', () => {
  const lib = new URL('../../scripts/lib/', import.meta.url).pathname;
  const sources = ['range', 'space'].flatMap((folder) =>
    readdirSync(join(lib, folder), { recursive: true }).map((name) => join(lib, folder, String(name))),
  );
  const used = new Set(
    sources
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => readFileSync(path, 'utf8').match(/(?<=')E_[A-Z_]+(?=')/g) ?? []),
  );
  used.delete('E_ASSIGNMENTS'); // of WHY_NOT=, no range file: tests/space/explain.test.ts
  used.delete('E_LIMIT'); // takes a million configurations: tests/config/written-alike.test.ts, tests/config/tree-design.test.ts
  for (const code of used) if (code.startsWith('E_IMPORT_')) used.delete(code); // of other systems: tests/range/import/bad-imports.test.ts
  const shown = new Set(
    kinds.flatMap(
      (kind) => readFileSync(join(FOLDER, kind, 'expected.txt'), 'utf8').match(/(?<=\[)E_[A-Z_]+(?=\])/g) ?? [],
    ),
  );
  assert.deepEqual([...used].filter((code) => !shown.has(code)).sort(), []);
});
