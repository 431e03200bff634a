// SPDX-License-Identifier: MIT

/** A machine-independent name of a process of the model. */
export type Pid = number;

/** One step of a program: a call that another program's steps may come before or after, and never into the middle of. */
export type Op =
  | { readonly kind: 'list'; readonly path: string }
  | { readonly kind: 'look'; readonly path: string }
  /** open(2) with O_CREAT | O_EXCL; its answer is the inode. */
  | { readonly kind: 'create'; readonly path: string }
  /** open(2) for writing, as > or >> of a shell: makes what is not there. */
  | { readonly kind: 'open'; readonly path: string; readonly truncates: boolean }
  | { readonly kind: 'write'; readonly inode: string; readonly text: string }
  /** open(2) for reading. */
  | { readonly kind: 'find'; readonly path: string }
  | { readonly kind: 'read'; readonly inode: string }
  | { readonly kind: 'link'; readonly from: string; readonly to: string }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | { readonly kind: 'unlink'; readonly path: string }
  | { readonly kind: 'mkdir'; readonly path: string }
  /** Does a process live? /proc/PID/stat. */
  | { readonly kind: 'lives'; readonly host: string; readonly pid: Pid }
  /** Jobs that live, with the folder of their attempt: /proc/PID/environ. */
  | { readonly kind: 'jobs'; readonly host: string }
  | { readonly kind: 'kill'; readonly pid: Pid }
  /** The command of an attempt begins. */
  | { readonly kind: 'start'; readonly host: string; readonly dir: string }
  | { readonly kind: 'wait for job'; readonly dir: string }
  | { readonly kind: 'send'; readonly to: string; readonly text: string }
  | { readonly kind: 'receive' }
  | { readonly kind: 'append'; readonly events: readonly string[] }
  | { readonly kind: 'journal' }
  /** Time passes until something of an attempt changed; `orLonger`: or for a second without that. */
  | { readonly kind: 'wait'; readonly dir: string; readonly seen: string; readonly orLonger: boolean }
  /** Until nobody who had an attempt lives, or its end is written. */
  | { readonly kind: 'wait for silence'; readonly dir: string }
  /** Until nobody else can do anything. */
  | { readonly kind: 'wait for calm' }
  /** Something that the model keeps an eye on. */
  | {
      readonly kind: 'mark';
      readonly what: 'enters' | 'leaves' | 'refused' | 'revoked' | 'told to end';
      readonly text: string;
    };

export type Answer = { readonly value: unknown } | { readonly error: string };
