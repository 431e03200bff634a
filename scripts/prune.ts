// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
await start('prune', async () => (await import('./lib/commands/prune.ts')).PRUNE);
