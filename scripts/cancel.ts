// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
void start('cancel', async () => (await import('./lib/commands/cancel.ts')).CANCEL);
