// SPDX-License-Identifier: MIT

import { spawnSync } from 'node:child_process';
import type { TestContext } from 'node:test';

/** How to find out whether this machine has a tool: a bash line that succeeds when it does, and how to get the tool. */
const TOOLS = {
  python3: { probe: 'command -v python3', get: 'apt-get install python3' },
  'python3-sklearn': {
    probe: `python3 -c 'import importlib.util as u, sys; sys.exit(u.find_spec("sklearn") is None)'`,
    get: 'pip install -r examples/sklearn-digits/requirements.txt',
  },
  'python3-pandas': {
    probe: `python3 -c 'import importlib.util as u, sys; sys.exit(u.find_spec("pandas") is None)'`,
    get: 'pip install pandas',
  },
  'python3-yaml': {
    probe: `python3 -c 'import importlib.util as u, sys; sys.exit(u.find_spec("yaml") is None)'`,
    get: 'pip install pyyaml',
  },
  'python3-omegaconf': {
    probe: `python3 -c 'import importlib.util as u, sys; sys.exit(u.find_spec("omegaconf") is None)'`,
    get: 'pip install omegaconf',
  },
  'python3-yacs': {
    probe: `python3 -c 'import importlib.util as u, sys; sys.exit(u.find_spec("yacs") is None)'`,
    get: 'pip install yacs',
  },
  'python3-kconfiglib': {
    probe: `python3 -c 'import importlib.util as u, sys; sys.exit(u.find_spec("kconfiglib") is None)'`,
    get: 'pip install kconfiglib',
  },
  'python3-scipy': {
    probe: `python3 -c 'import importlib.util as u, sys; sys.exit(u.find_spec("scipy") is None)'`,
    get: 'pip install scipy',
  },
  'python3-hydra': {
    probe: `python3 -c 'import importlib.util as u, sys; sys.exit(u.find_spec("hydra") is None)'`,
    get: 'pip install hydra-core',
  },
  'python3-statsmodels': {
    probe: `python3 -c 'import numpy, scipy.stats, statsmodels.api'`,
    get: 'pip install numpy scipy statsmodels',
  },
  'python3-click': {
    probe: `python3 -c 'import importlib.util as u, sys; sys.exit(u.find_spec("click") is None)'`,
    get: 'pip install click',
  },
  tmpfs: {
    probe: 'd=$(mktemp -d) && mount -t tmpfs -o size=64k tmpfs "$d" && umount "$d" && rmdir "$d"',
    get: 'run as root',
  },
  namespaces: {
    probe: "unshare -m sh -c 'mount --make-rprivate / && mount -o remount,bind,ro /'",
    get: 'run as root, with util-linux',
  },
  'other user': {
    probe: 'setpriv --reuid 65534 --regid 65534 --clear-groups test -r scripts/start.cjs',
    get: 'run as root, with util-linux, in a folder that everybody may read',
  },
  strace: { probe: 'strace -o /dev/null true', get: 'apt-get install strace, where a process may trace its own' },
  cc: { probe: 'command -v cc', get: 'apt-get install gcc' },
  git: { probe: 'command -v git', get: 'apt-get install git' },
  slurm: { probe: 'command -v slurmctld && command -v slurmd && command -v sbatch', get: 'apt-get install slurm-wlm' },
  chromium: {
    probe: 'command -v chromium-headless-shell || command -v chromium || command -v chromium-browser',
    get: 'apt-get install chromium-headless-shell, or chromium',
  },
  tmux: { probe: 'command -v tmux', get: 'apt-get install tmux' },
  parallel: { probe: 'parallel --version | grep -q "^GNU parallel"', get: 'apt-get install parallel' },
  hyperfine: { probe: 'command -v hyperfine', get: 'apt-get install hyperfine' },
  'conf-6.12': {
    probe:
      'ls "${XDG_CACHE_HOME:-$HOME/.cache}"/ksweep-oracles/conf-6.12 || ls /usr/lib/linux-kbuild-6.12*/scripts/kconfig/conf',
    get: 'node --import tsx tests/rig/kconfig-conf.ts',
  },
  'conf-6.1': { probe: 'ls /usr/lib/linux-kbuild-6.1/scripts/kconfig/conf', get: 'apt-get install linux-kbuild-6.1' },
  kconfiglib: {
    probe: `python3 -c 'import importlib.util as u, sys; sys.exit(u.find_spec("kconfiglib") is None)'`,
    get: 'pip install kconfiglib',
  },
  'nvidia-smi': { probe: 'nvidia-smi -L', get: 'a machine with an NVIDIA GPU and its driver' },
} as const satisfies Record<string, { readonly probe: string; readonly get: string }>;

/** A tool that a test may need and a machine may lack. */
export type Tool = keyof typeof TOOLS;

const found = new Map<Tool, boolean>();

/** Tells whether this machine has the tool; asked once a process. */
export function hasTool(tool: Tool): boolean {
  let has = found.get(tool);
  if (has === undefined) {
    has = spawnSync('bash', ['-c', TOOLS[tool].probe], { stdio: 'ignore' }).status === 0;
    found.set(tool, has);
  }
  return has;
}

/**
 * Returns true when this machine has the tool; else skips the test, saying why, and returns false.
 * Throws instead of skipping when REQUIRE_ALL=1: a machine that claims to run everything must not skip in silence.
 */
export function needs(t: TestContext, tool: Tool): boolean {
  if (hasTool(tool)) return true;
  const why = `NOT TESTED: this machine lacks ${tool} (${TOOLS[tool].get})`;
  if (process.env.REQUIRE_ALL === '1') throw new Error(`${why}, and REQUIRE_ALL=1 allows no skips`);
  t.skip(why);
  return false;
}
