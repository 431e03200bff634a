// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
await start('seeds', async () => (await import('./lib/commands/seeds/seeds.ts')).SEEDS);
