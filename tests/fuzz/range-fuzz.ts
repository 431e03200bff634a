// SPDX-License-Identifier: MIT
// Feeds random range files to the language: node --import tsx tests/fuzz/range-fuzz.ts [INPUTS] [SEED] [FROM]. Each input ends
// in a space or in diagnostics; anything else stops with the seed that shows it again. The count so far goes to the
// standard error every 10,000 inputs, so a run that is stopped has still shown something.
import { createRng } from '../../scripts/lib/core/rng.ts';
import { type Fate, fuzzOne } from './fuzz-one.ts';

const SAID_EVERY = 10_000;
const [inputs = '1000000', seed = '0', from = '0'] = process.argv.slice(2);
const fates: Record<Fate, number> = { errors: 0, configurations: 0, 'no configurations': 0 };
let slowest = { ms: 0, input: 0 };
const start = performance.now();
for (let input = Number(from); input < Number(inputs); input += 1) {
  const before = performance.now();
  try {
    fates[fuzzOne(createRng(`range-fuzz/${seed}/${input}`))] += 1;
  } catch (error) {
    process.stderr.write(`input ${input} of seed ${seed}: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  }
  const ms = performance.now() - before;
  if (ms > slowest.ms) slowest = { ms, input };
  if ((input + 1) % SAID_EVERY === 0) process.stderr.write(`${input + 1} inputs: ${JSON.stringify(fates)}\n`);
}
const seconds = (performance.now() - start) / 1000;
process.stdout.write(
  `${inputs} inputs in ${seconds.toFixed(1)} s: ${JSON.stringify(fates)}; slowest input ${slowest.input}: ${slowest.ms.toFixed(0)} ms\n`,
);
