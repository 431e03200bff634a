// SPDX-License-Identifier: MIT
import { start } from './lib/commands/call/start.ts';
void start('report', async () => (await import('./lib/commands/report/report.ts')).REPORT);
