// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
await start('archive', async () => (await import('./lib/commands/archive.ts')).ARCHIVE);
