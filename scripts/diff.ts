// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
void start('diff', async () => (await import('./lib/commands/diff.ts')).DIFF);
