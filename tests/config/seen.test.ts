// SPDX-License-Identifier: MIT
// What was seen to go wrong in silence, and is no matter of one value: warnings, hints and counts. Values themselves are held by deep/value-matrix.test.ts
// and deep/base-matrix.test.ts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DiagnosticsError, formatDiagnostics } from '../../scripts/lib/core/diagnostic.ts';
import type { GivenSetting } from '../../scripts/lib/core/settings/resolve.ts';
import { openSweep } from '../../scripts/lib/edge/definition/sweep-definition.ts';
import { rangeOfText } from '../rig/range-text.ts';

interface Seen {
  readonly text: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  /** What has to be said, errors and warnings as people read them. */
  readonly said?: RegExp;
  readonly count?: number;
}

const SEEN: Readonly<Record<string, Seen>> = {
  'a text with bars': { text: 'CONFIG_M="state|movement"\n', said: /W_QUOTED_CHOICES/, count: 1 },
  'a text with a range': { text: 'CONFIG_W="0.03:0.02:0.09"\n', said: /W_QUOTED_CHOICES/, count: 1 },
  'a factor that misses the end': {
    text: 'lr=1e-4:*3.1622776601683795:1e-2\n',
    said: /just misses its end[\s\S]*write 1e-4:\*\/5:1e-2 for 5 values/,
    count: 4,
  },
  'numbers in quotes that no rule matches': {
    text: 'CONFIG_WD="0.05"|"0.1"\nCONFIG_A=1\ndepends on CONFIG_WD < 0.06 || CONFIG_A = 1\n',
    said: /W_QUOTED_NUMBER/,
  },
  'tuples for rows': { text: 'CONFIG_A,CONFIG_B=(1,8)|(1,9)\n', said: /A,B=1,8\|1,9/, count: 2 },
  'a mapping without quotes': { text: 'a={x:1}\n', said: /`\{x:1\}` is text here/ },
  'a git hash that is a number': { text: 'commit=12e456\n', said: /W_OTHER_TOOL/ },
  'dots for a range': { text: 'a=1..5\n', said: /write 1:1:5/ },
  'a suffix for thousands': { text: 'a=10k\n', said: /`10k` is text here/ },
  'rows with tabs': {
    text: 'a,b=@rows.tsv\n',
    files: { 'rows.tsv': 'a\tb\n1\t2\n3\t4\n' },
    count: 2,
  },
  'a bound that is no multiple': {
    text: 'a=~int(1,15,q=2)\nSWEEP_MODE=random\nSWEEP_SAMPLES=3\n',
    said: /write ~int\(2,14,q=2\); for 1, 3, \.\.\. write the range 1:2:15/,
  },
  'a text that starts with @': { text: 'opt=@alice|bob\n', said: /goes in double quotes: "@alice"/ },
  'a base of another format': {
    text: 'a=1|2\n',
    settings: { FORMAT: 'json', BASE: 'base.yaml' },
    files: { 'base.yaml': 'a: 1\n' },
    said: /a base in YAML needs FORMAT=yaml/,
  },
  'configurations of equal bytes': { text: 'CONFIG_A=[1,2]|"[1,2]"\n', said: /W_KINDS/, count: 1 },
  'a tree that the call names': {
    text: 'CONFIG_B=y|n\n',
    settings: { KCONFIG: 'Kconfig' },
    files: { Kconfig: 'config A\n\tbool "a"\n' },
    said: /error: .*CONFIG_B[\s\S]*\[E_KCONFIG/,
  },
  'a base that holds none of it': {
    text: 'model.dpeth=18|34\n',
    settings: { FORMAT: 'yaml', BASE: 'base.yaml' },
    files: { 'base.yaml': 'model: {depth: 18}\n' },
    said: /E_BASE_KEY|did you mean model\.depth/,
  },
};

for (const [what, { text, settings = {}, files = {}, said, count }] of Object.entries(SEEN)) {
  test(`${what} is not silent`, () => {
    const given = Object.entries(settings).map(([name, value]): GivenSetting => ({ name, text: value, layer: 'make' }));
    let told: string;
    let found: number | undefined;
    try {
      const sweep = openSweep(rangeOfText(text, files), given);
      told = formatDiagnostics(sweep.warnings);
      found = [...sweep.configurations()].length;
    } catch (error) {
      if (!(error instanceof DiagnosticsError)) throw error;
      told = formatDiagnostics(error.diagnostics);
    }
    if (said === undefined) assert.equal(told, '');
    else assert.match(told, said);
    if (count !== undefined) assert.equal(found, count);
  });
}
