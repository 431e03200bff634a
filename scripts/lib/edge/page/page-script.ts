// SPDX-License-Identifier: MIT
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { UsageError } from '../../core/diagnostic.ts';
import type { BuildOptions } from 'esbuild';
import { sha256 } from '../../core/hash.ts';
import type { drawPage } from '../../report/charts/static-page.ts';
import { readTextIfExists, writeFileAtomic } from '../files.ts';
import { INSTALLATION } from '../installation.ts';

const ROOMS = join(INSTALLATION, 'scripts', 'lib');
const REPORT = join(ROOMS, 'report');
const CACHE = join(INSTALLATION, 'node_modules', '.cache', 'ksweep');

const load = createRequire(import.meta.url);

/** A script that carries the chart library, and leaves this machine. */
function withCharts(name: string, entry: string): string {
  const { text } = bundled(name, { entryPoints: [join(REPORT, 'client', entry)], format: 'iife', target: 'es2020' });
  return `${thirdPartyNotices(join(INSTALLATION, 'node_modules'))}\n${text}`;
}

type Bundle = { readonly drawPage: typeof drawPage };

/** Returns the script of the report page: our code and the charts it uses in one text, built once for each version. */
export function pageScript(): string {
  return withCharts('page', 'main.ts');
}

/** Returns the script of a page that is served while its sweep runs. */
export function liveScript(): string {
  return withCharts('live', 'live.ts');
}

/** Returns the script of the page that lists the sweeps. */
export function listScript(): string {
  return bundled('list', { entryPoints: [join(REPORT, 'client', 'list.ts')], format: 'iife', target: 'es2020' }).text;
}

/** Draws the charts of a page as static SVG: a bundle of ours with the chart library. */
export interface StaticDrawer {
  /** The bundle's file, CommonJS with `drawPage`; undefined in a read-only installation, which keeps none. */
  readonly path: string | undefined;
  /** Loads it into this thread. */
  load(): typeof drawPage;
}

/**
 * Returns what draws charts as static SVG. The chart library is hundreds of modules, which would take a second to load
 * one by one: bundled into one file, built once for each version, it takes a tenth of that.
 */
export function staticDrawer(): StaticDrawer {
  const { path, text } = bundled('static-page', {
    entryPoints: [join(REPORT, 'charts', 'static-page.ts')],
    format: 'cjs',
    platform: 'node',
    target: 'node20',
  });
  if (path !== undefined) return { path, load: () => (load(path) as Bundle).drawPage };
  const module = { exports: {} as Bundle };
  const evaluate = (): Bundle => {
    new Function('module', 'exports', 'require', text)(module, module.exports, load);
    return module.exports;
  };
  return { path: undefined, load: () => evaluate().drawPage };
}

function bundled(name: string, options: BuildOptions): { readonly path: string | undefined; readonly text: string } {
  const path = join(CACHE, `${name}-${versionOfSources()}.${options.format === 'cjs' ? 'cjs' : 'js'}`);
  const cached = readTextIfExists(path);
  if (cached !== undefined) return { path, text: cached };
  const text = built(options);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileAtomic(path, text);
    return { path, text };
  } catch {
    return { path: undefined, text }; // a read-only installation builds it each time
  }
}

/** The bundler is a program of its own, which the system may refuse to start. What Ctrl-C sends ends it too: then another one is asked. */
function built(options: BuildOptions): string {
  try {
    return bundle(options);
  } catch {
    void bundler().stop(); // what failed is told below when it fails again
  }
  try {
    return bundle(options);
  } catch (error) {
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new UsageError(`the script of analysis.html cannot be built: ${why}`, 'sweep-report tries it again');
  }
}

/** Loaded only when it is needed: it costs time. */
function bundler(): typeof import('esbuild') {
  return load('esbuild') as typeof import('esbuild');
}

function bundle(options: BuildOptions): string {
  const result = bundler().buildSync({
    ...options,
    bundle: true,
    minify: true,
    write: false,
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"', __DEV__: 'false' },
    absWorkingDir: INSTALLATION,
  });
  const [file] = result.outputFiles ?? [];
  if (file === undefined) throw new Error('internal: a script of the page was not built');
  return file.text;
}

let version: string | undefined;

/** Changes with every source the scripts are made of and with the version of the charts. */
function versionOfSources(): string {
  if (version !== undefined) return version;
  const texts = ['report', 'results'].flatMap((room) =>
    readdirSync(join(ROOMS, room), { recursive: true, encoding: 'utf8' })
      .sort()
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(ROOMS, room, name), 'utf8')),
  );
  version = sha256([...texts, readFileSync(join(INSTALLATION, 'package.json'), 'utf8')].join('\0')).slice(0, 16);
  return version;
}

/** Others' software in the script of a page: what its licences ask to go along, from the packages themselves. */
const CARRIED = [
  {
    name: 'Apache ECharts, under the Apache License 2.0 (https://www.apache.org/licenses/LICENSE-2.0)',
    files: ['echarts/NOTICE'],
  },
  { name: 'parts of d3 in Apache ECharts', files: ['echarts/licenses/LICENSE-d3'] },
  { name: 'ZRender', files: ['zrender/LICENSE'] },
] as const;

/**
 * Returns the notices of the chart library and what it is made of (Apache License 2.0, section 4d; BSD, second condition), as
 * a comment for a script that carries them. `modules` is the folder of the packages.
 */
function thirdPartyNotices(modules: string): string {
  const texts = CARRIED.map(({ name, files }) =>
    [`This script contains ${name}:`, ...files.map((file) => readFileSync(join(modules, file), 'utf8').trim())].join(
      '\n\n',
    ),
  );
  return `/*!\n${texts.join('\n\n----\n\n').replaceAll('*/', '* /')}\n*/`;
}
