// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admissionOf, type Asked, cookieHeader, type Secret } from '../../../scripts/lib/report/served/admission.ts';

const SECRET: Secret = { token: 'right-token', cookieName: 'ksweep_8700' };
const GOOD: Asked = {
  method: 'GET',
  host: '127.0.0.1:8700',
  origin: undefined,
  cookie: 'ksweep_8700=right-token',
  token: null,
};

/** `ok`, `new`, or the status of a refusal. */
function answerTo(asked: Partial<Asked>): string | number {
  const admission = admissionOf({ ...GOOD, ...asked }, SECRET);
  if (admission.kind === 'refused') return admission.status;
  return admission.isNew ? 'new' : 'ok';
}

const CASES: readonly (readonly [what: string, asked: Partial<Asked>, answer: string | number])[] = [
  ['its cookie', {}, 'ok'],
  ['its cookie among others', { cookie: 'a=b; ksweep_8700=right-token; c=d' }, 'ok'],
  ['the token of the printed address', { cookie: undefined, token: 'right-token' }, 'new'],
  ['localhost', { host: 'localhost:8700' }, 'ok'],
  ['another port, which ssh -L gives', { host: 'localhost:9000' }, 'ok'],
  ['no port', { host: 'localhost' }, 'ok'],
  ['IPv6', { host: '[::1]:8700' }, 'ok'],
  ['its own origin', { origin: 'http://127.0.0.1:8700' }, 'ok'],
  ['nothing at all', { cookie: undefined }, 401],
  ['an empty cookie', { cookie: 'ksweep_8700=' }, 401],
  ['another token in the cookie', { cookie: 'ksweep_8700=right-tokem' }, 401],
  ['the cookie of a server on another port', { cookie: 'ksweep_8701=right-token' }, 401],
  ['a wrong token beside a right cookie', { token: 'wrong' }, 401],
  ['an empty token', { cookie: undefined, token: '' }, 401],
  ['a name that somebody made lead here', { host: 'evil.example:8700' }, 421],
  ['a name that only begins like ours', { host: '127.0.0.1.evil.example' }, 421],
  ['a name that only ends like ours', { host: 'evil-localhost' }, 421],
  ['another address', { host: '192.168.0.7:8700' }, 421],
  ['no Host', { host: undefined }, 421],
  ['an empty Host', { host: '' }, 421],
  ['another Host with the right token', { host: 'evil.example', token: 'right-token' }, 421],
  ['POST', { method: 'POST' }, 405],
  ['HEAD', { method: 'HEAD' }, 405],
  ['OPTIONS', { method: 'OPTIONS' }, 405],
  ['DELETE with the right token', { method: 'DELETE', token: 'right-token' }, 405],
  ['another origin', { origin: 'http://evil.example' }, 403],
  ['the origin of another port of this machine', { origin: 'http://127.0.0.1:8701' }, 403],
  ['the origin of a page without one', { origin: 'null' }, 403],
  ['https', { origin: 'https://127.0.0.1:8700' }, 403],
];

for (const [what, asked, answer] of CASES) {
  test(`a request with ${what} is answered ${answer}`, () => assert.equal(answerTo(asked), answer));
}

test('the cookie is for no script and for no other site', () => {
  assert.equal(cookieHeader(SECRET), 'ksweep_8700=right-token; HttpOnly; SameSite=Strict; Path=/');
});
