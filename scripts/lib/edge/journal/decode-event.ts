// SPDX-License-Identifier: MIT
import type { ConfigId, RunId } from '../../core/hash.ts';
import type { Assignment, RequestedValue, Value, ValueKind } from '../../core/value.ts';
import {
  type AttemptPlace,
  CLOSE_REASONS,
  type Event,
  type EventKind,
  type JournalVersion,
  type NoteTopic,
} from '../../run/event.ts';
import { DecodeError, type Fields, fieldsOf } from './fields.ts';
import { decodeOutcome, decodeReported } from './decode-outcome.ts';
import { type RequeueCause, requeueCauseOfWords } from '../../run/cause.ts';
import { unreachable } from '../../core/unreachable.ts';

/** Returns the event that the data of a journal's line tells, of 1.0 or 1.1. Throws DecodeError for what is none. */
export function decodeEvent(data: unknown): Event {
  const line = fieldsOf(data, 'event');
  const kind = line.text('kind');
  if (!Object.hasOwn(DECODERS, kind)) throw new DecodeError(`events of kind "${kind}" are not known`);
  // The table is typed by kind, and each of its rows returns that kind.
  return DECODERS[kind as EventKind](line, { t: line.number('t') });
}

interface Common {
  readonly t: number;
}

type Decoders = { readonly [K in EventKind]: (line: Fields, common: Common) => Extract<Event, { kind: K }> };

/** One row a kind: the compiler wants a new one here. */
const DECODERS: Decoders = {
  added: (line, { t }) => {
    const [stage, needs, requested] = [line.given('stage'), line.given('needs'), line.given('requested')];
    return {
      kind: 'added',
      t,
      run: runOf(line),
      config: line.text('config') as ConfigId, // a brand over the same text
      number: line.count('number'),
      folder: line.path('folder'),
      values: line.list('values').map(assignmentOf),
      swept: line.texts('swept'),
      ...(stage ? { stage: line.text('stage') } : {}),
      ...(needs ? { needs: line.texts('needs') as readonly RunId[] } : {}),
      ...(requested ? { requested: line.list('requested').map(requestedOf) } : {}),
      ...(line.given('extra') ? { extra: true } : {}),
    };
  },
  retired: (line, { t }) => ({ kind: 'retired', t, run: runOf(line) }),
  revived: (line, { t }) => ({ kind: 'revived', t, run: runOf(line) }),
  blocked: (line, { t }) => ({ kind: 'blocked', t, run: runOf(line), by: line.texts('by') as readonly RunId[] }),
  starting: (line, { t }) => ({
    kind: 'starting',
    t,
    ...attemptOf(line),
    devices: line.texts('devices'),
    ...(line.given('place') ? { place: line.oneOf('place', PLACES) } : {}),
  }),
  started: (line, { t }) => ({
    kind: 'started',
    t,
    ...attemptOf(line),
    host: line.text('host'),
    ...(line.given('pid') ? { pid: line.count('pid') } : {}),
    ...(line.given('pidStart') ? { pidStart: line.text('pidStart') } : {}),
    ...(line.given('job') ? { job: line.text('job') } : {}),
    ...(line.given('boot') ? { boot: line.text('boot') } : {}),
  }),
  ended: (line, { t }) => ({ kind: 'ended', t, ...attemptOf(line), ...resultOf(line) }),
  imported: (line, { t }) => ({ kind: 'imported', t, run: runOf(line), from: line.text('from'), ...resultOf(line) }),
  requeued: (line, { t }) => ({ kind: 'requeued', t, run: runOf(line), cause: decodeRequeue(line) }),
  note: (line, { t }) => ({
    kind: 'note',
    t,
    ...(line.given('run') ? { run: runOf(line) } : {}),
    // What a note is about is for people, but for `unknown`.
    topic: line.oneOfOr('topic', TOPICS, 'other'),
    text: line.text('text'),
  }),
  opened: (line, { t }) => ({
    kind: 'opened',
    t,
    host: line.text('host'),
    pid: line.count('pid'),
    command: line.text('command'),
    ...(line.given('version') ? { version: versionOf(line.value('version')) } : {}),
    ...(line.given('ksweep') ? { ksweep: line.text('ksweep') } : {}),
    ...(line.given('boot') ? { boot: line.text('boot') } : {}),
  }),
  closed: (line, { t }) => ({ kind: 'closed', t, why: line.oneOf('why', CLOSE_REASONS), text: line.text('text') }),
};

/** Where files of attempts may lie. */
const PLACES: Readonly<Record<AttemptPlace, true>> = { inside: true, apart: true };
const TOPICS: Readonly<Record<NoteTopic, true>> = { unknown: true, requeued: true, 'gpu memory': true, other: true };
const VALUE_KINDS: Readonly<Record<ValueKind, true>> = {
  number: true,
  hex: true,
  tristate: true,
  boolean: true,
  null: true,
  text: true,
  list: true,
};

/** Returns a version of a journal. Throws DecodeError for what is none. */
export function versionOf(data: unknown): JournalVersion {
  const [major, minor, ...rest] = Array.isArray(data) ? (data as readonly unknown[]) : [];
  if (!isWhole(major) || !isWhole(minor) || rest.length > 0)
    throw new DecodeError('a version is no pair of whole numbers');
  return [major, minor];
}

function isWhole(data: unknown): data is number {
  return Number.isSafeInteger(data) && Number(data) >= 0;
}

function runOf(line: Fields): RunId {
  return line.text('run') as RunId; // a brand over the same text
}

function attemptOf(line: Fields): { readonly run: RunId; readonly attempt: number } {
  return { run: runOf(line), attempt: line.count('attempt') };
}

function resultOf(line: Fields): Pick<Extract<Event, { kind: 'ended' }>, 'outcome' | 'reported'> {
  return {
    outcome: decodeOutcome(line.value('outcome')),
    ...(line.given('reported') ? { reported: decodeReported(line.value('reported')) } : {}),
  };
}

function assignmentOf(data: unknown): Assignment {
  const assignment = fieldsOf(data, 'value');
  const value = fieldsOf(assignment.value('value'), 'value');
  // The kind is one that is known; that the text is of its kind is for those who read it.
  return {
    name: assignment.text('name'),
    value: { kind: value.oneOf('kind', VALUE_KINDS), text: value.text('text') } as Value,
  };
}

function requestedOf(data: unknown): RequestedValue {
  return { ...assignmentOf(data), why: fieldsOf(data, 'requested value').text('why') };
}

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
function decodeRequeue(line: Fields): RequeueCause {
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
