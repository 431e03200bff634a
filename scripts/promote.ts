// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
await start('promote', async () => (await import('./lib/commands/promote.ts')).PROMOTE);
