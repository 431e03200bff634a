# SPDX-License-Identifier: MIT
# Runs the runs of one array task. Sourced by the array script (slurm-array.sh.hbs, lsf-array.sh.hbs), which sets:
#   ks_sweep      the sweep folder            ks_batch    the folder of this array (holds tasks)
#   ks_index      this task, counted from 0   ks_job      this task for people: <array>_<task>
#   ks_host       this node                   ks_devices  GPUs given, with commas, or nothing
#   ks_heartbeat  seconds between two beats   ks_scratch  folder of the node to work in, or nothing
#   ks_signal     signal that comes before the time limit, or none; ks_lead: so many seconds before it
#   ks_requeue    a function that asks the scheduler to start this task again; 0: it will
# Needs bash 5, and of coreutils mkdir and ln (and cp, mv, rm, mktemp with ks_scratch). Everything it tells stands
# in the run folders: claim (who has the attempt), heartbeat, output.log, outcome. No lock is shared between nodes.
set -f +m
ks_exit=0 ks_limit='' ks_term='' ks_pid='' ks_keeper_pid=''

ks_say() { printf 'ksweep: %s: %s\n' "$ks_job" "$*" >&2; }
# ks_s: seconds since 1970 with microseconds (some locales write a comma), as the node is set. ks_up: seconds since its
# boot, which nobody sets, or null; ks_us: the same in microseconds, to measure by.
ks_now() {
  local t=$EPOCHREALTIME ks_micro_is
  ks_s=${t/[^0-9]/.}
  if { read -r ks_up _ </proc/uptime; } 2>/dev/null; then ks_micro "$ks_up"; ks_us=$ks_micro_is; else ks_up=null ks_us=${t//[^0-9]/}; fi
}
ks_micro() { local whole=${1%%.*} part; [[ $1 == *.* ]] && part=${1#*.} || part=''; part=${part}000000; ks_micro_is=$((10#${whole:-0} * 1000000 + 10#${part:0:6})); }
# A sleep of builtins: a pipe that this shell holds open at both ends never has anything to read.
ks_nap() { local word; [[ ${ks_nap_shell-} == "$BASHPID" ]] || { exec {ks_quiet}<> <(:); ks_nap_shell=$BASHPID; }; read -r -t "$1" -u "$ks_quiet" word || :; }
ks_plain() { ks_plain_is=${1//[^A-Za-z0-9_.,:=+-]/_}; }

# Claims attempt $ks_attempt: exclusive creation, so of two that try one gets it, over NFS too.
ks_claim() {
  local start boot host devices claim
  { read -r start </proc/$$/stat; } 2>/dev/null || start=''
  start=${start##*) }; set -- $start; start=${20-}
  { read -r boot </proc/sys/kernel/random/boot_id; } 2>/dev/null || boot=''
  ks_plain "$ks_host"; host=$ks_plain_is
  ks_plain "$ks_devices"; devices=$ks_plain_is
  set -C
  { exec {claim}>"$ks_at/claim"; } 2>/dev/null || { set +C; return 1; }
  set +C
  ks_now
  # Opened: owned, even when a full disk then takes no text.
  printf '{"pid":%d,"start":"%s","boot":"%s","host":"%s","at":%s,"up":%s,"job":"%s","devices":"%s"}\n' \
    "$$" "$start" "$boot" "$host" "$ks_s" "$ks_up" "$ks_job" "$devices" >&"$claim" || ks_say "cannot write into $ks_at/claim"
  exec {claim}>&-
}

# Reads the claim and the outcome of the attempt folder $1 into ks_owner (a job, other, or nothing when the claim is
# torn), ks_ended (the exit code, or nothing) and ks_cause.
ks_look() {
  local text='' line
  ks_owner='' ks_ended='' ks_cause=''
  { read -r text <"$1/claim"; } 2>/dev/null || text=''
  if [[ $text =~ \"job\":\"([^\"]*)\" ]]; then ks_owner=${BASH_REMATCH[1]}; elif [[ $text == '{'*'}' ]]; then ks_owner=other; fi
  [[ -e $1/outcome ]] || return 0
  while IFS= read -r line; do           # a line without its newline is torn and does not count
    [[ $line =~ ^\{\"exit\":([0-9]+),.*\}$ ]] || continue
    ks_ended=${BASH_REMATCH[1]} ks_cause=''
    [[ $line =~ \"cause\":\"([^\"]*)\" ]] && ks_cause=${BASH_REMATCH[1]}
  done <"$1/outcome"
}

ks_beat() { ks_now; { printf '%s\n' "$ks_s" >"$ks_at/heartbeat"; } 2>/dev/null || :; }

# Waits until the attempt in folder $1 has an outcome or its heartbeat stood still for three periods, by the clock
# of this node alone. Fails when this task is told to stop meanwhile.
ks_await_silence() {
  local seen='' text since nap
  ks_micro "$ks_heartbeat"; local period=$ks_micro_is
  nap=$(ks_tick)
  ks_now; since=$ks_us
  while [[ -z $ks_term ]]; do
    ks_look "$1"; [[ -z $ks_ended ]] || return 0
    text=''; { read -r text <"$1/heartbeat"; } 2>/dev/null || :
    ks_now
    [[ $text == "$seen" ]] || { seen=$text since=$ks_us; }
    ((ks_us - since < 3 * period)) || return 0
    ks_beat; ks_nap "$nap"
  done
  return 1
}

# The longest nap: a second, or a third of a short heartbeat.
ks_tick() { ks_micro "$ks_heartbeat"; if ((ks_micro_is >= 3000000)); then echo 1; else printf '0.%06d' $((ks_micro_is / 3)); fi; }

# TERM to the group of the run, KILL when the grace has passed. Beats on: a successor waits for the outcome.
ks_end_group() {
  local until
  kill -0 -- "-$ks_pid" 2>/dev/null || return 0
  kill -TERM -- "-$ks_pid" 2>/dev/null; kill -CONT -- "-$ks_pid" 2>/dev/null
  ks_micro "$ks_grace"; ks_now; until=$((ks_us + ks_micro_is))
  while kill -0 -- "-$ks_pid" 2>/dev/null; do
    ks_now; ((ks_us < until)) || { kill -KILL -- "-$ks_pid" 2>/dev/null; return 0; }
    ks_beat; ks_nap 0.1
  done
}

ks_stop() { printf '%s\n' "$1" >"$ks_at/stop"; ks_end_group; }

# Runs beside the run: beats, and ends it when its time is up, when a newer attempt was claimed (the scheduler took
# this node for dead), or when the task's own shell is gone.
ks_keeper() {
  local period nap next deadline='' limit_deadline='' wanted=''
  trap 'wanted=end' TERM; trap 'wanted=limit' USR2; trap '' INT HUP USR1
  ks_micro "$ks_heartbeat"; period=$ks_micro_is; nap=$(ks_tick); next=0
  ks_now; [[ $ks_timeout == - ]] || { ks_micro "$ks_timeout"; deadline=$((ks_us + ks_micro_is)); }
  while :; do
    ks_now
    if ((ks_us >= next)); then
      ks_beat; next=$((ks_us + period))
      [[ ! -e $ks_next/claim ]] || { ks_stop superseded; return; }
      [[ ! -e $ks_at/stop ]] || { ks_end_group; return; }   # a runner wrote why
    fi
    kill -0 "$$" 2>/dev/null || { ks_end_group; return; }
    [[ -z $deadline ]] || ((ks_us < deadline)) || { ks_stop timeout; return; }
    [[ -z $limit_deadline ]] || ((ks_us < limit_deadline)) || { ks_stop 'time limit'; return; }
    case $wanted in
      end) ks_end_group; return ;;
      limit) limit_deadline=$((ks_us + ks_lead * 750000)) wanted='' ;;   # three quarters of the lead
    esac
    ks_nap "$nap"
  done
}

ks_on_limit() {
  ks_limit=1 ks_interrupted=1
  [[ -n $ks_pid ]] || return 0
  kill -"$ks_signal" -- "-$ks_pid" 2>/dev/null || :
  # Only who can be started again is ended before the limit; the others may use all of their time.
  if ((ks_attempt - ks_first < ks_retries)) && [[ -n $ks_keeper_pid ]]; then kill -USR2 "$ks_keeper_pid" 2>/dev/null || :; fi
}
ks_on_term() {
  ks_term=1 ks_interrupted=1
  [[ -z $ks_pid ]] || kill -TERM -- "-$ks_pid" 2>/dev/null || :
  [[ -z $ks_keeper_pid ]] || kill -TERM "$ks_keeper_pid" 2>/dev/null || :
}

# One line, the last thing written. Tried again for a minute: a full disk must not lose it.
ks_outcome() {  # EXIT CAUSE MORE
  local cause=null lead='' try
  [[ -z $2 ]] || cause="\"$2\""
  for ((try = 0; try < 60; try++)); do
    ks_now
    { printf '%s{"exit":%d,"at":%s,"up":%s,"cause":%s%s}\n' "$lead" "$1" "$ks_s" "$ks_up" "$cause" "${3-}" >>"$ks_at/outcome"; } 2>/dev/null && return 0
    lead=$'\n'; ks_nap 1
  done
  ks_say "cannot write $ks_at/outcome"
}

# Scratch: the run works in a folder of the node; $ks_work is empty without one.
ks_scratch_open() {
  local base=$ks_scratch name file
  ks_work=''
  [[ -n $base ]] || return 0
  if [[ $base == '$'* ]]; then name=${base%%/*}; name=${name#?}; base=${!name-}${base#"\$$name"}; fi
  if [[ $base == /* ]] && mkdir -p -- "$base"; then ks_work=$(mktemp -d "$base/ksweep-XXXXXXXX"); fi
  [[ -n $ks_work ]] || { ks_say "no scratch folder at ${base:-$ks_scratch}"; return 1; }
  set +f
  for file in "$ks_dir"/* "$ks_dir"/.[!.]*; do
    case ${file##*/} in attempts | output.log | launch.sh | .incoming-* | '*' | '.[!.]*') continue ;; esac
    cp -a -- "$file" "$ks_work/" || { set -f; return 1; }
  done
  set -f
}
# Copied beside their places first, then renamed one by one: a reader never sees half a file.
ks_scratch_close() {
  local in=$ks_dir/.incoming-$ks_attempt file to bad=''
  [[ -n $ks_work ]] || return 0
  if ! { rm -rf -- "$in" && mkdir -- "$in" && cp -a -- "$ks_work/." "$in/"; }; then
    ks_say "cannot copy $ks_work to $ks_dir; it stays on $ks_host"
    rm -rf -- "$in"
    return 1
  fi
  set +f
  for file in "$in"/* "$in"/.[!.]*; do
    case ${file##*/} in attempts | output.log | '*' | '.[!.]*') continue ;; esac
    to=$ks_dir/${file##*/}
    if [[ -d $to && ! -L $to ]]; then rm -rf -- "$to"; fi
    mv -T -f -- "$file" "$to" || bad=1
  done
  set -f
  rm -rf -- "$in"
  [[ -z $bad ]] && rm -rf -- "$ks_work"
}

# Starts the command in its own process group and waits for it; ks_code is its exit code.
ks_execute() {
  ks_code=0
  set -m
  (
    trap - TERM USR1 USR2 INT HUP
    [[ -z ${ks_quiet-} ]] || exec {ks_quiet}>&-
    source "$ks_launch" || { printf 'launch\n' >"$ks_at/stop"; exit 127; }
    export SWEEP_ATTEMPT_DIR=$ks_at
    if [[ -n $ks_work ]]; then export SWEEP_OUT_DIR=$ks_work SWEEP_CONFIG=$ks_work/${SWEEP_CONFIG##*/}; fi
    # The trap keeps the shell of the command alive when the signal comes; its programs get the default again.
    [[ $ks_signal == none ]] || ks_command="trap : $ks_signal; $ks_command"
    # Stays beside the command to write its exit code down: bash's own wait loses it (-1) now and then when a signal
    # arrives in the moment in which the command ends.
    set +m
    trap : TERM USR1 USR2 INT HUP
    "$BASH" -c "$ks_command"
    ks_code=$?
    printf '%d\n' "$ks_code" >"$ks_at/exit"
    exit "$ks_code"
  ) </dev/null >>"$ks_at/output.log" 2>&1 &
  ks_pid=$!
  set +m
  ks_keeper </dev/null >/dev/null &
  ks_keeper_pid=$!
  disown "$ks_keeper_pid"
  if [[ -n $ks_term ]]; then ks_on_term; elif [[ -n $ks_limit ]]; then ks_on_limit; fi   # what came before ks_pid was set
  while ks_interrupted=''; wait "$ks_pid" 2>/dev/null; ks_code=$?; [[ -n $ks_interrupted ]]; do :; done
  { read -r ks_code <"$ks_at/exit"; } 2>/dev/null || ((ks_code >= 0)) || ks_code=143
  ks_end_group   # children that outlived the command
  # A scheduler that ends a task signals its processes one after the other, the run perhaps before this shell.
  [[ $ks_code == 0 || -n $ks_term || -n $ks_limit || -e $ks_at/stop ]] || ks_nap 0.5
  kill -KILL "$ks_keeper_pid" 2>/dev/null || :
  ks_keeper_pid=''
}

# Takes the next attempt that nobody has; fails when there is nothing (left) to do here.
ks_take() {
  local before=''
  ks_attempt=$ks_first
  while :; do
    ks_at=$ks_attempts/$ks_attempt
    [[ -d $ks_at ]] || mkdir -p -- "$ks_at" || { ks_say "cannot make $ks_at"; return 1; }
    ! ks_claim || break
    [[ -e $ks_at/claim ]] || { ks_say "cannot make $ks_at/claim"; return 1; }
    ks_look "$ks_at"
    if [[ -n $ks_ended ]]; then
      case $ks_ended:$ks_cause in 0:*) return 1 ;; *:'time limit' | *:terminated | *:superseded) ;; *) return 1 ;; esac
    elif [[ -n $ks_owner && $ks_owner != "$ks_job" ]]; then
      ks_say "${ks_dir##*/} attempt $ks_attempt is not ours: $ks_owner"; return 1
    else
      before=$ks_at   # an earlier copy of this very task, perhaps alive on a node that was taken for dead
    fi
    ks_attempt=$((ks_attempt + 1))
  done
  ks_next=$ks_attempts/$((ks_attempt + 1))
  if ((ks_attempt > ks_first)); then ln -sfn "$ks_link/$ks_attempt/output.log" "$ks_dir/output.log" 2>/dev/null || :; fi
  [[ -n $before ]] || return 0
  if ! ks_await_silence "$before"; then ks_outcome 143 terminated; return 1; fi
  # The earlier copy finished after all: its result counts, this attempt is none.
  if [[ $ks_ended == 0 ]]; then ks_outcome 0 redundant; return 1; fi
}

# What the run is built upon (DETACH hands it over before that is done) must have ended well and left its files. A scheduler that
# starts a need again, and files that come late over NFS, are given some seconds.
ks_needs_met() {
  local word rest attempt try nap
  [[ -e $ks_attempts/$ks_first/needs ]] || return 0
  nap=$(ks_tick)
  while IFS=' ' read -r word rest; do
    case $word in
      run)
        attempt=${rest%% *} rest=$ks_sweep/.attempts/${rest#* }
        for ((try = 0; try < 20; try++)); do
          while [[ -e $rest/$((attempt + 1))/claim ]]; do attempt=$((attempt + 1)); done
          ks_look "$rest/$attempt"
          [[ -z $ks_ended ]] || break
          [[ -z $ks_term ]] || break
          ks_beat; ks_nap "$nap"
        done
        [[ $ks_ended == 0 ]] || { ks_say "${rest#"$ks_sweep/.attempts/"} did not end well"; return 1; } ;;
      file) [[ -e $ks_sweep/$rest ]] || { ks_say "$rest is not there"; return 1; } ;;
    esac
  done <"$ks_attempts/$ks_first/needs"
}

ks_run() {  # FOLDER:ATTEMPT:TIMEOUT:GRACE:RETRIES
  local cause='' stop='' more=''
  local IFS=:; set -- $1; unset IFS
  ks_dir=$ks_sweep/$1 ks_first=$2 ks_timeout=$3 ks_grace=$4 ks_retries=$5 ks_pid='' ks_work=''
  # Beside the run folders: a program may remove its own. The way there from the run folder, for links.
  ks_attempts=$ks_sweep/.attempts/$1 ks_link=${1//[!\/]/}; ks_link=../${ks_link//\//../}.attempts/$1
  ks_launch=$ks_attempts/$ks_first/launch.sh
  ks_take || return 1
  ks_beat
  ks_needs_met || { ks_outcome 1 needs; return 0; }
  if ks_scratch_open; then ks_execute; else ks_code=1 stop=launch; fi
  [[ ! -e $ks_at/stop ]] || { read -r stop <"$ks_at/stop"; } 2>/dev/null || :
  if ! ks_scratch_close; then stop=scratch; [[ $ks_code != 0 ]] || ks_code=74; fi
  # Exit code 0 means finished, whatever was asked of the run before.
  if [[ $stop == launch || $stop == scratch ]]; then cause=$stop
  elif [[ $ks_code == 0 ]]; then cause=''
  elif [[ -n $stop ]]; then cause=$stop
  elif [[ -n $ks_term ]]; then cause=terminated; [[ -z $ks_limit ]] || cause='time limit'
  elif [[ -n $ks_limit ]]; then cause='time limit'
  fi
  ks_pid=''
  ((ks_code <= ks_exit)) || ks_exit=$ks_code
  if [[ $cause == 'time limit' && -z $ks_term ]] && ((ks_attempt - ks_first < ks_retries)); then
    # Told before it is asked: the answer may be a signal that leaves no time to tell anything.
    ks_outcome "$ks_code" "$cause" ',"requeued":true'
    ks_requeue && exit "$ks_exit"
    ks_say 'the scheduler does not start this task again'
    more=',"requeued":false'
  fi
  ks_outcome "$ks_code" "$cause" "$more"
}

ks_main() {
  local line word done=0 left=''
  [[ $ks_signal == none ]] || trap ks_on_limit "$ks_signal"
  trap ks_on_term TERM
  mapfile -t -s "$ks_index" -n 1 line <"$ks_batch/tasks" || { ks_say "cannot read $ks_batch/tasks"; exit 1; }
  for word in ${line[0]-}; do
    # Runs that share the task and found no time before the limit: the task comes again for them.
    [[ -z $ks_term && -z $ks_limit ]] || { left=1; break; }
    ks_run "$word" && done=$((done + 1))
  done
  if [[ -n $left && -z $ks_term ]] && ((done > 0)); then ks_requeue || ks_say 'the scheduler does not start this task again'; fi
  exit "$ks_exit"
}
ks_main
