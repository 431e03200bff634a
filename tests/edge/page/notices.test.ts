// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { liveScript, pageScript } from '../../../scripts/lib/edge/page/page-script.ts';
import { ROOT } from '../../rig/sandbox.ts';

const PACKAGED = ['echarts/NOTICE', 'echarts/licenses/LICENSE-d3', 'zrender/LICENSE'];

function packaged(file: string): string {
  return readFileSync(join(ROOT, 'node_modules', file), 'utf8').trim();
}

test('what a page carries of others carries their notices, above it and in the repository', () => {
  const notices = readFileSync(join(ROOT, 'THIRD_PARTY_NOTICES.md'), 'utf8');
  for (const file of PACKAGED) {
    for (const text of [notices, pageScript(), liveScript()]) assert.ok(text.includes(packaged(file)), file);
  }
  assert.ok(notices.includes(packaged('echarts/LICENSE')));
  assert.match(pageScript(), /^\/\*![\s\S]*Apache License 2\.0[\s\S]*?\*\/\n/);
});
