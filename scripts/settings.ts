// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
void start('settings', async () => (await import('./lib/commands/settings.ts')).SHOW_SETTINGS);
