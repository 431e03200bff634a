// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
void start('init', async () => (await import('./lib/commands/init/init.ts')).INIT);
