// SPDX-License-Identifier: MIT
import { unreachable } from '../../scripts/lib/core/unreachable.ts';
import type { Answer, Op, Pid } from './op.ts';

interface Inode {
  readonly isFolder: boolean;
  readonly text: string;
  readonly writtenS: number;
}

/** A command that runs, or ran. */
interface Job {
  readonly pid: Pid;
  readonly host: string;
  readonly state: 'alive' | 'done' | 'killed';
}

/** Who takes a step: the name tells actors apart, host and pid are what files say of them. */
export interface Who {
  readonly name: string;
  readonly host: string;
  readonly pid: Pid;
}

/** Whoever comes when all is over comes long after the last sign of life. */
const CALM_S = 121;

/** What all programs of a scene share: a file server, some machines, their processes. Steps change a copy, which shares what they leave as it is. */
export class World {
  names: ReadonlyMap<string, string>;
  inodes: ReadonlyMap<string, Inode>;
  /** Actors that live. */
  living: ReadonlySet<string>;
  jobs: ReadonlyMap<string, Job>;
  letters: ReadonlyMap<string, readonly string[]>;
  journal: readonly string[];
  /** The file server's clock. */
  nowS: number;
  holders: readonly string[];
  /** Attempts that somebody told a user, or a journal, will not start. */
  revoked: readonly string[];
  wrong: readonly string[];
  #who: ReadonlyMap<string, Who>;
  #filesKey: string | undefined;

  constructor(who: readonly Who[]) {
    this.names = new Map();
    this.inodes = new Map();
    this.living = new Set(who.map(({ name }) => name));
    this.jobs = new Map();
    this.letters = new Map();
    this.journal = [];
    this.nowS = 1000;
    this.holders = [];
    this.revoked = [];
    this.wrong = [];
    this.#who = new Map(who.map((one) => [one.name, one]));
  }

  copy(): World {
    const other = new World([]);
    Object.assign(other, this);
    other.#who = this.#who;
    other.#filesKey = this.#filesKey;
    return other;
  }

  /** A text that two worlds share when nothing tells them apart. */
  key(): string {
    const jobs = [...this.jobs].map(([dir, { state }]) => `${dir}:${state}`).sort();
    const letters = [...this.letters].map(([to, texts]) => `${to}:${texts.join(',')}`).sort();
    this.#filesKey ??= filesKey(this.names, this.inodes);
    return `${this.#filesKey}|${[...this.living].join(',')}|${jobs.join(',')}|${letters.join(',')}|${this.journal.join('\n')}|${this.nowS} ${this.holders.join(',')} ${this.revoked.join(',')} ${this.wrong.join(',')}`;
  }

  addFile(path: string, text: string, isFolder = false): void {
    this.#name(path, path);
    this.setInode(path, { isFolder, text, writtenS: this.nowS });
  }

  setInode(inode: string, what: Inode): void {
    this.inodes = new Map(this.inodes).set(inode, what);
    this.#filesKey = undefined;
  }

  #name(path: string, inode: string | undefined): void {
    const names = new Map(this.names);
    if (inode === undefined) names.delete(path);
    else names.set(path, inode);
    this.names = names;
    this.#filesKey = undefined;
  }

  setJob(dir: string, job: Job): void {
    this.jobs = new Map(this.jobs).set(dir, job);
  }

  textOf(path: string): string | undefined {
    const inode = this.names.get(path);
    return inode === undefined ? undefined : this.inodes.get(inode)?.text;
  }

  livesOn(host: string, pid: Pid): boolean {
    for (const name of this.living) {
      const who = this.#who.get(name);
      if (who?.host === host && who.pid === pid) return true;
    }
    return [...this.jobs.values()].some((job) => job.host === host && job.pid === pid && job.state === 'alive');
  }

  /** What a runner sees of an attempt from outside. */
  seenOf(dir: string): string {
    const claim = this.textOf(`${dir}/claim`);
    const pid = Number(/"pid":(\d+)/.exec(claim ?? '')?.[1] ?? 0);
    const host = /"host":"([^"]*)"/.exec(claim ?? '')?.[1] ?? '';
    return `${claim} ${this.textOf(`${dir}/outcome`)} ${this.livesOn(host, pid)} ${this.jobs.get(dir)?.state}`;
  }

  /** A process ends: what it held open is closed, what it had said stays. */
  die(name: string): void {
    this.living = new Set([...this.living].filter((one) => one !== name));
    this.holders = this.holders.filter((one) => one !== name);
  }

  mayStep(op: Op, who: Who, isCalm: () => boolean): boolean {
    switch (op.kind) {
      case 'receive':
        return (this.letters.get(who.name) ?? []).length > 0;
      case 'wait for job':
        return this.jobs.get(op.dir)?.state !== 'alive';
      case 'wait':
        return op.orLonger || this.seenOf(op.dir) !== op.seen;
      case 'wait for silence':
        return this.#isSilent(op.dir);
      case 'wait for calm':
        return isCalm();
      default:
        return true;
    }
  }

  /** A successor waits while its predecessor beats. The model takes it that a task that lives beats, and nobody else does. */
  #isSilent(dir: string): boolean {
    if (this.textOf(`${dir}/outcome`)?.endsWith('\n') === true) return true;
    const maker = this.names.get(`${dir}/claim`)?.split('#')[0] ?? '';
    return !(maker.startsWith('task') && this.living.has(maker)) && this.jobs.get(dir)?.state !== 'alive';
  }

  /** Takes a step, and says what came of it. `fresh` names what is made. */
  take(op: Op, who: Who, fresh: string): Answer {
    switch (op.kind) {
      case 'list':
        return {
          value: [...this.names.keys()]
            .filter((path) => path.slice(0, path.lastIndexOf('/')) === op.path)
            .map((path) => path.slice(path.lastIndexOf('/') + 1))
            .sort(),
        };
      case 'look': {
        const inode = this.inodes.get(this.names.get(op.path) ?? '');
        return inode === undefined
          ? { error: 'ENOENT' }
          : { value: { isFolder: inode.isFolder, writtenS: inode.writtenS } };
      }
      case 'create':
        if (this.names.has(op.path)) return { error: 'EEXIST' };
        return this.#make(op.path, fresh);
      case 'open': {
        const inode = this.names.get(op.path);
        if (inode === undefined) return this.#make(op.path, fresh);
        if (op.truncates) this.#put(inode, '');
        return { value: inode };
      }
      case 'write':
        this.#put(op.inode, `${this.inodes.get(op.inode)?.text ?? ''}${op.text}`);
        return { value: null };
      case 'find': {
        const inode = this.names.get(op.path);
        return inode === undefined ? { error: 'ENOENT' } : { value: inode };
      }
      case 'read':
        return { value: this.inodes.get(op.inode)?.text ?? '' };
      case 'link': {
        const inode = this.names.get(op.from);
        if (inode === undefined) return { error: 'ENOENT' };
        if (this.names.has(op.to)) return { error: 'EEXIST' };
        this.#name(op.to, inode);
        return { value: null };
      }
      case 'rename': {
        const inode = this.names.get(op.from);
        if (inode === undefined) return { error: 'ENOENT' };
        this.#name(op.to, inode);
        this.#name(op.from, undefined);
        return { value: null };
      }
      case 'unlink':
        if (!this.names.has(op.path)) return { error: 'ENOENT' };
        this.#name(op.path, undefined);
        return { value: null };
      case 'mkdir':
        if (this.names.has(op.path)) return { error: 'EEXIST' };
        if (!this.names.has(op.path.slice(0, op.path.lastIndexOf('/')))) return { error: 'ENOENT' };
        this.addFile(op.path, '', true);
        return { value: null };
      case 'lives':
        return { value: this.livesOn(op.host, op.pid) };
      case 'jobs':
        return {
          value: [...this.jobs]
            .filter(([, job]) => job.state === 'alive' && job.host === op.host)
            .map(([dir, { pid }]) => [pid, dir]),
        };
      case 'kill':
        for (const [dir, job] of this.jobs)
          if (job.pid === op.pid && job.state === 'alive') this.setJob(dir, { ...job, state: 'killed' });
        return { value: null };
      case 'start':
        return this.#start(op.host, op.dir);
      case 'wait for job':
        return { value: this.jobs.get(op.dir)?.state ?? 'killed' };
      case 'send':
        this.post(op.to, op.text);
        return { value: null };
      case 'receive': {
        const [first, ...rest] = this.letters.get(who.name) ?? [];
        this.letters = new Map(this.letters).set(who.name, rest);
        return { value: first };
      }
      case 'append':
        this.journal = [...this.journal, ...op.events];
        return { value: null };
      case 'journal':
        return { value: this.journal };
      case 'wait':
        return { value: this.seenOf(op.dir) };
      case 'wait for calm':
        this.nowS += CALM_S;
        return { value: null };
      case 'wait for silence':
        return { value: null };
      case 'mark':
        this.#mark(op.what, op.text, who);
        return { value: null };
      default:
        return unreachable(op);
    }
  }

  #make(path: string, inode: string): Answer {
    if (!this.names.has(path.slice(0, path.lastIndexOf('/')))) return { error: 'ENOENT' };
    this.#name(path, inode);
    this.setInode(inode, { isFolder: false, text: '', writtenS: this.nowS });
    return { value: inode };
  }

  #put(inode: string, text: string): void {
    this.setInode(inode, { isFolder: false, text, writtenS: this.nowS });
  }

  /** Puts a line into the pipe of an actor. */
  post(to: string, text: string): void {
    this.letters = new Map(this.letters).set(to, [...(this.letters.get(to) ?? []), text]);
  }

  #start(host: string, dir: string): Answer {
    const wrong: string[] = [];
    const run = dir.slice(0, dir.lastIndexOf('/'));
    const others = [...this.jobs].filter(([other]) => other.startsWith(`${run}/`));
    for (const [other, job] of others) {
      if (other === dir) wrong.push(`${dir} begins twice`);
      else if (job.state === 'alive') wrong.push(`${dir} begins while ${other} is at work`);
      if (/^\{"exit":0.*\}$/m.test(this.textOf(`${other}/outcome`) ?? ''))
        wrong.push(`${dir} begins although ${other} has ended well`);
    }
    const claim = (this.textOf(`${dir}/claim`) ?? '').split('\n').find((line) => /^\{.*\}$/.test(line)) ?? '';
    if (/"revoked":true/.test(claim)) wrong.push(`${dir} is revoked and begins`);
    if (this.revoked.includes(run)) wrong.push(`${run} was taken back, and ${dir} begins`);
    this.wrong = [...this.wrong, ...wrong];
    const pid = 9000 + Number(dir.slice(dir.lastIndexOf('/') + 1));
    this.setJob(dir, { pid, host, state: 'alive' });
    return { value: pid };
  }

  #mark(what: Extract<Op, { kind: 'mark' }>['what'], text: string, who: Who): void {
    switch (what) {
      case 'enters':
        if (this.holders.length > 0)
          this.wrong = [...this.wrong, `${who.name} holds what ${this.holders.join(', ')} holds`];
        this.holders = [...this.holders, who.name];
        return;
      case 'leaves':
        this.holders = this.holders.filter((one) => one !== who.name);
        return;
      case 'refused':
        if (!text.startsWith('another runner works')) this.wrong = [...this.wrong, `${who.name} is refused: ${text}`];
        return;
      case 'revoked':
        this.revoked = [...this.revoked, text];
        return;
      case 'told to end':
        return;
      default:
        unreachable(what);
    }
  }
}

function filesKey(names: ReadonlyMap<string, string>, inodes: ReadonlyMap<string, Inode>): string {
  const lines = [...names].map(([path, inode]) => {
    const { text, isFolder, writtenS } = inodes.get(inode) as Inode; // every name has one
    return `${path}=${inode}:${isFolder ? '/' : text}@${writtenS}`;
  });
  const named = new Set(names.values());
  for (const [inode, { text }] of inodes) if (!named.has(inode)) lines.push(`${inode}:${text}`);
  return lines.sort().join(' ');
}
