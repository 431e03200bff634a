// SPDX-License-Identifier: MIT
import { type RequeueCause, requeueCauseOfWords } from '../../run/cause.ts';
import { unreachable } from '../../core/unreachable.ts';
import { type Fields, fieldsOf } from './fields.ts';

const KINDS: Readonly<Record<RequeueCause['kind'], true>> = {
  retry: true,
  'retry failed': true,
  rerun: true,
  forced: true,
  'went down': true,
  'end unknown': true,
  'never started': true,
  'not begun': true,
  'placed again': true,
  unblocked: true,
  'lost output': true,
  'lost result': true,
  other: true,
};

/** Returns why a run waits again: a cause of its own kind, or the words of 1.0. Throws DecodeError. */
export function decodeRequeue(line: Fields): RequeueCause {
  if (!line.given('cause')) return requeueCauseOfWords(line.text('why'));
  const cause = fieldsOf(line.value('cause'), 'cause');
  const kind = cause.oneOf('kind', KINDS);
  switch (kind) {
    case 'retry':
      return { kind, retry: cause.count('retry'), of: cause.count('of') };
    case 'lost output':
    case 'lost result':
      return { kind, files: cause.texts('files') };
    case 'other':
      return { kind, text: cause.text('text') };
    case 'retry failed':
    case 'rerun':
    case 'forced':
      return { kind };
    case 'went down':
    case 'end unknown':
      return { kind };
    case 'never started':
    case 'not begun':
    case 'placed again':
      return { kind };
    case 'unblocked':
      return { kind };
    default:
      return unreachable(kind);
  }
}
