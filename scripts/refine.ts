// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
void start('refine', async () => (await import('./lib/commands/refine/refine.ts')).REFINE);
