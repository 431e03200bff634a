// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
void start('check', async () => (await import('./lib/commands/check/check.ts')).CHECK);
