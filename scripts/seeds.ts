// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
void start('seeds', async () => (await import('./lib/commands/seeds/seeds.ts')).SEEDS);
