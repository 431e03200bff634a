// SPDX-License-Identifier: MIT
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { readFileSync } from 'node:fs';
import { ROOT } from '../rig/sandbox.ts';
import type * as Entry from './entry.ts';
import { modelFs } from './fs-calls.ts';
import type { Calls } from './replay.ts';
import type { Who } from './world.ts';

/** The functions of entry.ts, as one process of the model has them: their calls to the system are its steps. */
export type RealCode = typeof Entry;

/** A change to the sources that makes them wrong: the checker must find out. */
export interface Plant {
  /** Below scripts/lib. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Makes the sources, with planted faults, ready to be run as processes of the model. */
export async function loadRealCode(plants: readonly Plant[] = []): Promise<(who: Who) => Process> {
  const seen = new Set<Plant>();
  const planting: Plugin = {
    name: 'plant',
    setup: ({ onLoad, onResolve }) => {
      onResolve({ filter: /^node:(fs|os)$/ }, ({ path }) => ({ path, namespace: 'model' }));
      onLoad({ filter: /.*/, namespace: 'model' }, ({ path }) => ({
        contents: `module.exports = MODEL.${path === 'node:fs' ? 'fs' : 'os'};`,
      }));
      onLoad({ filter: /scripts\/lib\/.*\.ts$/ }, ({ path }) => {
        let contents = readFileSync(path, 'utf8');
        for (const plant of plants.filter(({ file }) => path.endsWith(`scripts/lib/${file}`))) {
          if (contents.split(plant.from).length !== 2)
            throw new Error(
              `${plant.file} has not exactly one place ${JSON.stringify(plant.from)}: plant the fault anew`,
            );
          contents = contents.replace(plant.from, () => plant.to);
          seen.add(plant);
        }
        return { contents, loader: 'ts' };
      });
    },
  };
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'tests/model/entry.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
    define: {
      'process.pid': 'MODEL.pid',
      'process.kill': 'MODEL.kill',
      performance: 'MODEL.performance',
      setInterval: 'MODEL.setInterval',
      clearInterval: 'MODEL.clearInterval',
    },
    plugins: [planting],
  });
  const missed = plants.filter((plant) => !seen.has(plant));
  if (missed.length > 0) throw new Error(`no such source: ${missed.map(({ file }) => file).join(', ')}`);
  const text = outputFiles?.[0]?.text ?? '';
  const make = new Function('MODEL', 'require', 'module', text); // the bundle is a function of its machine
  return (who) => new Process(who, (...given) => void make.call(undefined, ...given));
}

/** The sources as loaded by one process; between two replays only what it remembers of its machine stays. */
export class Process {
  readonly code: RealCode;
  readonly #call: { now: Calls | undefined } = { now: undefined };

  constructor(who: Who, make: (machine: object, require: NodeJS.Require, module: { exports: unknown }) => void) {
    const module: { exports: unknown } = { exports: {} };
    const steps = (): Calls => {
      if (this.#call.now === undefined) throw new Error('a call outside of a step');
      return this.#call.now;
    };
    make(modelMachine(who, steps), createRequire(import.meta.url), module);
    this.code = module.exports as RealCode; // what entry.ts exports
  }

  /** Runs something whose calls are answered by `calls`. */
  with<T>(calls: Calls, action: () => T): T {
    this.#call.now = calls;
    try {
      return action();
    } finally {
      this.#call.now = undefined;
    }
  }
}

function modelMachine(who: Who, steps: () => Calls): object {
  return {
    fs: modelFs(who, steps),
    os: { hostname: () => who.host, uptime: () => 0 },
    pid: who.pid,
    kill: (pid: number) => steps().take({ kind: 'kill', pid: Math.abs(pid) }),
    performance: { now: () => steps().passedMs() },
    setInterval: () => ({ unref: () => {} }), // the model takes it that who lives beats
    clearInterval: () => {},
  };
}
