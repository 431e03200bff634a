// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
void start('archive', async () => (await import('./lib/commands/archive.ts')).ARCHIVE);
