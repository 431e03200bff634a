// SPDX-License-Identifier: MIT
// Definitions with one slip in them: an error with a place in the file, or the same sweep as before; never a trace, never another sweep.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { hasErrors, isError } from '../../../../scripts/lib/core/diagnostic.ts';
import { createRng, type Rng } from '../../../../scripts/lib/core/rng.ts';
import { shownSpan } from '../../../../scripts/lib/core/source.ts';
import { FOREIGN_SYSTEMS } from '../../../../scripts/lib/range/import/index.ts';
import { diagnosticsOf, filesUnder, openImported, type TextFiles } from '../../../rig/imports.ts';

const FOLDER = new URL('../../../fixtures/imports/', import.meta.url).pathname;
const MUTANTS = 240;

/** Words that belong to the system: one letter wrong in them is a slip that must be found. */
const OWN_WORDS: Readonly<Record<string, RegExp>> = {
  pycls:
    /\b(?:SETUP|NUM_CONFIGS|RNG_SEED(?=: \d)|SAMPLERS|TYPE(?=: \w+_sampler)|RAND_TYPE|RANGE|QUANTIZE|VALUES|LENGTH|ITEM_SAMPLER|BASE_CFG|CONSTRAINTS|NUM_STAGES|LAUNCH|ANALYZE|METRICS|PRE_FILTERS|SPLIT_FILTERS|PARALLEL_JOBS|TIME_LIMIT|PARTITION|\w+_sampler|log_uniform|power2_uniform|power2_or_log_uniform|BASE_LR|WEIGHT_DECAY|MAX_EPOCH|MOMENTUM|EMA_UPDATE_PERIOD|BATCH_SIZE)\b/g,
  'lambda-hat':
    /\b(?:targets|samplers|jax_enable_x64|store_root|model(?=:)|data(?=:)|seed|overrides|name(?=:)|training|steps|step_size|eval_every|gamma|small|base|hmc|mclmc|sgld)\b/g,
  hypnettorch:
    /"(?:grid|conditions|_SCRIPT_NAME|_SUMMARY_FILENAME|_SUMMARY_KEYWORDS|_OUT_ARG|_PERFORMANCE_KEY|_PERFORMANCE_SORT_ASC)"/g,
};

type Slip = (text: string, rng: Rng, words: RegExp) => string;

const at = (rng: Rng, matches: readonly RegExpMatchArray[]): RegExpMatchArray | undefined =>
  matches[rng.below(Math.max(1, matches.length))];

function replaced(text: string, match: RegExpMatchArray | undefined, by: string): string {
  if (match?.index === undefined) return text;
  return text.slice(0, match.index) + by + text.slice(match.index + match[0].length);
}

const misspelt: Slip = (text, rng, words) => {
  const match = at(rng, [...text.matchAll(words)]);
  const word = match?.[0] ?? '';
  const place = 1 + rng.below(Math.max(1, word.length - 2));
  const letters = [...word];
  if (rng.below(2) === 0) letters.splice(place, 1);
  else letters.splice(place, 1, letters[place] === 'x' ? 'q' : 'x');
  return replaced(text, match, letters.join(''));
};

const SLIPS: Readonly<Record<string, Slip>> = {
  misspelt,
  'cut bracket': (text, rng) => replaced(text, at(rng, [...text.matchAll(/[[\]{}]/g)]), ''),
  'cut quote': (text, rng) => replaced(text, at(rng, [...text.matchAll(/"/g)]), ''),
  // A block of YAML that ends early is a shorter file as any other: the cut is behind a bracket that opens.
  'cut end': (text, rng) => {
    const match = at(rng, [...text.matchAll(/[[{](?=[^\n]*\S)/g)]);
    return text.slice(0, (match?.index ?? 0) + 2);
  },
  'a mapping for a list': (text, rng) => replaced(text, at(rng, [...text.matchAll(/\[[^[\]{}]*\]/g)]), '{wrong: 1}'),
  'a word for a mapping': (text, rng) => replaced(text, at(rng, [...text.matchAll(/\{[^{}]*\}/g)]), 'wrong'),
  'a tab': (text, rng) => replaced(text, at(rng, [...text.matchAll(/^ +/gm)]), '\t'),
};

const idsOf = (files: TextFiles, path: string): string => openImported(files, path).idsSha256;

for (const [system, words] of Object.entries(OWN_WORDS)) {
  test(`${MUTANTS} definitions of ${system} with a slip are told where it is, or are the same sweep`, () => {
    const originals = originalsOf(system);
    const known = new Map(originals.map(({ name, files }) => [name, idsOf(files, name)]));
    const rng = createRng(`slips of ${system}`);
    const slips = Object.entries(SLIPS);
    let refused = 0;
    for (let i = 0; i < MUTANTS; i += 1) {
      const { name, text, files } = originals[i % originals.length] ?? assert.fail();
      const [what, slip] = slips[Math.floor(i / originals.length) % slips.length] ?? assert.fail();
      const mutant = slip(text, rng, words);
      const said = diagnosticsOf({ ...files, [name]: mutant }, name);
      const where = `${name}, ${what}:\n${changeOf(text, mutant)}`;
      if (!hasErrors(said)) {
        // An empty list of metrics is a list as any other: the slip must have changed no configuration.
        assert.equal(idsOf({ ...files, [name]: mutant }, name), known.get(name), `another sweep; ${where}`);
        continue;
      }
      refused += 1;
      for (const { span, hint, message } of said.filter(isError)) {
        const shown = span === undefined ? undefined : shownSpan(span);
        assert.ok(shown !== undefined && shown.source.path in files, `"${message}" has no place; ${where}`);
        assert.ok(shown.offset <= shown.source.text.length, where);
        assert.ok(hint !== undefined, `"${message}" says not what to do; ${where}`);
      }
    }
    assert.ok(refused > MUTANTS / 2, `${refused} refused`);
  });
}

interface Original {
  readonly name: string;
  readonly text: string;
  readonly files: TextFiles;
}

function originalsOf(system: string): readonly Original[] {
  const inFolder = FOREIGN_SYSTEMS.find((one) => one.name === system)?.inFolder ?? '';
  const names = readdirSync(join(FOLDER, system)).filter((name) => !name.endsWith('.range'));
  return names.map((name) => {
    if (inFolder === '') {
      const text = readFileSync(join(FOLDER, system, name), 'utf8');
      return { name, text, files: { [name]: text } };
    }
    const files = filesUnder(join(FOLDER, system, name));
    return { name: inFolder, text: files[inFolder] ?? assert.fail(), files };
  });
}

/** The lines in which two texts differ first. */
function changeOf(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const line = old.findIndex((text, i) => text !== now[i]);
  return `- ${old[line]}\n+ ${now[line]}`;
}
