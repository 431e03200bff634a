// SPDX-License-Identifier: MIT
import { startFront } from './lib/commands/call/start.ts';
await startFront(async () => (await import('./lib/commands/olddefconfig.ts')).olddefconfig);
