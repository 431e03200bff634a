// SPDX-License-Identifier: MIT
import type { AnswerKind } from '../../report/served/answer-headers.ts';
import { pageCss, type PageSources, type ServedPage } from '../../report/page/html.ts';
import type { AssetName } from '../../report/served/routes.ts';
import { listScript, liveScript } from '../page/page-script.ts';
import { readTemplate } from '../page/report-writer.ts';

/** A file of ours that pages load. */
interface Asset {
  readonly kind: AnswerKind;
  readonly text: () => string;
}

export type Assets = Readonly<Record<AssetName, Asset>>;

/** Returns what a served page is rendered from: its charts are drawn by the browser, styles and script are files of the server. */
export function servedSources(page: Pick<ServedPage, 'since' | 'hasData'>): PageSources {
  return {
    template: readTemplate('analysis.html.hbs'),
    css: '',
    script: '',
    drawings: () => ({}),
    served: { css: '/live.css', script: '/live.js', ...page },
  };
}

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
