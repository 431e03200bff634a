// SPDX-License-Identifier: MIT
// Random experiment folders of proT, against OmegaConf and a restatement of its sweeper: every configuration, and every name of a folder.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { createRng, type Rng } from '../../../../scripts/lib/core/rng.ts';
import type { RunId } from '../../../../scripts/lib/core/hash.ts';
import { slugPath } from '../../../../scripts/lib/run/folder-name.ts';
import type { LaidRun } from '../../../../scripts/lib/run/layouts/layout.ts';
import { PROT_LAYOUT } from '../../../../scripts/lib/run/layouts/prot.ts';
import type { OpenSweep } from '../../../../scripts/lib/edge/definition/sweep-definition.ts';
import { needs } from '../../../rig/needs.ts';
import { importedRange, openImported } from '../../../rig/imports.ts';
import { asSet, askOthers, pick, several } from './oracle.ts';

const COUNT = Number(process.env['IMPORT_CASES'] ?? 600);

interface Experiment {
  readonly base: string;
  readonly sweep: string;
  readonly mode: 'combination' | 'independent';
}

/** A key with a maker of values of its kind. */
interface Leaf {
  readonly path: readonly string[];
  readonly value: () => string;
}

const WORDS = ['adam', 'sgd', 'relu', 'x_y', 'tanh'];

function leafMaker(rng: Rng): () => string {
  return pick(rng, [
    () => String(rng.below(200)),
    () => pick(rng, ['0.1', '0.001', '1.0e-5', '2.5', '1e-4', '0.0', '100.0', '1.0e+20', '123456.789']),
    () => pick(rng, ['true', 'false']),
    () => pick(rng, WORDS),
    () => `[${rng.below(9)}, ${rng.below(9)}]`,
  ]);
}

/** A tree of keys: leaves at most three deep, every last part of a name once. */
function randomExperiment(rng: Rng): Experiment {
  const leaves: Leaf[] = [];
  const categories = several(rng, 1, 3, (i) => `cat${i}`);
  let count = 0;
  for (const category of categories) {
    for (const _ of several(rng, 1, 3, (i) => i))
      leaves.push({ path: [category, `p${count++}`], value: leafMaker(rng) });
    if (rng.below(2) === 0) leaves.push({ path: [category, 'kwargs', `q${count++}`], value: leafMaker(rng) });
  }
  const tree: Record<string, Record<string, string | Record<string, string>>> = {};
  for (const { path, value } of leaves) put(tree, path, value());
  // Interpolations: whole, beside, of a level up, in a text.
  const target = pick(rng, leaves).path;
  const category = categories[0] ?? '';
  const within = leaves.find(({ path }) => path.length === 2 && path[0] === category)?.path[1];
  if (rng.below(2) === 0) put(tree, [category, 'whole'], `\${${target.join('.')}}`);
  if (rng.below(3) === 0 && within !== undefined) put(tree, [category, 'beside'], `\${.${within}}`);
  if (rng.below(3) === 0 && within !== undefined) put(tree, [category, 'kwargs', 'above'], `\${..${within}}`);
  const isList = String(tree[target[0] ?? '']?.[target[1] ?? '']).startsWith('[') || target.length > 2;
  if (rng.below(3) === 0 && !isList) put(tree, [category, 'text'], `"run-\${${target.join('.')}}-x"`);
  const isText = (path: readonly string[]): boolean => path === target && tree[category]?.['text'] !== undefined;
  const swept = leaves.filter(() => rng.below(2) === 0);
  const chosen = swept.length === 0 ? leaves.slice(0, 1) : swept.slice(0, 4);
  const sweep: Record<string, Record<string, string | Record<string, string>>> = {};
  for (const { path, value } of chosen) {
    if (isText(path)) continue;
    put(sweep, path, `[${[...new Set(several(rng, 1, 3, value))].join(', ')}]`);
  }
  if (Object.keys(sweep).length === 0) put(sweep, leaves[0]?.path ?? [], `[${leaves[0]?.value()}]`);
  return { base: yamlOf(tree), sweep: yamlOf(sweep), mode: pick(rng, ['combination', 'independent']) };
}

type Tree = Record<string, Record<string, string | Record<string, string>>>;

function put(tree: Tree, [first = '', second = '', third]: readonly string[], text: string): void {
  tree[first] ??= {};
  const category = tree[first];
  if (third === undefined) category[second] = text;
  else {
    const inner = category[second];
    category[second] = { ...(typeof inner === 'object' ? inner : {}), [third]: text };
  }
}

function yamlOf(tree: Tree): string {
  const lines: string[] = [];
  for (const [category, keys] of Object.entries(tree)) {
    lines.push(`${category}:`);
    for (const [key, value] of Object.entries(keys)) {
      if (typeof value === 'string') lines.push(`  ${key}: ${value}`);
      else lines.push(`  ${key}:`, ...Object.entries(value).map(([inner, text]) => `    ${inner}: ${text}`));
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Files as OmegaConf reads them, since that is what proT's training does. */
function asOmegaConf(texts: readonly string[]): readonly unknown[] {
  const program =
    'import json, sys\nfrom omegaconf import OmegaConf\nprint(json.dumps([OmegaConf.to_container(OmegaConf.create(text), resolve=True) for text in json.load(sys.stdin)]))';
  const { status, stdout, stderr } = spawnSync('python3', ['-c', program], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as unknown[];
}

function filesOf(sweep: OpenSweep): readonly string[] {
  return [...sweep.configurations()].map((configuration) => {
    const rendered = sweep.renderer.render(configuration);
    return 'text' in rendered ? rendered.text : assert.fail(rendered.diagnostic.message);
  });
}

/** Every name that leads to a run's folder. */
function namesOf(sweep: OpenSweep, mode: Experiment['mode']): ReadonlySet<string> {
  const context = { mode, base: {} };
  const runs = [...sweep.configurations()].map((configuration): LaidRun => {
    const { assignments, swept, listedBy, id, name } = configuration;
    const run = {
      run: id as string as RunId, // any name of a run does
      config: id,
      name,
      values: assignments,
      swept,
      configFileName: 'config.yaml',
      configText: () => '',
      ...(listedBy === undefined ? {} : { listedBy }),
    };
    return { run, folder: slugPath(PROT_LAYOUT.folder(run, context)) };
  });
  const links = PROT_LAYOUT.items(runs, context).flatMap((item) => (item.kind === 'link' ? [item.path] : []));
  return new Set([...runs.map(({ folder }) => folder), ...links]);
}

interface Theirs {
  readonly config: unknown;
  readonly name: string;
}

test('experiment folders of proT have the configurations and names of a restatement', (t) => {
  if (!needs(t, 'python3-omegaconf')) return;
  const rng = createRng('imports/prot');
  const experiments = Array.from({ length: COUNT }, () => randomExperiment(rng));
  const answers = askOthers(
    experiments.map((one) => ({ system: 'prot' as const, ...one })),
  ) as readonly (readonly Theirs[])[];
  const sweeps = experiments.map(({ base, sweep, mode }) => {
    const files = { 'config.yaml': base, 'sweeper/sweep.yaml': sweep };
    return { files, opened: openImported(files, 'sweeper/sweep.yaml', { MODE: mode }) };
  });
  const written = sweeps.map(({ opened }) => filesOf(opened));
  const read = asOmegaConf(written.flat());
  let at = 0;
  for (const [i, { base, sweep, mode }] of experiments.entries()) {
    const theirs = answers[i] ?? [];
    const ours = read.slice(at, at + (written[i]?.length ?? 0));
    at += ours.length;
    const shown = `MODE=${mode}\n${base}\n${sweep}`;
    assert.deepEqual(asSet(ours), [...new Set(asSet(theirs.map((one) => one.config)))], shown);
    const one = sweeps[i] ?? assert.fail();
    assert.deepEqual(
      [...namesOf(one.opened, mode)].sort(),
      [...new Set(theirs.map(({ name }) => slugPath(name)))].sort(),
      shown,
    );
    if (i % 10 > 0) continue;
    const range = importedRange(one.files, 'sweeper/sweep.yaml');
    assert.equal(openImported({ ...one.files, range }, 'range', { MODE: mode }).idsSha256, one.opened.idsSha256, range);
  }
});
