// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
void start('clean', async () => (await import('./lib/commands/clean.ts')).CLEAN);
