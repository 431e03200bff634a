// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { copySources } from './source-copy.ts';

/** Ends every bundler of this process, as Ctrl-C does, and returns how many there were. */
const END_BUNDLERS = `
function endBundlers() {
  const read = (path) => { try { return readFileSync(path, 'utf8'); } catch { return ''; } };
  const children = readdirSync('/proc/self/task').flatMap((task) => read(\`/proc/self/task/\${task}/children\`).split(' '));
  const bundlers = children.filter((pid) => pid !== '' && read(\`/proc/\${pid}/comm\`).startsWith('esbuild'));
  for (const pid of bundlers) {
    process.kill(Number(pid), 'SIGKILL');
    while (/\\) [^ZX]/.test(read(\`/proc/\${pid}/stat\`)));
  }
  return bundlers.length;
}
`;

test('a bundler that a signal to the whole group ended is followed by another, so that the reports are written', async (t) => {
  const copy = copySources(t);
  // Another text than that of any page kept beside the packages: it has to be built.
  const file = 'scripts/lib/report/client/list.ts';
  copy.change(file, '// SPDX-License-Identifier: MIT\n', `// SPDX-License-Identifier: MIT\n// ${copy.dir}\n`);
  const script = join(copy.dir, 'build.mts');
  writeFileSync(
    script,
    `import { readdirSync, readFileSync } from 'node:fs';
import { listScript, liveScript } from './scripts/lib/edge/page/page-script.ts';
${END_BUNDLERS}
console.log(listScript().length > 1000, endBundlers() > 0, liveScript().length > 1000);
`,
  );
  const ended = await copy.node([script]);
  assert.equal(ended.stdout, 'true true true\n', ended.stderr);
});
