// SPDX-License-Identifier: MIT
// The dry run of targets with samplers beside Snakemake's of the same graph, by turns in one session, commands printed by both:
// node --import tsx bench/snakemake.ts SNAKEMAKE [RUNS ...]   (python3 -m venv v; v/bin/pip install snakemake; SNAKEMAKE is v/bin/snakemake)
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SAMPLERS = 99;
const TURNS = 7;
const START = join(import.meta.dirname, '..', 'scripts', 'start.cjs');

const SNAKEFILE = `
T = int(config["targets"])
rule all:
    input:
        expand("runs/targets/t{t}/samples/s{s}/done", t=range(T), s=range(${SAMPLERS}))
rule target:
    output: "runs/targets/t{t}/model.pt"
    resources: mem_mb=4000
    shell: "python train.py --t {wildcards.t} --out {output}"
rule sample:
    input: "runs/targets/t{t}/model.pt"
    output: "runs/targets/t{t}/samples/s{s}/done"
    resources: mem_mb=2000
    shell: "python sample.py --model {input} --s {wildcards.s} --out {output}"
`;

const rangeOf = (targets: number): string => `stage "target"
  SWEEP_COMMAND="python train.py --t {{CONFIG_T}} --out {{out_dir}}/model.pt"
  CONFIG_T=${targets === 1 ? '1' : `1:1:${targets}`}
endstage
stage "sample"
  needs "target"
  SWEEP_COMMAND="python sample.py --model {{target.out_dir}}/model.pt --s {{CONFIG_S}} --out {{out_dir}}/done"
  CONFIG_S=1:1:${SAMPLERS}
endstage
`;

interface Took {
  /** Seconds of all its processes. */
  readonly processor: number;
  readonly wall: number;
}

/** A machine that sets it lets every Node read some hundred certificates first: 40 ms that are no planning. */
const { NODE_EXTRA_CA_CERTS: _, ...ENV } = process.env;

/** Runs a program to its end in a folder and returns what it took. */
function timed(cwd: string, words: readonly string[]): Took {
  const script = 'TIMEFORMAT="%U %S %R"; time "$@" >out.txt 2>err.txt';
  const options = { cwd, encoding: 'utf8', env: ENV } as const;
  const text = execFileSync('bash', ['-c', `{ ${script}; } 2>&1`, 'bench', ...words], options);
  const [user = 0, system = 0, wall = 0] = text.trim().split(' ').map(Number);
  return { processor: user + system, wall };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

const [snakemake, ...sizes] = process.argv.slice(2);
if (snakemake === undefined) throw new Error('name the snakemake program');
const folder = mkdtempSync(join(tmpdir(), 'ksweep-bench-'));
writeFileSync(join(folder, 'Snakefile'), SNAKEFILE);
const growth: { runs: number; ours: number; theirs: number }[] = [];
for (const size of sizes.length === 0 ? [1000, 10_000] : sizes.map(Number)) {
  const targets = Math.max(1, Math.round(size / (SAMPLERS + 1)));
  writeFileSync(join(folder, 'sweep-range'), rangeOf(targets));
  const ours: Took[] = [];
  const theirs: Took[] = [];
  const bare: Took[] = [];
  const call = ['run-test-matrix', '--as-named', '--range-config', 'sweep-range', '--limit', '1000000', '--dry-run'];
  timed(folder, [process.execPath, START, ...call]); // what is made once for a version of ksweep is made now
  for (let i = 0; i < TURNS; i += 1) {
    bare.push(timed(folder, [process.execPath, '-e', '0']));
    ours.push(timed(folder, [process.execPath, START, ...call]));
    theirs.push(timed(folder, [snakemake, '-n', '-p', '--config', `targets=${targets}`]));
  }
  const of = (all: readonly Took[], key: keyof Took): number => median(all.map((took) => took[key]));
  const runs = targets * (SAMPLERS + 1);
  growth.push({ runs, ours: of(ours, 'processor'), theirs: of(theirs, 'processor') });
  const ratio = (key: keyof Took): string => (of(theirs, key) / of(ours, key)).toFixed(1);
  process.stdout.write(
    `${runs} runs: ksweep ${of(ours, 'processor').toFixed(2)} s of processor time (${of(ours, 'wall').toFixed(2)} s), snakemake ${of(theirs, 'processor').toFixed(2)} s (${of(theirs, 'wall').toFixed(2)} s): ${ratio('processor')} times (${ratio('wall')}); node alone ${of(bare, 'processor').toFixed(3)} s\n`,
  );
}
const [first, last] = [growth[0], growth.at(-1)];
if (first !== undefined && last !== undefined && first !== last) {
  const more = last.runs - first.runs;
  const each = (key: 'ours' | 'theirs'): number => ((last[key] - first[key]) / more) * 1e6;
  process.stdout.write(
    `each further run: ${each('ours').toFixed(0)} us and ${each('theirs').toFixed(0)} us, ${(each('theirs') / each('ours')).toFixed(0)} times\n`,
  );
}
rmSync(folder, { recursive: true, force: true });
