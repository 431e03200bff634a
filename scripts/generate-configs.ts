// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
void start('generate-configs', async () => (await import('./lib/commands/generate.ts')).GENERATE);
