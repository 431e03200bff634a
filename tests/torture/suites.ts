// SPDX-License-Identifier: MIT
// Plays whole suites of what may be done to a sweep: node --import tsx tests/torture/suites.ts [SUITE ...]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMIT_CASES } from '../rig/limit-cases.ts';
import { LIVENESS_CASES } from '../rig/liveness-cases.ts';
import { OWN_FOLDER_CASES } from '../rig/own-folder-cases.ts';
import { powerCutCases } from '../rig/power-cut-cases.ts';
import { playCases, type TortureCase } from '../rig/torture-case.ts';

const folder = mkdtempSync(join(tmpdir(), 'ksweep-suites-'));
const SUITES: Readonly<Record<string, readonly TortureCase[]>> = {
  limits: LIMIT_CASES,
  'own-folder': OWN_FOLDER_CASES,
  'power-cut': powerCutCases(folder),
  liveness: LIVENESS_CASES,
};

const asked = process.argv.slice(2);
for (const name of asked.filter((one) => !Object.hasOwn(SUITES, one)))
  throw new Error(`no suite ${name}: ${Object.keys(SUITES).join(', ')}`);
for (const [name, cases] of Object.entries(SUITES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const { tried, unmet, failures } = await playCases(cases, (text) => void process.stdout.write(`FAILED ${text}\n\n`));
  const met = unmet === 0 ? '' : ` (in ${unmet} what they are about never came)`;
  process.stdout.write(`${name}: ${tried} cases${met}, ${failures.length} failures\n`);
  if (failures.length > 0 || unmet > tried / 2 || tried === 0) process.exitCode = 1;
}
rmSync(folder, { recursive: true, force: true });
