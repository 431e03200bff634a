// SPDX-License-Identifier: MIT

/**
 * Returns the shell text of a run: SWEEP_SETUP under `set -e`, then the command without. A line of the setup that fails, and an
 * `exit` in it, ends the run before its command begins; the file `stop` of its attempt says so, unless something else stopped
 * it. Both are one shell, so that functions, modules and virtual environments of the setup are there for the command.
 */
export function withSetup(setup: string, command: string): string {
  if (setup.trim() === '') return command;
  return `${BEFORE}${setup}\n${AFTER}${command}`;
}

// An end by a signal (128 and more) is not the setup's doing. A setup that sets an EXIT trap of its own keeps it.
const BEFORE = `ksweep_setup() {
  local code=$?
  if ((code < 128)) && [[ -n \${SWEEP_ATTEMPT_DIR-} && ! -e $SWEEP_ATTEMPT_DIR/stop ]]; then
    printf 'setup\\n' >"$SWEEP_ATTEMPT_DIR/stop"
  fi
  printf 'SWEEP_SETUP failed; the command was not started\\n' >&2
  exit "$((code == 0 ? 1 : code))"
}
trap ksweep_setup EXIT
set -e
`;
const AFTER = `set +e
[[ $(trap -p EXIT) != *ksweep_setup* ]] || trap - EXIT
unset -f ksweep_setup
`;
