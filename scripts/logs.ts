// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
void start('logs', async () => (await import('./lib/commands/logs.ts')).LOGS);
