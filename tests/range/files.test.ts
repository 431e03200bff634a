// SPDX-License-Identifier: MIT
// Several files and SET=: which line counts, where it stands, and what the baseline is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRangeFile, type RangeFile, type SourceLoader } from '../../scripts/lib/range/parse.ts';
import { pointsOf, shown, spaceOf } from '../space/open-space.ts';

function parse(
  text: string,
  files: Readonly<Record<string, string>> = {},
  set?: string,
): { value?: RangeFile; codes: string[] } {
  const load: SourceLoader = (path) =>
    files[path] === undefined ? { unreadable: 'no such file' } : { path, text: files[path] };
  const { value, diagnostics } = parseRangeFile({ path: 'x.range', text }, load, set);
  return { ...(value === undefined ? {} : { value }), codes: diagnostics.map((d) => d.code) };
}

const first = (text: string, files: Readonly<Record<string, string>>, set?: string): string =>
  shown(pointsOf(spaceOf(text, files, set === undefined ? {} : { set })))[0] ?? '';

test('sourced lines stand where the source line stands', () => {
  assert.equal(first('CONFIG_A=1\nsource "b"\nCONFIG_C=3\n', { b: 'CONFIG_B=2\n' }), 'A=1 B=2 C=3');
});

test('a line here overrides a sourced plain value, before or behind the source line, and keeps its own place', () => {
  assert.equal(
    first('CONFIG_B=9\nsource "b"\nCONFIG_C=3\n', { b: 'CONFIG_A=1\nCONFIG_B=2\nCONFIG_C=2\n' }),
    'B=9 A=1 C=3',
  );
});

test('a plain value here overrides a sourced sweep', () => {
  assert.deepEqual(shown(pointsOf(spaceOf('source "b"\nCONFIG_A=1\n', { b: 'CONFIG_A=1|2|3\nCONFIG_B=1|2\n' }))), [
    'B=1 A=1',
    'B=2 A=1',
  ]);
});

test('sourced sweeps and rules count as if they stood here', () => {
  const space = spaceOf('source "b"\nCONFIG_C=1|2\n', { b: 'CONFIG_A=1|2\nexclude if CONFIG_A = CONFIG_C\n' });
  assert.deepEqual(shown(pointsOf(space)), ['A=1 C=2', 'A=2 C=1']);
});

test('the nearest file wins over files it sources, at any depth', () => {
  const files = { b: 'source "c"\nCONFIG_A=2\n', c: 'CONFIG_A=1\nCONFIG_B=1\nCONFIG_C=1\n' };
  assert.equal(first('source "b"\nCONFIG_B=3\n', files), 'C=1 A=2 B=3');
});

test('a file that is sourced twice counts once, where it came first', () => {
  assert.equal(
    first('source "b"\nsource "c"\nsource "b"\n', { b: 'CONFIG_B=1\n', c: 'source "b"\nCONFIG_C=1\n' }),
    'B=1 C=1',
  );
});

test('two sourced files may say the same, and may differ where this file decides', () => {
  assert.equal(first('source "b"\nsource "c"\n', { b: 'CONFIG_A=0.1\n', c: 'CONFIG_A=1e-1\n' }), 'A=0.1');
  assert.equal(first('source "b"\nsource "c"\nCONFIG_A=3\n', { b: 'CONFIG_A=1\n', c: 'CONFIG_A=2\n' }), 'A=3');
});

test('sourced plain values are kept as defaults, those of the nearest file', () => {
  const { value } = parse('source "b"\nCONFIG_A=1|2\n', { b: 'source "c"\nCONFIG_A=5\n', c: 'CONFIG_A=4\n' });
  assert.deepEqual(
    value?.defaults.map((d) => [d.assignment.name, d.assignment.value.text, d.span.source.path]),
    [['CONFIG_A', '5', 'b']],
  );
});

test('settings of this file win over sourced ones, and those of SET= over all', () => {
  const files = { b: 'SWEEP_SEED=1\nSWEEP_SAMPLES=10\nSWEEP_METRIC=acc\n' };
  const { value } = parse('source "b"\nSWEEP_SEED=2\n', files, 'SWEEP_METRIC=loss');
  assert.deepEqual(Object.fromEntries((value?.settings ?? []).map((s) => [s.name, s.text])), {
    SAMPLES: '10',
    SEED: '2',
    METRIC: 'loss',
  });
});

test('SET= overrides in the old place and adds at the end', () => {
  assert.equal(first('CONFIG_A=1|2\nCONFIG_B=2\n', {}, 'CONFIG_C=7; CONFIG_A=5'), 'A=5 B=2 C=7');
});

test('SET= may be of several lines, hold ; in quotes, rules, zips and conditions', () => {
  const space = spaceOf(
    'CONFIG_A=1|2\nCONFIG_N="x"\n',
    {},
    { set: 'CONFIG_N="a;b"\nCONFIG_B,CONFIG_C=1,2|3,4; depends on CONFIG_A=1;CONFIG_D=1 if CONFIG_B=3;' },
  );
  assert.deepEqual(shown(pointsOf(space)), ['A=1 N=a;b B=1 C=2', 'A=1 N=a;b B=3 C=4 D=1']);
});

test('SET= overrides zipped symbols when it names all of them', () => {
  assert.deepEqual(
    shown(pointsOf(spaceOf('CONFIG_A,CONFIG_B=1,2|3,4\nCONFIG_C=5\n', {}, { set: 'CONFIG_A=8;CONFIG_B=9' }))),
    ['A=8 B=9 C=5'],
  );
});

test('a file sourced by SET= is looked for beside the range file', () => {
  const asked: string[] = [];
  const { codes } = parse2(
    'CONFIG_A=1\n',
    (path, from) => {
      asked.push(`${path} from ${from.path}`);
      return { unreadable: 'no' };
    },
    'source "b"',
  );
  assert.deepEqual([asked, codes], [['b from x.range'], ['E_FILE_MISSING']]);
});

function parse2(text: string, load: SourceLoader, set: string): { codes: string[] } {
  return { codes: parseRangeFile({ path: 'x.range', text }, load, set).diagnostics.map((d) => d.code) };
}

test('all files that were read are listed, the range file first', () => {
  const { value } = parse(
    'source "b"\nCONFIG_R,CONFIG_S=@rows.csv\nCONFIG_T=@rows.csv\n',
    { b: 'CONFIG_A=1\n', 'rows.csv': 'CONFIG_R,CONFIG_S,CONFIG_T\n1,2,3\n' },
    'CONFIG_Z=1',
  );
  assert.deepEqual(
    value?.sources.map((s) => s.path),
    ['x.range', 'b', 'rows.csv', 'SET'],
  );
});

test('all errors of all files are told at once, and none that follows from another', () => {
  const { codes } = parse(
    'source "b"\nCONFIG_A=1:0:2\nCONFIG_C=1 if CONFIG_A=1\ndepends on CONFIG_B=1\nCONFIG_R,CONFIG_S=@rows.csv\nexclude if CONFIG_R=1\n',
    { b: 'CONFIG_B=\n', 'rows.csv': 'CONFIG_R,CONFIG_S\n1\n' },
  );
  assert.deepEqual([...codes].sort(), ['E_CSV', 'E_STEP_ZERO', 'E_VALUE_MISSING']);
});

test('files that source each other without end are refused, whatever they are called', () => {
  let count = 0;
  const { codes } = parse2(
    'source "a"\n',
    () => {
      count += 1;
      return { path: `file${count}`, text: 'source "a"\nsource "b"\n' };
    },
    'CONFIG_A=1',
  );
  assert.ok(codes.includes('E_TOO_DEEP'));
  assert.ok(count < 5000, `${count} files were read`);
});
