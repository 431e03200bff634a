// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
void start('promote', async () => (await import('./lib/commands/promote.ts')).PROMOTE);
