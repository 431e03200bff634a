// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
await start('cancel', async () => (await import('./lib/commands/cancel.ts')).CANCEL);
