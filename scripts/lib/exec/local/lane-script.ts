// SPDX-License-Identifier: MIT
import { shellQuote } from '../../core/shell-quote.ts';
import type { LaunchSpec } from '../engine/backend.ts';

/**
 * The wrapper of local runs: a bash that takes one request after the other from its standard input and runs each as a
 * process group of its own. It outlives a killed runner: the job it has goes on, its outcome is written, then the end of
 * its input ends it. Builtins only, so a run costs one fork and the exec of its own `bash -c`.
 *
 * A request is `<bytes>\n<text>`; the text sets the variables dir, devices, prelude and command (see `laneRequest`).
 * Answers on standard output: `s <group> <epoch> <uptime>` started, `e <exit> <epoch> <uptime>` ended, `w ...` ended but the outcome
 * cannot be written yet, `x ...` ended and no waiting makes it possible to write that down, `l` the claim is
 * another's or cannot be written, `d` the attempt's folder is gone.
 * Runs with -p, so that no function of the environment replaces a builtin, and under LC_ALL=C (bytes, and a point in
 * EPOCHREALTIME) that is not exported: taking it back in each child would load the caller's locale twice a run.
 */
export const LANE_SCRIPT = `
declare +x LC_ALL=C
set -m
trap : PIPE
host=$1 grace=$2
read -r boot </proc/sys/kernel/random/boot_id
read -r stat </proc/self/stat
set -- \${stat##*) }
start=\${20}
now() { # both clocks: the one that is set, and the one that nobody sets
  at=$EPOCHREALTIME
  read -r up _ </proc/uptime || up=null
}
pause() { # seconds; a pipe of our own that nobody writes to is a clock that needs no process
  [[ -n \${clock-} ]] || exec {clock}<> <(:)
  read -rt "$1" -u "$clock" _
}
leftovers() { # what the command left behind in its group
  kill -TERM -- "-$1"
  local n
  for ((n = 0; n < grace * 20; n++)); do
    kill -0 -- "-$1" || return
    pause 0.05
  done
  kill -KILL -- "-$1"
}
never() { # can this file not be appended to, however long one waits? Opening a pipe would wait for a reader.
  [[ ! -L $1 ]] || return 0
  if [[ -e $1 ]]; then [[ ! -f $1 || ! -w $1 ]]; else [[ ! -w \${1%/*} ]]; fi
}
attempt() {
  [[ -z \${clock-} ]] || exec {clock}>&-
  eval "$prelude"
  exec -a bash "$BASH" -c "$command"
}
while read -r length && read -r -N "$length" request; do
  eval "$request"
  set -C
  now
  # Opened once: a log that cannot be opened is no start, and must not look like the end of a command.
  # The claim: made exclusively, written at its end, read again. Where that took long, a runner may have written its own line first.
  if never "$dir/output.log" || ! exec {log}>>"$dir/output.log" || ! : >"$dir/claim" ||
    ! printf '{"pid":%d,"start":"%s","boot":"%s","host":"%s","at":%s,"up":%s,"job":null,"devices":"%s"}\\n' \\
      "$$" "$start" "$boot" "$host" "$at" "$up" "$devices" >>"$dir/claim" ||
    ! read -r owner <"$dir/claim" || [[ $owner != "{\\"pid\\":$$,\\"start\\":\\"$start\\"",* ]]; then
    set +C
    [[ -z \${log-} ]] || exec {log}>&-
    log=
    printf 'l\\n'
    continue
  fi
  set +C
  { attempt </dev/null 1>&"$log" 2>&1 {log}>&- & } 2>&1 # a fork that fails is said, with the system's word
  job=$!
  exec {log}>&-
  log=
  printf 's %d %s %s\\n' "$job" "$at" "$up"
  wait "$job"
  code=$?
  # Not wait -f: bash 5.2 reads a freed job there and may spin for ever. Without it wait also returns for a stopped job.
  while ((code > 128)) && kill -0 "$job"; do
    pause 0.2
    wait "$job"
    code=$?
  done
  now
  kill -0 -- "-$job" && leftovers "$job"
  line="{\\"exit\\":$code,\\"at\\":$at,\\"up\\":$up,\\"cause\\":null}"
  if [[ -d $dir ]] && never "$dir/outcome"; then
    printf 'x %d %s %s\\n' "$code" "$at" "$up"
  elif printf '%s\\n' "$line" >>"$dir/outcome"; then
    printf 'e %d %s %s\\n' "$code" "$at" "$up"
  elif [[ ! -d $dir ]]; then
    printf 'd %d %s %s\\n' "$code" "$at" "$up"
  else
    printf 'w %d %s %s\\n' "$code" "$at" "$up"
    reserve=\${dir%/.attempts/*}/.reserve # room that is kept for this
    [[ -L $reserve || ! -f $reserve ]] || : >"$reserve"
    until [[ ! -d $dir ]] || never "$dir/outcome" || printf '\\n%s\\n' "$line" >>"$dir/outcome"; do pause 1; done
    printf 'e %d %s %s\\n' "$code" "$at" "$up"
  fi
done 2>/dev/null # what cannot be done is answered, not printed
`;

/** Returns the text that tells a lane to run an attempt. Every value is one quoted word. */
export function laneRequest(spec: LaunchSpec, callersLocale: string | undefined): string {
  const text = [
    `dir=${shellQuote(spec.attemptDir)}`,
    `devices=${shellQuote(spec.devices.join(','))}`,
    `prelude=${shellQuote(prelude(spec, callersLocale))}`,
    `command=${shellQuote(spec.command)}`,
  ].join('\n');
  return `${Buffer.byteLength(text)}\n${text}`;
}

/** Shell text that makes the environment and the folder of a run. */
function prelude(spec: LaunchSpec, callersLocale: string | undefined): string {
  const exports: string[] = [];
  const unsets: string[] = [];
  const env = { ...(callersLocale === undefined ? {} : { LC_ALL: callersLocale }), ...spec.env };
  for (const [name, value] of Object.entries(env)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      throw new Error(`internal: ${name} cannot be a variable of the environment`);
    if (value === null) unsets.push(name);
    else exports.push(`${name}=${shellQuote(value)}`);
  }
  const lines = [`cd -- ${shellQuote(spec.cwd)} || exit 126`];
  if (unsets.length > 0) lines.push(`unset -v ${unsets.join(' ')}`);
  if (exports.length > 0) lines.push(`export ${exports.join(' ')}`);
  return lines.join('\n');
}
