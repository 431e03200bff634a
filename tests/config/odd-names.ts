// SPDX-License-Identifier: MIT

/** A range file whose names hold hyphens, list positions and words of templates. */
export const ODD_NAMES = [
  'learning-rate=0.1|0.2',
  'pipeline.1.prob=0.5',
  '"n"=5|10',
  'log=1',
  'name=x if {learning-rate} > 0.1 && {n} = 5',
  'depends on {n} = 5 || {learning-rate} = 0.2',
  '',
].join('\n');
