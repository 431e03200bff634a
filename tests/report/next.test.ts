// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineSweep } from '../../scripts/lib/config/definition.ts';
import { valueOrThrow } from '../../scripts/lib/core/diagnostic.ts';
import type { NextEntry } from '../../scripts/lib/report/outlook-form.ts';
import { refineHead } from '../../scripts/lib/report/refine/refine-head.ts';
import { statisticsOf } from '../../scripts/lib/report/statistics-of.ts';
import { type SimulatedRun, simulatedView } from '../truth/simulated-view.ts';

type Values = Readonly<Record<string, string>>;

function nextOf(runs: readonly SimulatedRun[], areSampled?: boolean): readonly NextEntry[] {
  const statistics = statisticsOf(simulatedView(runs), { seedSymbol: 'CONFIG_SEED', areSampled });
  assert.ok(statistics !== undefined);
  for (const { lines } of statistics.next)
    for (const line of lines.filter((l) => !l.startsWith('make '))) readsBack(line);
  return statistics.next;
}

/** A line of a range file is one that the parser takes. */
function readsBack(line: string): void {
  const isRule = /^(depends on|exclude if) /.test(line);
  const text = isRule ? `CONFIG_LR=1|2\nCONFIG_OPT=adam|sgd\n${line}\n` : `${line}\n`;
  const given = /~/.test(line)
    ? [{ name: 'MODE', text: 'random', layer: 'make' } as const, { name: 'SAMPLES', text: '3', layer: 'make' } as const]
    : [];
  const source = { path: 'range', text };
  const { design } = valueOrThrow(defineSweep({ source, load: () => ({ unreadable: 'no file' }), given }));
  assert.ok([...design.points()].length > 0, line);
}

const grid = (axes: Readonly<Record<string, readonly string[]>>): readonly Values[] =>
  Object.entries(axes).reduce<readonly Values[]>(
    (rows, [name, values]) => rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value }))),
    [{}],
  );
const of = (entries: readonly NextEntry[], kind: NextEntry['kind']): readonly NextEntry[] =>
  entries.filter((e) => e.kind === kind);

test('a best on the edges of two ranges that leads by one step of the metric is told, with lines to run', () => {
  const runs = grid({
    CONFIG_LR: ['1', '3', '9'],
    CONFIG_WIDTH: ['100', '200', '300'],
    CONFIG_OPT: ['adam', 'sgd'],
  }).map(
    (values): SimulatedRun => ({
      values,
      metric:
        Number((80 + Number(values['CONFIG_LR']) / 10 + Number(values['CONFIG_WIDTH']) / 100).toFixed(2)) +
        (values['CONFIG_OPT'] === 'adam' ? 0.01 : 0),
    }),
  );
  const next = nextOf(runs);
  assert.deepEqual(
    of(next, 'edge').map((e) => [e.symbols, e.value, e.side, e.lines]),
    [
      [['CONFIG_LR'], 9, 'high', ['CONFIG_LR=9:*3:243']],
      [['CONFIG_WIDTH'], 300, 'high', ['CONFIG_WIDTH=300:100:600']],
    ],
  );
  const [tie] = of(next, 'tie');
  assert.deepEqual(tie?.settings, [1, 2]);
  assert.match(tie?.text ?? '', /leads by 0?\.?\S+, one step of y/);
  const [seeds] = of(next, 'seeds');
  assert.deepEqual(
    [seeds?.seeds, seeds?.runs, seeds?.lines],
    [5, 20, ['make sweep-seeds SWEEP=runs/simulated TOP=5 SEEDS=5']],
  );
  assert.ok(Math.abs((seeds?.hours ?? 0) - 20 / 3600) < 1e-9, 'of a second each');
});

test('ties over seeds say which, and how many seeds would settle it', () => {
  const values: Readonly<Record<string, readonly number[]>> = {
    a: [10, 11, 12],
    b: [9.6, 10.9, 11.2],
    c: [1, 2, 3.2],
  };
  const runs = Object.entries(values).flatMap(([opt, all]) =>
    all.map((metric, i) => ({ values: { CONFIG_OPT: opt, CONFIG_SEED: String(i + 1) }, metric })),
  );
  const next = nextOf(runs);
  assert.deepEqual(of(next, 'tie')[0]?.settings, [1, 2]);
  const [seeds] = of(next, 'seeds');
  assert.ok(seeds !== undefined && (seeds.seeds ?? 0) > 3);
  assert.deepEqual(seeds.lines, [`make sweep-seeds SWEEP=runs/simulated TOP=2 SEEDS=${seeds.seeds}`]);
  assert.equal(seeds.runs, 2 * ((seeds.seeds ?? 0) - 3));
});

test('with stages lines are ones that the sweep takes: no sweep-seeds, and symbols of another stage in that stage', () => {
  const runs = grid({ 'target.CONFIG_LR': ['1', '3', '9'], CONFIG_STEP: ['1', '2', '3'], CONFIG_DEAD: ['p', 'q'] }).map(
    (values): SimulatedRun => ({
      values,
      metric: 2 * Number(values['target.CONFIG_LR']) + Number(values['CONFIG_STEP']),
    }),
  );
  const staged = (isLast: boolean): readonly NextEntry[] => {
    const view = { ...simulatedView(runs), stage: { name: 'sample', isLast, others: ['target'] } };
    return statisticsOf(view, { seedSymbol: 'CONFIG_SEED' })?.next ?? [];
  };
  const next = staged(true);
  assert.deepEqual(
    of(next, 'edge').map((e) => e.lines),
    [['CONFIG_LR=9:*3:243 # in stage "target"'], ['CONFIG_STEP=3:1:6']],
  );
  for (const { lines } of of(next, 'edge')) for (const line of lines) readsBack(line);
  const [seeds] = of(next, 'seeds');
  assert.deepEqual([seeds?.seeds, seeds?.runs, seeds?.lines], [5, null, []]);
  assert.match(seeds?.text ?? '', /5 seeds of the best 5 would tell more\. A sweep with stages has its seeds in the/);
  assert.deepEqual(
    [true, false].map((isLast) => of(staged(isLast), 'region')[0]?.lines),
    [
      ['make sweep-refine SWEEP=runs/simulated TO=next-range'],
      ['make sweep-refine SWEEP=runs/simulated STAGE=sample TO=next-range'],
    ],
  );
});

test('what fails is left out with a rule, and is no direction to go', () => {
  const runs = grid({ CONFIG_LR: ['1', '10', '100'], CONFIG_OPT: ['adam', 'sgd'], CONFIG_B: ['1', '2', '3'] }).map(
    (values): SimulatedRun => ({
      values,
      metric: values['CONFIG_LR'] === '100' ? undefined : Number(values['CONFIG_LR']) + Number(values['CONFIG_B']),
    }),
  );
  const next = nextOf(runs);
  assert.deepEqual(
    of(next, 'failures').map((e) => [e.symbols, e.value, e.lines]),
    [[['CONFIG_LR'], 100, ['exclude if CONFIG_LR = 100']]],
  );
  assert.ok(!of(next, 'edge').some((e) => e.symbols.includes('CONFIG_LR')));
});

/** LR=10 fails in `failed` of its ten runs, and the first of the others is the best of all. */
const luckyRuns = (failed: number): readonly SimulatedRun[] =>
  grid({
    CONFIG_LR: ['0.1', '1', '10'],
    CONFIG_B: ['1', '2', '3', '4', '5'],
    CONFIG_OPT: ['adam', 'sgd'],
  }).map((values, i): SimulatedRun => {
    const lr = Number(values['CONFIG_LR']);
    const noise = ((i * 7919) % 13) / 50;
    if (lr < 10) return { values, metric: 5 * lr + Number(values['CONFIG_B']) + noise };
    return { values, metric: i % 10 < 10 - failed ? 90 - (i % 10) : null };
  });

test('a lucky run where most runs fail is told as that, and is no place for a closer look or for what is fixed', () => {
  const next = nextOf(luckyRuns(9));
  const [failures, ...others] = of(next, 'failures');
  assert.deepEqual([failures?.symbols, failures?.lines], [['CONFIG_LR'], ['exclude if CONFIG_LR = 10']]);
  assert.equal(
    failures?.text,
    'The best has LR=10, where 9 of 10 runs give no value: it may be luck, so no closer look around it. A rule leaves such runs out.',
  );
  assert.deepEqual(others, []);
  assert.deepEqual(of(next, 'region'), []);
  assert.ok(!next.some((e) => e.kind !== 'failures' && e.symbols.includes('CONFIG_LR')), JSON.stringify(next));
  // Whoever looks closer all the same reads it in the file.
  const view = simulatedView(luckyRuns(9));
  const statistics = statisticsOf(view, { seedSymbol: 'CONFIG_SEED' });
  assert.ok(statistics !== undefined);
  assert.equal(
    refineHead(view, statistics, [])[1],
    'The best has LR=10, where 9 of 10 runs give no value: it may be luck. This line leaves such runs out: exclude if CONFIG_LR = 10',
  );
});

test('a word where most runs fail is not fixed because the best has it', () => {
  const runs = grid({ CONFIG_OPT: ['adam', 'sgd', 'lion'], CONFIG_B: ['1', '2', '3', '4', '5', '6', '7', '8'] }).map(
    (values): SimulatedRun => ({
      values,
      metric:
        values['CONFIG_OPT'] === 'lion' && values['CONFIG_B'] !== '8' ? undefined : Number(values['CONFIG_B']) ** 2,
    }),
  );
  const best = runs.map(
    (run): SimulatedRun =>
      run.values['CONFIG_OPT'] === 'lion' ? { ...run, metric: run.metric === undefined ? undefined : 64.5 } : run,
  );
  const next = nextOf(best);
  assert.deepEqual(of(next, 'failures')[0]?.lines, ['exclude if CONFIG_OPT = "lion"']);
  assert.match(of(next, 'failures')[0]?.text ?? '', /^The best has OPT=lion, where 7 of 8 runs give no value/);
  assert.deepEqual(of(next, 'fix'), []);
});

test('where no more than half of the runs fail and the best lies there, no rule leaves the best out', () => {
  const next = nextOf(luckyRuns(5));
  const [failures] = of(next, 'failures');
  assert.deepEqual([failures?.symbols, failures?.lines], [['CONFIG_LR'], []]);
  assert.equal(
    failures?.text,
    '5 of 10 runs with LR=10 give no value. The best lies there too, and a rule that leaves them out would lose it.',
  );
  assert.equal(of(next, 'region').length, 1);
});

test('a best whose own seeds give values is no luck, though most runs fail beside it', () => {
  const runs = grid({
    CONFIG_LR: ['0.1', '1', '10'],
    CONFIG_OPT: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'],
    CONFIG_SEED: ['1', '2', '3', '4', '5'],
  }).map((values, i): SimulatedRun => {
    const lr = Number(values['CONFIG_LR']);
    const holds = lr < 10 || values['CONFIG_OPT'] === 'a';
    return { values, metric: holds ? lr + ((i * 7919) % 13) / 50 : undefined };
  });
  const [failures] = of(nextOf(runs), 'failures');
  assert.deepEqual([failures?.symbols, failures?.lines], [['CONFIG_LR'], []]);
  assert.match(failures?.text ?? '', /^35 of 40 runs with LR=10 give no value\. The best lies there too/);
});

test('a rule by a threshold keeps the configurations that lack the symbol', () => {
  const lr = Array.from({ length: 20 }, (_, i) => String((i + 1) / 10));
  const runs = lr.map(
    (text): SimulatedRun => ({ values: { CONFIG_LR: text }, metric: Number(text) > 1 ? undefined : Number(text) }),
  );
  assert.deepEqual(
    of(nextOf(runs, true), 'failures').map((e) => e.lines),
    [['exclude if CONFIG_LR > 1']],
  );
});

test('what does nothing can be fixed, and what matters is worth a closer look', () => {
  const runs = grid({
    CONFIG_LR: ['1', '2', '3', '4', '5'],
    CONFIG_DEAD: ['p', 'q'],
    CONFIG_SEED: ['1', '2', '3'],
  }).map(
    (values, i): SimulatedRun => ({
      values,
      metric: -((Number(values['CONFIG_LR']) - 3) ** 2) + ((i * 7919) % 13) / 50,
    }),
  );
  const next = nextOf(runs);
  const [fix] = of(next, 'fix');
  assert.deepEqual(fix?.symbols, ['CONFIG_DEAD']);
  assert.match(fix?.lines[0] ?? '', /^CONFIG_DEAD="[pq]"$/);
  const [region] = of(next, 'region');
  assert.deepEqual(
    [region?.symbols, region?.value, region?.lines],
    [['CONFIG_LR'], 3, ['make sweep-refine SWEEP=runs/simulated TO=next-range']],
  );
  assert.deepEqual(of(next, 'edge'), []);
});

test('a closer look is offered where sweep-refine can take one', () => {
  const regionOf = (levels: readonly string[], others: readonly string[] = []): readonly NextEntry[] => {
    const name = others.length === 0 ? 'CONFIG_LR' : 'target.CONFIG_LR';
    const runs = grid({ [name]: levels, CONFIG_SEED: ['1', '2', '3', '4', '5'] }).map(
      (values, i): SimulatedRun => ({ values, metric: 10 * Number(values[name]) + ((i * 7919) % 13) / 50 }),
    );
    const stage = others.length === 0 ? {} : { stage: { name: 'sample', isLast: true, others } };
    return of(statisticsOf({ ...simulatedView(runs), ...stage }, { seedSymbol: 'CONFIG_SEED' })?.next ?? [], 'region');
  };
  assert.equal(regionOf(['1', '2', '3', '4']).length, 1);
  assert.deepEqual(regionOf(['1', '2', '3']), [], 'three settings are too few for its model');
  assert.deepEqual(regionOf(['1', '2', '3', '4'], ['target']), [], 'all that matters is of a stage that stays');
});

test('of drawn numbers the outer twentieth is the edge', () => {
  const runs = Array.from({ length: 40 }, (_, i): SimulatedRun => {
    const x = (i + 0.5) / 40;
    return { values: { CONFIG_X: x.toFixed(4), CONFIG_Y: (((i * 17) % 40) / 40).toFixed(4) }, metric: x };
  });
  const [edge] = of(nextOf(runs, true), 'edge');
  assert.deepEqual([edge?.symbols, edge?.side], [['CONFIG_X'], 'high']);
  assert.match(edge?.lines[0] ?? '', /^CONFIG_X=~uniform\(0\.7\d+,1\.2\d+\)$/);
});

test('symbols that change together go on together, and not where one of them cannot', () => {
  const zipped = (names: readonly (readonly [string, string])[]): readonly NextEntry[] =>
    nextOf(
      grid({ CONFIG_LR: ['1', '3', '9'], CONFIG_OPT: ['adam', 'sgd'] }).flatMap((values) =>
        names.map(
          ([depth, width]): SimulatedRun => ({
            values: { CONFIG_DEPTH: depth, CONFIG_WIDTH: width, ...values },
            metric:
              10 * Number(depth) - (Number(values['CONFIG_LR']) - 3) ** 2 + (values['CONFIG_OPT'] === 'adam' ? 1 : 0),
          }),
        ),
      ),
    );
  const [edge, ...others] = of(
    zipped([
      ['2', '64'],
      ['4', '128'],
      ['8', '256'],
    ]),
    'edge',
  );
  assert.deepEqual(edge?.symbols, ['CONFIG_DEPTH', 'CONFIG_WIDTH']);
  assert.deepEqual(edge.lines, ['CONFIG_DEPTH,CONFIG_WIDTH=8:*2:64,256:*2:2048']);
  assert.match(edge.text, /edge of DEPTH with WIDTH: 8 with 256 is the highest/);
  assert.deepEqual(others, []);
  const named = zipped([
    ['2', 'small'],
    ['4', 'base'],
    ['8', 'huge'],
  ]);
  assert.deepEqual(of(named, 'edge'), [], 'nobody knows what comes after huge');
});

test('an edge of what does nothing is told, and not that beyond it is better', () => {
  const runs = grid({ CONFIG_LR: ['1', '2', '3'], CONFIG_DEAD: ['10', '11', '12'], CONFIG_SEED: ['1', '2', '3'] }).map(
    (values, i): SimulatedRun => ({
      values,
      metric: Number(values['CONFIG_LR']) + ((i * 7919) % 13) / 50,
    }),
  );
  const next = nextOf(runs);
  const textOf = (name: string): string => of(next, 'edge').find((e) => e.symbols.includes(name))?.text ?? '';
  assert.match(textOf('CONFIG_LR'), /Beyond it may be better/);
  assert.match(textOf('CONFIG_DEAD'), /No effect of DEAD is shown, so little speaks for going on\.$/);
  assert.deepEqual(of(next, 'fix')[0]?.symbols, ['CONFIG_DEAD']);
});
