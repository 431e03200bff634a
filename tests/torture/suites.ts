// SPDX-License-Identifier: MIT
// Plays whole suites of what may be done to a sweep: node --import tsx tests/torture/suites.ts [SUITE ...]
import { LIMIT_CASES } from '../rig/limit-cases.ts';
import { OWN_FOLDER_CASES } from '../rig/own-folder-cases.ts';
import { playCases, type TortureCase } from '../rig/torture-case.ts';

const SUITES: Readonly<Record<string, readonly TortureCase[]>> = {
  limits: LIMIT_CASES,
  'own-folder': OWN_FOLDER_CASES,
};

const asked = process.argv.slice(2);
for (const name of asked.filter((one) => !Object.hasOwn(SUITES, one)))
  throw new Error(`no suite ${name}: ${Object.keys(SUITES).join(', ')}`);
for (const [name, cases] of Object.entries(SUITES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const { tried, failures } = await playCases(cases);
  for (const text of failures) process.stdout.write(`FAILED ${text}\n\n`);
  process.stdout.write(`${name}: ${tried} cases, ${failures.length} failures\n`);
  if (failures.length > 0) process.exitCode = 1;
}
