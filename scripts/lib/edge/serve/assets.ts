// SPDX-License-Identifier: MIT
import type { AnswerKind } from '../../report/served/answer-headers.ts';
import { pageCss } from '../../report/page/html.ts';
import type { AssetName } from '../../report/served/routes.ts';
import { listScript, liveScript } from '../page/page-script.ts';
import { readTemplate } from '../page/report-writer.ts';

/** A file of ours that pages load. */
interface Asset {
  readonly kind: AnswerKind;
  readonly text: () => string;
}

export type Assets = Readonly<Record<AssetName, Asset>>;

/** Returns the files that pages load, each made when it is first asked for. */
export function readAssets(): Assets {
  return {
    'live.js': { kind: 'script', text: once(liveScript) },
    'list.js': { kind: 'script', text: once(listScript) },
    'live.css': { kind: 'style', text: once(() => pageCss(readTemplate('analysis.css') + readTemplate('live.css'))) },
  };
}

function once(make: () => string): () => string {
  let text: string | undefined;
  return () => {
    text ??= make();
    return text;
  };
}
