// SPDX-License-Identifier: MIT
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeConfigFolder } from '../scripts/lib/edge/definition/config-folder.ts';
import { openRangeFile } from '../scripts/lib/edge/definition/range-source.ts';
import { openSweep } from '../scripts/lib/edge/definition/sweep-definition.ts';
import { compare, type Ratio } from './ratio.ts';

const CONFIGURATIONS = 10_000;
const RANGE =
  'CONFIG_MODEL="resnet18"\nCONFIG_LR=0.001:0.001:0.1\nCONFIG_WD=0:0.01:0.99\nCONFIG_EPOCHS=90\nSWEEP_COMMAND="train {{args}}"\n';

/** Generating 10,000 configurations beside a plain loop that writes the same files. */
export async function benchGenerate(): Promise<readonly Ratio[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ksweep-bench-'));
  try {
    const rangePath = join(folder, 'range');
    writeFileSync(rangePath, RANGE);
    const model = join(folder, 'model');
    generate(rangePath, model);
    const files = readdirSync(model).map((name) => ({ name, text: readFileSync(join(model, name), 'utf8') }));
    let round = 0;
    const generating = await compare({
      what: `generate ${CONFIGURATIONS} configurations`,
      beside: 'a plain loop that writes the same files',
      items: CONFIGURATIONS,
      rounds: 5,
      ours: () => generate(rangePath, join(folder, `ours-${round++}`)),
      theirs: () => plainLoop(files, join(folder, `theirs-${round}`)),
    });
    const again = await compare({
      what: `generate them again, nothing changed`,
      beside: 'the plain loop over them',
      items: CONFIGURATIONS,
      rounds: 5,
      ours: () => generate(rangePath, model),
      theirs: () => plainLoop(files, join(folder, 'again')),
    });
    return [generating, again];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function generate(rangePath: string, out: string): void {
  writeConfigFolder(openSweep(openRangeFile(rangePath, '/'), []), out);
}

function plainLoop(files: readonly { name: string; text: string }[], out: string): void {
  mkdirSync(out, { recursive: true });
  for (const { name, text } of files) writeFileSync(join(out, name), text);
}
