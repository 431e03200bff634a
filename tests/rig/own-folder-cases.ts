// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { checkWords, numbersTo, otherFolder } from './other-user.ts';
import type { TortureCase } from './torture-case.ts';

/** What a job of a user without rights does to the places that are its own, as bash text; some of it before it reports, some after. */
const ATTACKS: Readonly<Record<string, string>> = {
  'takes the right to write from its folder': 'chmod -R a-w "$SWEEP_OUT_DIR"',
  'takes every right from its folder': 'chmod 000 "$SWEEP_OUT_DIR"',
  'takes the right to write from its attempt': 'chmod -R a-w "$SWEEP_ATTEMPT_DIR"',
  'takes every right from its attempt': 'chmod 000 "$SWEEP_ATTEMPT_DIR"',
  'takes the right to write from all its attempts': 'chmod -R a-w "$SWEEP_ATTEMPT_DIR/.."',
  'removes its attempt': 'rm -rf "$SWEEP_ATTEMPT_DIR"',
  'removes all its attempts': 'rm -rf "${SWEEP_ATTEMPT_DIR%/*}"',
  'removes its folder': 'rm -rf "$SWEEP_OUT_DIR"',
  'removes its folder and puts a file there': 'rm -rf "$SWEEP_OUT_DIR"; echo x >"$SWEEP_OUT_DIR"',
  'removes its folder and puts a pipe there': 'rm -rf "$SWEEP_OUT_DIR"; mkfifo "$SWEEP_OUT_DIR"',
  'removes its folder and puts a link there': 'rm -rf "$SWEEP_OUT_DIR"; ln -s /nowhere/there "$SWEEP_OUT_DIR"',
  'makes its folder anew':
    'cp -r "$SWEEP_OUT_DIR" /tmp/own-$$; rm -rf "$SWEEP_OUT_DIR"; cp -r /tmp/own-$$ "$SWEEP_OUT_DIR"; rm -rf /tmp/own-$$',
  'moves its folder away': 'mv "$SWEEP_OUT_DIR" "$SWEEP_OUT_DIR.moved"',
  'puts a folder where its outcome comes': 'mkdir "$SWEEP_ATTEMPT_DIR/outcome"',
  'puts a pipe where its outcome comes': 'mkfifo "$SWEEP_ATTEMPT_DIR/outcome"',
  'puts an unreadable file where its outcome comes':
    ': >"$SWEEP_ATTEMPT_DIR/outcome"; chmod 000 "$SWEEP_ATTEMPT_DIR/outcome"',
  'writes an outcome of its own': 'echo \'{"exit":0,"at":1e999,"cause":{}}\' >"$SWEEP_ATTEMPT_DIR/outcome"',
  'puts a pipe for its claim': 'rm -f "$SWEEP_ATTEMPT_DIR/claim"; mkfifo "$SWEEP_ATTEMPT_DIR/claim"',
  'puts a folder for its log': 'rm -f "$SWEEP_ATTEMPT_DIR/output.log"; mkdir "$SWEEP_ATTEMPT_DIR/output.log"',
  'makes its metrics a pipe': 'm=$SWEEP_OUT_DIR/training_metrics.json; rm -f "$m"; mkfifo "$m"',
  'makes its metrics a device without end': 'm=$SWEEP_OUT_DIR/training_metrics.json; rm -f "$m"; ln -s /dev/zero "$m"',
  'makes its metrics unreadable': 'chmod 000 "$SWEEP_OUT_DIR/training_metrics.json"',
  'makes its metrics huge': 'truncate -s 600M "$SWEEP_OUT_DIR/training_metrics.json"',
  'makes its metrics a ring of links':
    'm=$SWEEP_OUT_DIR/training_metrics.json; rm -f "$m"; ln -s training_metrics.json "$m"',
  'removes its configuration': 'rm -f "$SWEEP_CONFIG"',
};

/** The attacked run is the second of three. It ends as its exit code says, the others are done, and each command still works. */
function ownFolderCase(what: string, attack: string, exit: number): TortureCase {
  return {
    name: `a job ${what} and ends with ${exit}`,
    play: async (folder) => {
      const job = [
        'echo "{\\"score\\": $CONFIG_A}" >"$SWEEP_OUT_DIR/training_metrics.json"',
        `if [ "$CONFIG_A" = 2 ] && [ ! -e calm ]; then ${attack}; exit ${exit}; fi`,
      ].join('\n');
      const sweep = await otherFolder(folder, 3, job);
      try {
        const options = ['--gpus', '-1', '--max-failures', '0', '--reports', 'csv'];
        const ran = await sweep.script('run-test-matrix', options);
        checkWords(ran);
        assert.ok(ran.code === 0 || ran.code === 1, `exit code ${ran.code}: ${ran.stderr}`);
        const statuses = [...sweep.state().runs.values()].map((run) => run.status);
        assert.deepEqual(statuses, ['done', exit === 0 ? 'done' : 'failed', 'done'], `${ran.stdout}${ran.stderr}`);
        assert.deepEqual(sweep.begun(), numbersTo(3), 'each run began once');
        for (const name of ['status', 'report', 'cancel']) {
          const { code, ...ended } = await sweep.script(name, name === 'report' ? ['--reports', 'csv'] : []);
          checkWords({ code, ...ended });
          assert.ok(code === 0 || code === 1, `${name} exits with ${code}: ${ended.stderr}`);
        }
        spawnSync('touch', [`${sweep.dir}/calm`]);
        const again = await sweep.script('run-test-matrix', ['--resume-latest', '--retry-failed', ...options]);
        checkWords(again);
        const last = [...sweep.state().runs.values()].map((run) => run.status);
        assert.equal(last.filter((status) => status === 'done').length >= 2, true, `${again.stdout}${again.stderr}`);
      } finally {
        spawnSync('chmod', ['-R', 'u+rwX', folder]);
      }
    },
  };
}

const BOTH = Object.entries(ATTACKS).flatMap(([what, attack]) => [
  ownFolderCase(what, attack, 0),
  ownFolderCase(what, attack, 3),
]);

/** Cases of jobs that attack their own folder. */
export const OWN_FOLDER_CASES: readonly TortureCase[] = BOTH;
/** Those that a run of all tests plays: every seventh. */
export const OWN_FOLDER_IN_TEST: readonly TortureCase[] = BOTH.filter((_, i) => i % 7 === 0);
