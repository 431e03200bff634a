// SPDX-License-Identifier: MIT
// 200 malformed definitions of each system: misspelt words, wrong kinds, cut brackets and quotes. Each is an error with a place in a file of
// the user's; none throws anything else, and none is a sweep.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { hasErrors, isError } from '../../../../scripts/lib/core/diagnostic.ts';
import { createRng, type Rng } from '../../../../scripts/lib/core/rng.ts';
import { positionOf, shownSpan } from '../../../../scripts/lib/core/source.ts';
import { diagnosticsOf, filesUnder, type TextFiles } from '../../../rig/imports.ts';

const COUNT = 200;
const FIXTURES = new URL('../../../fixtures/imports/', import.meta.url).pathname;

function fixture(name: string): string {
  return readFileSync(join(FIXTURES, name), 'utf8');
}

function pick<T>(rng: Rng, items: readonly T[]): T {
  return items[rng.below(items.length)] as T; // none is empty
}

/** Every place of a pattern in a text that stands in no comment. */
function placesOf(text: string, pattern: RegExp): readonly RegExpExecArray[] {
  return [...text.matchAll(pattern)].filter((match) => {
    const line = text.slice(text.lastIndexOf('\n', match.index) + 1, match.index);
    return !line.includes('#');
  });
}

function replaced(text: string, match: RegExpExecArray, by: string): string {
  return text.slice(0, match.index) + by + text.slice(match.index + match[0].length);
}

/** A word with a letter left out, doubled or changed for another one. */
function misspelt(rng: Rng, word: string): string {
  const at = rng.below(word.length);
  const letter = word.charAt(at);
  const made = pick(rng, [
    () => word.slice(0, at) + word.slice(at + 1),
    () => word.slice(0, at) + letter + word.slice(at),
    () => `${word.slice(0, at)}q${word.slice(at + 1)}`,
  ])();
  return made === word || made === '' || made === 'value' ? `${word}x` : made; // value and values are both words
}

/** One change to files, with what it is; undefined where there is no place for it. */
type Change = (
  rng: Rng,
  files: TextFiles,
  path: string,
) => { readonly files: TextFiles; readonly what: string } | undefined;

/** A change at one of the places of a pattern in the definition. */
function changeAt(what: string, pattern: RegExp, change: (rng: Rng, found: string) => string): Change {
  return (rng, files, path) => {
    const text = files[path] ?? '';
    const places = placesOf(text, pattern);
    if (places.length === 0) return undefined;
    const place = pick(rng, places);
    return {
      files: { ...files, [path]: replaced(text, place, change(rng, place[0])) },
      what: `${what} at ${place[0]}`,
    };
  };
}

const CUT: readonly Change[] = [
  changeAt('a bracket is cut', /[\]}]/g, () => ''),
  changeAt('an opening bracket is cut', /(?<!\$)[[{](?=[^\n]*[\]}])/g, () => ''),
  changeAt('a quote is cut', /"(?=[^"\n]*$)/gm, () => ''),
];

const WRONG = ['[1, 2]', '{a: 1}', '""', '[]'];

interface System {
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly path: string;
  readonly definitions: readonly TextFiles[];
  readonly changes: readonly Change[];
}

const WANDB_KEYS = /\b(?:method|parameters|values|value|min|max|distribution|probabilities|run_cap|metric|goal)(?=:)/g;
const WANDB_WORDS = /(?<=distribution: )\w+|(?<=method: )\w+|(?<=goal: )\w+/g;

const SYSTEMS: readonly System[] = [
  {
    name: 'wandb',
    settings: {},
    path: 'sweep.yaml',
    definitions: ['bayes-demo-as-random', 'nested', 'grid', 'command', 'laws'].map((name) => ({
      'sweep.yaml': fixture(`wandb/${name}.yaml`),
    })),
    changes: [
      ...CUT,
      changeAt('a key is misspelt', WANDB_KEYS, misspelt),
      changeAt('a word is misspelt', WANDB_WORDS, misspelt),
      changeAt('a value has another kind', /(?<=(?:min|max|run_cap|sigma|mu|q|a|b): )-?[\d.]+/g, (rng) =>
        pick(rng, [...WRONG, 'many']),
      ),
      changeAt('values are no list', /(?<=values: )\[[^\]]*\]/g, (rng) => pick(rng, ['5', '{a: 1}', '[]', 'a'])),
      changeAt('a macro is misspelt', /(?<=\$\{)[a-z_]+(?=\})/g, misspelt),
      changeAt('a number is none', /(?<=values: \[)[\d.]+/g, (rng) => pick(rng, ['.inf', '017', '1:30', '.nan'])),
    ],
  },
  {
    name: 'hydra',
    settings: { FROM_FORMAT: 'hydra' },
    path: 'overrides.yaml',
    definitions: ['params', 'overrides', 'functions'].map((name) => ({
      'overrides.yaml': fixture(`hydra/${name}.yaml`),
    })),
    changes: [
      changeAt('a bracket is cut', /[\])}]/g, () => ''),
      changeAt('an opening bracket is cut', /[[({](?=[^\n]*[\])}])/g, () => ''),
      changeAt('a quote is cut', /(?<!\\)["'](?=[^"'\n]*["'])/g, () => ''),
      changeAt('a function is misspelt', /\b(?:choice|range|sort|int|str|float|tag)(?=\()/g, misspelt),
      changeAt('the = is cut', /(?<=^- "?\+{0,2}[\w./@]+)=/gm, () => ''),
      changeAt('an override is no text', /(?<=^- )[^\n]+$/gm, (rng) =>
        pick(rng, ['[a=1]', '{a: 1}', '""', '=5', '+=1', 'a b=1', '5,6']),
      ),
      changeAt('a parameter is no text', /(?<=^ {6}\+?[\w.]+: )[^\n]+$/gm, (rng) =>
        pick(rng, ['[1, 2]', '{a: 1}', 'choice(1', 'range(a)', 'range(3,1)']),
      ),
      changeAt('a key is misspelt', /\b(?:sweeper|params|mode)(?=:)/g, misspelt),
      changeAt('a range is none', /(?<=range\()[^()]*(?=\))/g, (rng) =>
        pick(rng, ['', 'a', '1,2,0', '5,1', '1,2,3,4', 'stop=3']),
      ),
    ],
  },
  {
    name: 'prot',
    settings: {},
    path: 'sweeper/sweep.yaml',
    definitions: ['quick-start', 'two-by-three', 'interpolated'].map((name) =>
      filesUnder(join(FIXTURES, 'prot', name)),
    ),
    changes: [
      ...CUT.slice(0, 2),
      changeAt('a key is misspelt', /\b[a-z_]+(?=:)/g, misspelt),
      changeAt('a list is none', /(?<=: )\[[^\]]*\](?=\n)/g, (rng) => pick(rng, ['5', 'a', '""', '[]', '~'])),
      changeAt('a number is none', /(?<=\[)[\d.e-]+/g, (rng) => pick(rng, ['.inf', '017', '1:30'])),
      (rng, files) => {
        const [base = ''] = Object.keys(files)
          .filter((name) => name.startsWith('config'))
          .sort();
        const swept = placesOf(files[base] ?? '', /\b(?:hidden_dim|learning_rate|lr|n_heads|width|steps|betas)(?=:)/g);
        if (swept.length === 0) return undefined;
        const place = pick(rng, swept);
        const text = replaced(files[base] ?? '', place, misspelt(rng, place[0]));
        // A key of the base that is not swept may be called anything.
        const isSwept = new RegExp(`\\b${place[0]}:`).test(files['sweeper/sweep.yaml'] ?? '');
        return isSwept && swept.filter((one) => one[0] === place[0]).length === 1
          ? { files: { ...files, [base]: text }, what: `${place[0]} of the base is misspelt` }
          : undefined;
      },
      (rng, files) => {
        const [base = ''] = Object.keys(files)
          .filter((name) => name.startsWith('config'))
          .sort();
        const places = placesOf(files[base] ?? '', /(?<=\$\{[.\w]*)\w(?=\w*\})|\}(?=\n)/g);
        if (places.length === 0) return undefined;
        return {
          files: { ...files, [base]: replaced(files[base] ?? '', pick(rng, places), '') },
          what: 'an interpolation is misspelt',
        };
      },
    ],
  },
];

for (const { name, settings, path, definitions, changes } of SYSTEMS) {
  test(`${COUNT} malformed definitions of ${name} are errors with their place`, () => {
    const rng = createRng(`malformed/${name}`);
    const seen = new Set<string>();
    const kinds = new Map<number, number>();
    for (let tries = 0; seen.size < COUNT; tries += 1) {
      assert.ok(tries < COUNT * 50, `only ${seen.size} were found`);
      const kind = rng.below(changes.length);
      const made = changes[kind]?.(rng, pick(rng, definitions), path);
      const key = JSON.stringify(made?.files);
      if (made === undefined || seen.has(key)) continue;
      const { files, what } = made;
      const diagnostics = diagnosticsOf(files, path, settings);
      assert.ok(hasErrors(diagnostics), `accepted: ${what}\n${files[path]}`);
      for (const { span, message } of diagnostics.filter(isError)) {
        const shown = span === undefined ? undefined : shownSpan(span);
        const text = files[shown?.source.path ?? ''];
        assert.ok(shown !== undefined && text !== undefined, `error without a place: ${message}\n${what}`);
        assert.equal(shown.source.text, text);
        assert.ok(positionOf(shown.source, shown.offset).line <= text.split('\n').length);
      }
      seen.add(key);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    assert.equal(kinds.size, changes.length, 'some kind of mistake was never made');
  });
}
