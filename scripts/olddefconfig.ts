// SPDX-License-Identifier: MIT
import { DiagnosticsError, UsageError } from './lib/core/diagnostic.ts';
import { olddefconfig } from './lib/edge/olddefconfig.ts';

try {
  const { code, stdout, stderr } = olddefconfig(process.argv.slice(2), process.env);
  process.stderr.write(stderr);
  process.stdout.write(stdout);
  process.exitCode = code;
} catch (error) {
  if (!(error instanceof UsageError) && !(error instanceof DiagnosticsError)) throw error;
  const hint = error instanceof UsageError && error.hint !== undefined ? `\n  hint: ${error.hint}` : '';
  process.stderr.write(`error: ${error.message}${hint}\n`);
  process.exitCode = 2;
}
