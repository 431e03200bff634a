// SPDX-License-Identifier: MIT
import { isEndedBy } from '../../run/cause.ts';
import type { FileStamp, Reported } from '../../run/event.ts';
import { type Outcome, REASONS, type Unranked } from '../../run/outcome.ts';
import { DecodeError, type Fields, fieldsOf } from './fields.ts';

const STATUSES: Readonly<Record<Outcome['status'], true>> = {
  done: true,
  failed: true,
  cancelled: true,
  stopped: true,
  unknown: true,
};

const UNRANKED: Readonly<Record<Unranked, true>> = { 'no metric': true, 'not finished': true };

/** Returns how an attempt ended, as a journal of 1.0 or 1.1 has it. Throws DecodeError. */
export function decodeOutcome(data: unknown): Outcome {
  const outcome = fieldsOf(data, 'outcome');
  const cause = outcome.value('cause');
  return {
    status: outcome.oneOf('status', STATUSES),
    reason: outcome.oneOf('reason', REASONS),
    exitCode: outcome.orNull('exitCode', outcome.number),
    signal: outcome.orNull('signal', outcome.text),
    startedAtMs: outcome.orNull('startedAtMs', outcome.number),
    endedAtMs: outcome.number('endedAtMs'),
    host: outcome.text('host'),
    devices: outcome.texts('devices'),
    detail: outcome.text('detail'),
    signature: outcome.orNull('signature', outcome.text),
    ...(outcome.given('said') ? { said: outcome.text('said') } : {}),
    ...(cause === undefined ? {} : { cause: isEndedBy(cause) ? cause : notKnown(cause) }),
    ...(outcome.given('unranked') ? { unranked: outcome.oneOf('unranked', UNRANKED) } : {}),
    ...(outcome.given('durationS') ? { durationS: outcome.number('durationS') } : {}),
  };
}

function notKnown(cause: unknown): never {
  throw new DecodeError(`the cause ${JSON.stringify(cause)} is not known`);
}

/** Returns what a run reported. Throws DecodeError. */
export function decodeReported(data: unknown): Reported {
  const reported = fieldsOf(data, 'report of a run');
  const metrics = reported.value('metrics');
  const named = fieldsOf(metrics, 'table of metrics');
  const names = Object.keys(metrics as object); // an object, as the line above knows
  return {
    metrics: Object.fromEntries(names.map((name) => [name, named.orNull(name, named.number)])),
    files: stampsOf(reported, 'files'),
    outputs: stampsOf(reported, 'outputs'),
  };
}

function stampsOf(reported: Fields, name: string): readonly FileStamp[] {
  return reported.list(name).map((data) => {
    const stamp = fieldsOf(data, 'file');
    return { path: stamp.path('path'), size: stamp.number('size'), mtimeMs: stamp.number('mtimeMs') };
  });
}
