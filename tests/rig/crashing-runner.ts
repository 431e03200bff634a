// SPDX-License-Identifier: MIT
// A runner that kills itself at a chosen point: crashing-runner SWEEP.json [POINT], POINT being before:n or after:n (the
// n-th write to the journal) or submit:n (between the n-th write and the start of its processes). Prints "open" when the
// folder is locked and "end <why>" when it is through.
import { readFileSync, writeSync } from 'node:fs';
import { SYSTEM_CLOCK } from '../../scripts/lib/edge/clock.ts';
import type { Journal } from '../../scripts/lib/edge/journal/journal-writer.ts';
import type { Backend } from '../../scripts/lib/exec/engine/backend.ts';
import { openLocalBackend } from '../../scripts/lib/exec/local/backend.ts';
import { inheritedEnvironment } from '../../scripts/lib/run/environment.ts';
import { rigBringUp, type RigSweep } from './sweep-rig.ts';

const [file = '', point = 'never:0'] = process.argv.slice(2);
const sweep = JSON.parse(readFileSync(file, 'utf8')) as RigSweep;
const [where = '', count = '0'] = point.split(':');
let writes = 0;

function dieAt(place: string): void {
  if (place === where && writes === Number(count)) process.kill(process.pid, 'SIGKILL');
}

function wrapJournal(journal: Journal): Journal {
  writeSync(1, 'open\n');
  return {
    ...journal,
    append: (events, sync) => {
      writes += 1;
      dieAt('before');
      journal.append(events, sync);
      dieAt('after');
    },
  };
}

function openBackend(): Backend {
  const backend = openLocalBackend({ env: inheritedEnvironment(process.env), graceS: 1, clock: SYSTEM_CLOCK });
  const submit = backend.submit.bind(backend);
  backend.submit = (specs) => {
    const done = submit(specs);
    dieAt('submit'); // the lanes have their requests, the journal does not know their processes yet
    return done;
  };
  return backend;
}

const result = await rigBringUp(sweep, { wrapJournal, openBackend });
writeSync(1, `end ${result.why}\n`);
