// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
await start('run-test-matrix', async () => (await import('./lib/commands/run/run-sweep.ts')).RUN);
