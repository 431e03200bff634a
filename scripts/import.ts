// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
void start('import', async () => (await import('./lib/commands/import.ts')).IMPORT);
