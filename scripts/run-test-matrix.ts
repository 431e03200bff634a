// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
void start('run-test-matrix', async () => (await import('./lib/commands/run/run-command.ts')).RUN);
