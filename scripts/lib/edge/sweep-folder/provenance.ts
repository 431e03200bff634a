// SPDX-License-Identifier: MIT
import { execFileSync } from 'node:child_process';
import { arch, cpus, hostname, release, totalmem } from 'node:os';
import { RECORDED_VARIABLES } from '../../core/schedulers/index.ts';
import { readTextIfExists } from '../files.ts';
import { KSWEEP_VERSION } from '../installation.ts';

/** Where and from what code a sweep was started. Recorded and compared, never part of a run's identity. */
export interface Provenance {
  readonly host: string;
  readonly system: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly node: string;
  /** Version of ksweep; missing in sweeps of 0.1. */
  readonly ksweep?: string;
  /** Version of the NVIDIA kernel driver; null without one. */
  readonly nvidiaDriver: string | null;
  readonly git: GitState | null;
  /** Variables of the allow-list only: never a secret. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface GitState {
  /** Top folder of the work tree. */
  readonly top: string;
  readonly commit: string;
  readonly branch: string;
  readonly isDirty: boolean;
}

/** Names that say something about how a run computes and hold no secret; TF_... are TensorFlow's, and not all Terraform's. */
const ALLOWED =
  /^(PATH|LANG|LC_[A-Z]+|TZ|SHELL|USER|VIRTUAL_ENV|CONDA_(DEFAULT_ENV|PREFIX)|PYTHONPATH|PYTHONHASHSEED|LD_LIBRARY_PATH|CUDA_(HOME|VISIBLE_DEVICES|DEVICE_ORDER)|NVIDIA_VISIBLE_DEVICES|HIP_VISIBLE_DEVICES|ROCR_VISIBLE_DEVICES|OMP_[A-Z_]+|MKL_[A-Z_]+|OPENBLAS_NUM_THREADS|NUMEXPR_NUM_THREADS|XLA_FLAGS|TF_(?!VAR_|TOKEN_|CLI_)[A-Z_]+|TORCH_[A-Z_]+|NCCL_[A-Z_]+|LOADEDMODULES)$/;

const SECRET = /TOKEN|SECRET|PASSW|CREDENTIAL|_KEY/;

/** Returns the provenance of a sweep whose commands run in `cwd`. */
export function readProvenance(cwd: string, env: Readonly<Record<string, string | undefined>>): Provenance {
  const environment = Object.fromEntries(
    Object.entries(env).filter(
      ([name, value]) =>
        (ALLOWED.test(name) || RECORDED_VARIABLES.has(name)) && !SECRET.test(name) && value !== undefined,
    ),
  ) as Record<string, string>;
  return {
    host: hostname(),
    system: `Linux ${release()} ${arch()}`,
    cpus: cpus().length,
    memoryBytes: totalmem(),
    node: process.version,
    ksweep: KSWEEP_VERSION,
    nvidiaDriver:
      /Kernel Module(?: for \S+)?\s+(\S+)/.exec(readTextIfExists('/proc/driver/nvidia/version') ?? '')?.[1] ?? null,
    git: readGit(cwd),
    environment,
  };
}

/** Returns the state of the work tree a folder lies in; null when it lies in none. */
export function readGit(cwd: string): GitState | null {
  const top = git(cwd, ['rev-parse', '--show-toplevel'])?.trim();
  const commit = git(cwd, ['rev-parse', 'HEAD'])?.trim();
  if (top === undefined || commit === undefined) return null;
  return {
    top,
    commit,
    branch: git(cwd, ['rev-parse', '--abbrev-ref', 'HEAD'])?.trim() ?? '',
    isDirty: (git(top, ['status', '--porcelain', '-uno']) ?? '') !== '',
  };
}

/** Says how the code differs from what a sweep was started with; undefined when it does not, or nobody can know. */
export function describeCodeChange(before: GitState | null, cwd: string): string | undefined {
  const now = before === null ? null : readGit(cwd);
  if (before === null || now === null) return undefined;
  if (now.commit !== before.commit)
    return `the code is at commit ${now.commit.slice(0, 8)}; the sweep was started at ${before.commit.slice(0, 8)}`;
  if (now.isDirty !== before.isDirty)
    return now.isDirty
      ? 'the code has changes that are not committed; when the sweep was started it had none'
      : 'the code had changes that were not committed when the sweep was started; now it has none';
  return undefined;
}

/** Returns what differs from the commit, as a patch that git apply takes; '' when nothing does. */
export function readDirtyPatch(top: string): string {
  return git(top, ['diff', '--binary', 'HEAD']) ?? '';
}

/** Output of git; undefined when it fails or is not there. */
export function git(cwd: string, args: readonly string[], input?: string): string | undefined {
  try {
    return execFileSync('git', args, {
      cwd,
      encoding: 'utf8',
      input: input ?? '',
      stdio: ['pipe', 'pipe', 'ignore'],
      maxBuffer: 1 << 30,
    });
  } catch {
    return undefined;
  }
}
