// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
void start('list-configs', async () => (await import('./lib/commands/list.ts')).LIST);
