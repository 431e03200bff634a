// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
void start('status', async () => (await import('./lib/commands/status/status.ts')).STATUS);
