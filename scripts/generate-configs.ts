// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
await start('generate-configs', async () => (await import('./lib/commands/generate.ts')).GENERATE);
