// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
await start('estimate', async () => (await import('./lib/commands/estimate/estimate-sweep.ts')).ESTIMATE);
