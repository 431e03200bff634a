// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
void start('serve', async () => (await import('./lib/commands/serve.ts')).SERVE);
