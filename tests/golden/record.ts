// SPDX-License-Identifier: MIT
// Wrote tests/fixtures/golden/0.1.json: node --import tsx tests/golden/record.ts the-code-is-that-of-0.1. It was run once, on
// the code of 0.1; on any later code it would record what it is to be compared with, so it asks for that word.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { examplesOf } from '../docs/examples.ts';
import { FORMATS, type GoldenInput, outcomeOf } from './golden-case.ts';
import { MADE_CASES } from './made-cases.ts';

const ROOT = new URL('../../', import.meta.url).pathname;

function docsCases(): GoldenInput[] {
  return ['docs/range-language.md', 'docs/recipes.md'].flatMap(examplesOf).map((example) => ({
    name: example.place,
    text: example.text,
    files: Object.fromEntries(example.files),
    settings: settingsOf(example.claims),
    formats: FORMATS,
  }));
}

function settingsOf(claims: Readonly<Record<string, string>>): Record<string, string> {
  const { set, mode, samples, repeats } = claims;
  return {
    ...(set === undefined ? {} : { SET: set }),
    ...(mode === undefined ? {} : { MODE: mode }),
    ...(samples === undefined ? {} : { SAMPLES: samples }),
    ...(repeats === undefined ? {} : { REPEATS: repeats }),
  };
}

interface FixtureOptions {
  readonly set?: string;
  readonly design?: Readonly<Record<string, string | number>>;
  readonly mode?: string;
  readonly samples?: number;
  readonly seed?: string;
  readonly repeats?: { readonly symbol: string; readonly count: number };
}

function folderCases(folder: string): GoldenInput[] {
  return readdirSync(join(ROOT, folder)).map((leaf) => {
    const path = join(ROOT, folder, leaf);
    const options = existsSync(join(path, 'options.json'))
      ? (JSON.parse(readFileSync(join(path, 'options.json'), 'utf8')) as FixtureOptions) // our own fixtures
      : {};
    const { mode, samples, seed } = { ...options, ...options.design } as FixtureOptions;
    const others = readdirSync(path).filter((n) => !['input.range', 'expected.txt', 'options.json'].includes(n));
    return {
      name: `${folder}/${leaf}`,
      text: readFileSync(join(path, 'input.range'), 'utf8'),
      files: Object.fromEntries(others.map((name) => [name, readFileSync(join(path, name), 'utf8')])),
      settings: {
        ...(options.set === undefined ? {} : { SET: options.set }),
        ...(mode === undefined ? {} : { MODE: mode }),
        ...(samples === undefined ? {} : { SAMPLES: String(samples) }),
        ...(seed === undefined ? {} : { SEED: seed }),
        ...(options.repeats === undefined
          ? {}
          : { REPEATS: String(options.repeats.count), SEED_SYMBOL: options.repeats.symbol }),
      },
      formats: folder.endsWith('bad-ranges') ? ['kconfig'] : FORMATS,
    };
  });
}

function fileCases(paths: readonly string[]): GoldenInput[] {
  return paths.map((name) => ({
    name,
    text: readFileSync(join(ROOT, name), 'utf8'),
    files: {},
    settings: {},
    formats: ['kconfig'],
  }));
}

if (process.argv[2] !== 'the-code-is-that-of-0.1') throw new Error('what 0.1 did is recorded by the code of 0.1 alone');

const inputs = [
  ...docsCases(),
  ...folderCases('tests/fixtures/ranges'),
  ...folderCases('tests/fixtures/bad-ranges'),
  ...fileCases([...readdirSync(join(ROOT, 'defconfigs')).map((n) => `defconfigs/${n}`), 'examples/cuda-memory/range']),
  ...MADE_CASES,
];
const cases = inputs.map((input) => ({
  input,
  outcomes: Object.fromEntries(input.formats.map((format) => [format, outcomeOf(input, format)])),
}));
writeFileSync(join(ROOT, 'tests/fixtures/golden/0.1.json'), `${JSON.stringify(cases, undefined, 1)}\n`);
process.stdout.write(`${cases.length} cases\n`);
