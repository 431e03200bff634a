// SPDX-License-Identifier: MIT
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Others' software in the script of a page: what its licences ask to go along, from the packages themselves. */
const CARRIED = [
  {
    name: 'Apache ECharts, under the Apache License 2.0 (https://www.apache.org/licenses/LICENSE-2.0)',
    files: ['echarts/NOTICE'],
  },
  { name: 'parts of d3 in Apache ECharts', files: ['echarts/licenses/LICENSE-d3'] },
  { name: 'ZRender', files: ['zrender/LICENSE'] },
] as const;

/**
 * Returns the notices of the chart library and what it is made of (Apache License 2.0, section 4d; BSD, second condition), as
 * a comment for a script that carries them. `modules` is the folder of the packages.
 */
export function thirdPartyNotices(modules: string): string {
  const texts = CARRIED.map(({ name, files }) =>
    [`This script contains ${name}:`, ...files.map((file) => readFileSync(join(modules, file), 'utf8').trim())].join(
      '\n\n',
    ),
  );
  return `/*!\n${texts.join('\n\n----\n\n').replaceAll('*/', '* /')}\n*/`;
}
