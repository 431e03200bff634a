// SPDX-License-Identifier: MIT
import { createHash, timingSafeEqual } from 'node:crypto';

/** What of a request decides whether it is let in. */
export interface Asked {
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** The header Cookie. */
  readonly cookie: string | undefined;
  /** `token` of the address; null without one. */
  readonly token: string | null;
}

/** How a server knows its own readers. */
export interface Secret {
  /** As the printed address has it. */
  readonly token: string;
  /** Name of the cookie: cookies are one for all ports of a host, so it names the port. */
  readonly cookieName: string;
}

/** `isNew`: the token came with the address, so the browser is to be given its cookie. */
export type Admission =
  | { readonly kind: 'granted'; readonly isNew: boolean }
  | { readonly kind: 'refused'; readonly status: 401 | 403 | 405 | 421; readonly text: string };

/** Names of this machine itself, with any port: `ssh -L` gives another one to the reader. */
const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/**
 * Tells whether a request is let in. A page of somebody else could send one here: by a name that it made lead to this
 * machine (the Host tells, RFC 9110, 15.5.20), from its own origin, or with a method that is to change something.
 */
export function admissionOf(asked: Asked, secret: Secret): Admission {
  if (asked.host === undefined || !LOOPBACK.test(asked.host))
    return refused(421, 'This server answers to 127.0.0.1 and localhost alone. From another machine: ssh -L');
  if (asked.method !== 'GET') return refused(405, 'This server only shows: GET is the one method that it knows.');
  if (asked.origin !== undefined && asked.origin.toLowerCase() !== `http://${asked.host.toLowerCase()}`)
    return refused(403, 'Another page asked for this; only pages of this server may.');
  if (asked.token !== null)
    return isSame(asked.token, secret.token)
      ? { kind: 'granted', isNew: true }
      : refused(401, 'The token is another one. Open the address that make sweep-serve printed last.');
  return cookiesOf(asked.cookie ?? '').some(
    ([name, value]) => name === secret.cookieName && isSame(value, secret.token),
  )
    ? { kind: 'granted', isNew: false }
    : refused(401, 'The token is missing. Open the address that make sweep-serve printed, with its token.');
}

/** Returns the header that gives a browser its cookie: no script sees it, and no other site makes the browser send it. */
export function cookieHeader({ token, cookieName }: Secret): string {
  return `${cookieName}=${token}; HttpOnly; SameSite=Strict; Path=/`;
}

function refused(status: 401 | 403 | 405 | 421, text: string): Admission {
  return { kind: 'refused', status, text: `${text}\n` };
}

function cookiesOf(header: string): readonly (readonly [name: string, value: string])[] {
  return header.split(';').map((part) => {
    const at = part.indexOf('=');
    return [part.slice(0, Math.max(0, at)).trim(), part.slice(at + 1).trim()] as const;
  });
}

/** Takes the same time whatever they differ in. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
