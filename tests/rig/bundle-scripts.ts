// SPDX-License-Identifier: MIT
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ROOT } from './sandbox.ts';

/** Bundles scripts as they are now into plain JavaScript in a folder, so that many can be started quickly; returns how to name one. */
export async function bundleScripts(folder: string, names: readonly string[]): Promise<(name: string) => string> {
  await build({
    entryPoints: names.map((name) => join(ROOT, 'scripts', `${name}.ts`)),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['esbuild', 'echarts'],
    banner: {
      js: "import { createRequire as bundledRequire } from 'node:module'; const require = bundledRequire(import.meta.url);",
    },
    plugins: [
      {
        // Each source finds templates and packages from where it stands in the project.
        name: 'own place',
        setup: (builder) => {
          builder.onLoad({ filter: /\/scripts\/.*\.ts$/ }, ({ path }) => ({
            contents: readFileSync(path, 'utf8').replaceAll(
              'import.meta.url',
              JSON.stringify(pathToFileURL(path).href),
            ),
            loader: 'ts',
          }));
        },
      },
    ],
  });
  return (name) => join(folder, `${name}.mjs`);
}
