// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
void start('prune', async () => (await import('./lib/commands/prune.ts')).PRUNE);
