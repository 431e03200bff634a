// SPDX-License-Identifier: MIT
import type { PageData } from '../../report/page-data.ts';
import { type PageParts, renderHtml } from '../../report/page/html.ts';
import type { ServedNow } from '../../report/served/now-form.ts';
import { patchOf } from '../../report/served/patch.ts';
import { eventText } from '../../report/served/stream-event.ts';
import type { SweepView } from '../../report/view.ts';
import { servedSources } from './assets.ts';
import type { EventStream } from './event-stream.ts';
import type { LookFor } from './sweep-reading.ts';

/** What a look at the folders of a page found. */
export interface PageLook {
  /** What the page shows is another one than at the last look. */
  readonly hasChanged: boolean;
  readonly now: ServedNow;
}

/** What a page says in words, which take longer than its numbers. */
export interface PageWords {
  readonly view: SweepView;
  readonly parts: PageParts;
}

/** What a live page is made of. All may throw UsageError and DiagnosticsError for a folder that cannot be read. */
export interface PageSubject<L extends PageLook, W extends PageWords> {
  look(nowMs: number, asks: LookFor): L;
  words(look: L): W;
  /** What only the words come to is of the last ones. */
  numbers(look: L, words: W | undefined): PageData;
}

/** A page that readers look at while what it shows grows. */
export interface LivePage<L extends PageLook = PageLook> {
  /** Returns the page as it stands now. Throws as its subject does. */
  page(): string;
  /** Returns the page without its numbers. */
  sections(): string;
  /** Tells a reader what changes from a state on; of one that is not known any more the whole. */
  tell(stream: EventStream, since: string): void;
  /** Looks, without making anything of it. */
  glance(): L;
  hasReaders(): boolean;
}

/** What is told of a page, each with the number of its state. */
interface Told {
  readonly version: string;
  readonly text: string;
}

/** Looks this often while somebody reads, and this often when nothing happens. */
const EVERY_MS = 250;
const QUIET_EVERY_MS = 1000;
/** Looking takes a fifth of a core at most, finding the words a tenth. */
const LOOK_PART = 4;
const WORDS_PART = 9;
const WORDS_EVERY_MS = 3000;
/** States that a reader can go on from without being sent the whole. */
const REMEMBERED = 64;

/** Returns a page that is kept up to date while it has readers. `boot` tells states of this server from those of another. */
export function openLivePage<L extends PageLook, W extends PageWords>(
  subject: PageSubject<L, W>,
  options: { readonly boot: string; readonly nowMs: () => number },
): LivePage<L> {
  const streams = new Set<EventStream>();
  const history: Told[] = [];
  let data: PageData | undefined;
  let words: W | undefined;
  /** What was seen is newer than the numbers, than the words. */
  let [areNumbersOld, areWordsOld] = [true, true];
  let [wordsAtMs, wordsTookMs] = [0, 0];
  let [count, nowText, trouble] = [0, '', ''];
  /** A look is to come. */
  let isAttended = false;

  const version = (): string => `${options.boot}-${count}`;
  const send = (text: string): void => {
    for (const stream of streams) stream.send(text);
  };
  const lookAt = (asks: LookFor): L => {
    const look = subject.look(options.nowMs(), asks);
    areNumbersOld ||= look.hasChanged;
    areWordsOld ||= look.hasChanged;
    return look;
  };
  /** Looks, and tells the readers what is new in the numbers. */
  const refresh = (): { readonly look: L; readonly data: PageData } => {
    const look = lookAt('page');
    const before = data;
    const after = before === undefined || areNumbersOld ? subject.numbers(look, words) : before;
    [data, areNumbersOld] = [after, false];
    const patch = before === undefined ? undefined : patchOf(before, after);
    if (patch !== undefined) {
      count += 1;
      const text = eventText({ name: 'patch', id: version(), data: patch });
      history.push({ version: version(), text });
      if (history.length > REMEMBERED) history.shift();
      send(text);
    }
    const now = eventText({ name: 'now', data: look.now });
    if (now !== nowText) send(now);
    nowText = now;
    return { look, data: after };
  };
  const findWords = (look: L): W => {
    const began = performance.now();
    words = subject.words(look);
    areNumbersOld = true; // curves and effects are among the numbers
    areWordsOld = false;
    [wordsAtMs, wordsTookMs] = [options.nowMs(), performance.now() - began];
    return words;
  };
  /** Words follow the numbers at their own pace. */
  const findWordsWhenDue = (look: L): void => {
    const isSoon = options.nowMs() - wordsAtMs < Math.max(WORDS_EVERY_MS, WORDS_PART * wordsTookMs);
    if (words !== undefined && (!areWordsOld || isSoon)) return;
    findWords(look);
    send(eventText({ name: 'sections', data: null }));
  };
  const attend = (): void => {
    isAttended = streams.size > 0;
    if (!isAttended) return;
    const began = performance.now();
    let isBusy = true;
    try {
      const { look } = refresh();
      isBusy = look.now.isLive || look.hasChanged;
      findWordsWhenDue(look);
      trouble = '';
    } catch (error) {
      const text = eventText({ name: 'trouble', data: error instanceof Error ? error.message : String(error) });
      if (text !== trouble) send(text);
      trouble = text;
    }
    const tookMs = performance.now() - began;
    setTimeout(attend, Math.max(isBusy ? EVERY_MS : QUIET_EVERY_MS, LOOK_PART * tookMs)).unref();
  };

  return {
    page: () => {
      let found = refresh();
      if (words === undefined || (!isAttended && areWordsOld)) {
        findWords(found.look);
        found = refresh(); // with its curves and effects
      }
      const { parts, view } = words ?? findWords(found.look);
      return renderHtml(view, { ...parts, data: found.data }, servedSources({ since: version(), hasData: true }));
    },
    sections: () => {
      const { parts, view } = words ?? findWords(refresh().look);
      return renderHtml(view, parts, servedSources({ since: '', hasData: false }));
    },
    tell: (stream, since) => {
      stream.send(eventText({ name: 'clock', data: options.nowMs() }));
      const at = history.findIndex((one) => one.version === since);
      if (since === version() || at >= 0)
        for (const { text } of history.slice(at < 0 ? history.length : at + 1)) stream.send(text);
      else if (data !== undefined) stream.send(eventText({ name: 'whole', id: version(), data }));
      if (nowText !== '') stream.send(nowText);
      if (trouble !== '') stream.send(trouble);
      streams.add(stream);
      stream.onEnd(() => streams.delete(stream));
      if (!isAttended) setTimeout(attend, 0).unref();
      isAttended = true;
    },
    glance: () => lookAt('row'),
    hasReaders: () => streams.size > 0,
  };
}
