// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
await start('refine', async () => (await import('./lib/commands/refine/refine.ts')).REFINE);
