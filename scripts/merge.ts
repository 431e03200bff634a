// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
void start('merge', async () => (await import('./lib/commands/merge.ts')).MERGE);
