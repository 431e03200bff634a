// SPDX-License-Identifier: MIT
import { startFront } from './lib/commands/call/start.ts';
void startFront(async () => (await import('./lib/commands/olddefconfig.ts')).olddefconfig);
