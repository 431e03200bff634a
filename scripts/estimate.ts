// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
void start('estimate', async () => (await import('./lib/commands/estimate/estimate-sweep.ts')).ESTIMATE);
