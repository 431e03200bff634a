// SPDX-License-Identifier: MIT

/** What every answer says: it is nobody else's, and is kept nowhere. */
const COMMON = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/**
 * Scripts and styles come from this server alone, none stands in a page (CSP level 3). Only attributes may style: bars have
 * their lengths in them, and the tooltips of the charts their places.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** What an answer holds. */
export type AnswerKind = 'page' | 'script' | 'style' | 'text' | 'events';

const TYPES: Readonly<Record<AnswerKind, string>> = {
  page: 'text/html; charset=utf-8',
  script: 'text/javascript; charset=utf-8',
  style: 'text/css; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  events: 'text/event-stream; charset=utf-8',
};

/** Returns the headers of an answer. */
export function answerHeaders(kind: AnswerKind): Readonly<Record<string, string>> {
  return { ...COMMON, 'content-type': TYPES[kind], 'content-security-policy': POLICY };
}
