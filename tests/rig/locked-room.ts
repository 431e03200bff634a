// SPDX-License-Identifier: MIT
import { spawn } from 'node:child_process';
import type { Ended } from './sandbox.ts';

/** Only folder of a locked room that can be written: an empty file system in memory. */
export const ROOM = '/tmp';

/**
 * Bash text that locks the door: every file system but a fresh one at ROOM becomes read-only, in a mount namespace of our
 * own. It is tried before anything hostile is: a folder that could be written after all ends it with exit code 99.
 */
const LOCK = `
set -eu
mount --make-rprivate /
outer=$(dirname "$PWD")
# A project that lies where the room will be is kept at hand and put back at its place in the room.
case "$PWD/" in ${ROOM}/*) mount --bind "$PWD" /mnt; outer=/; ;; esac
# The deepest first, so that each is still found by its name; what is no mount any more (a service's own) is hidden below.
findmnt -rno TARGET | sort -r | while IFS= read -r place; do
  mount -o remount,bind,ro "$(printf '%b' "$place")" 2>/dev/null || :
done
mount -t tmpfs -o size=64m tmpfs ${ROOM}
case "$PWD/" in ${ROOM}/*)
  mkdir -p "$PWD"
  mount --bind /mnt "$PWD"
  mount -o remount,bind,ro "$PWD"
  umount /mnt
  cd "$PWD"
esac
for place in / /etc /root /home /usr /var /var/tmp /opt /srv /mnt /dev/shm /run "$PWD" "$PWD/node_modules" "$outer"; do
  [ -d "$place" ] || continue
  if touch "$place/.ksweep-probe" 2>/dev/null; then rm -f "$place/.ksweep-probe"; echo "$place can be written" >&2; exit 99; fi
done
exec "$@"
`;

/** Runs a program where nothing but ROOM can be written, and that is gone afterwards; `killAfterMs` ends it. */
export function runLocked(command: readonly string[], cwd: string, killAfterMs: number): Promise<Ended> {
  return new Promise((done, failed) => {
    const child = spawn(
      'unshare',
      ['-m', '--pid', '--fork', '--kill-child', '--mount-proc', 'bash', '-c', LOCK, 'locked-room', ...command],
      {
        cwd,
        env: { PATH: process.env.PATH, HOME: '/tmp', LANG: 'C.UTF-8', NO_COLOR: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    child.on('error', failed);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      done({ code, signal, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
    });
  });
}
