// SPDX-License-Identifier: MIT
import { stagesOf } from '../../run/stages/of-stage.ts';
import type { SweepState } from '../../run/state.ts';

/** Where the pages of a sweep's stages lie, seen from one of them. */
export interface StagePages {
  /** In the order of the range file; none without stages. */
  readonly names: readonly string[];
  /** The one that is seen from; undefined without stages. */
  readonly own: string | undefined;
  /** From its page to the sweep folder: `../` or nothing. */
  readonly up: string;
  pageOf(stage: string | null): string;
}

/** Returns the pages of the stages: that of the last one lies in the sweep folder, each other one in a folder of its name. `folder` is that of the page that is seen from. */
export function stagePages(whole: SweepState, folder: string | undefined): StagePages {
  const names = stagesOf(whole);
  const last = names.at(-1);
  const up = folder === undefined ? '' : '../';
  return {
    names,
    own: folder ?? last,
    up,
    pageOf: (stage) => `${up}${stage === null || stage === last ? '' : `${stage}/`}analysis.html`,
  };
}
