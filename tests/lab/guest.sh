# What a scenario asserts with. Sourced in the guest before the scenario.
# shellcheck shell=bash

logs=/out/logs
declare -A background_pids=()

# Kept open, and built-ins wherever they do: in an emulated guest a check by way of mktemp, cat and rm takes a second.
exec {results_fd}>>/out/results {commands_fd}>>"$logs/commands.log" {never_fd}<> <(:)
pause() { read -r -t "$1" -u "$never_fd" || true; } # sleep without a process

# One line of the result. Written with one write, so that lines of several processes do not mix.
result() { printf '%s\n' "$*" >&"$results_fd"; }
note() { result "# $*"; }
ok() { result "ok $*"; }
not_ok() { result "not ok $*"; }
skip() { result "skip $*"; }

# check TEXT COMMAND…: one assertion: the command succeeds. The end of its output is shown only if it does not.
check() {
    local text=$1 status out=/tmp/check.$BASHPID started lines
    shift
    started=$(</proc/uptime)
    : >"$out"
    "$@" >>"$out" 2>&1
    status=$?
    printf '== [%s s] %s (exit code %s): %s\n%s\n' "${started%% *}" "$text" "$status" "$*" "$(<"$out")" >&"$commands_fd"
    if ((status == 0)); then ok "$text"; else
        not_ok "$text (exit code $status)"
        mapfile -t lines < <(tail -n 8 "$out")
        ((${#lines[@]} == 0)) || result "$(printf '#     %.300s\n' "${lines[@]}")"
    fi
    return "$status"
}

# must TEXT COMMAND…: a check without which the rest of the scenario makes no sense.
must() { check "$@" || { note "giving up: the rest depends on this"; exit 90; }; }

# check_fails TEXT COMMAND…: the command refuses (an exit code of its own; dying by a signal or a time limit does not count).
check_fails() {
    local text=$1
    shift
    check "$text" refuses "$@"
}
refuses() {
    local status
    "$@"
    status=$?
    echo "exit code $status"
    ((status > 0 && status < 124))
}

# check_equal TEXT GOT WANTED
check_equal() {
    if [[ $2 == "$3" ]]; then ok "$1"; else
        not_ok "$1"
        note "    got:    ${2:0:300}"
        note "    wanted: ${3:0:300}"
        return 1
    fi
}

# prints PATTERN COMMAND…: succeeds, and one line of its output matches the extended regular expression.
prints() {
    local pattern=$1 status out
    shift
    out=$("$@" 2>&1)
    status=$?
    printf '%s\n' "$out"
    ((status == 0)) || return "$status"
    grep -qiE -- "$pattern" <<<"$out" || { echo "no line like: $pattern"; return 1; }
}

# Times are multiplied by $patience, which is 1 where the guest booted as fast as usual (guest-main).
# wait_for SECONDS COMMAND…: until the command succeeds. Fails if it never does. Prints what it said last.
wait_for() {
    local until=$((SECONDS + $1 * patience)) out=/tmp/wait.$BASHPID status=0
    shift
    until "$@" >"$out" 2>&1; do
        if ((SECONDS > until)); then status=1; break; fi
        pause 0.1
    done
    printf '%s\n' "$(<"$out")"
    return "$status"
}

# limit SECONDS COMMAND…: ends a program that takes longer (exit code 124). Not for functions.
limit() { timeout -k 5 "$(($1 * patience))" "${@:2}"; }

# background NAME COMMAND…: runs on, its output in logs/NAME.log; `stop NAME` ends it, and so does the scenario's end.
background() {
    local name=$1
    shift
    "$@" >>"$logs/$name.log" 2>&1 &
    background_pids[$name]=$!
}
running() { kill -0 "${background_pids[$1]}" 2>/dev/null; }
# stop NAME [SIGNAL]: and waits for the end; prints nothing; returns the program's exit code.
stop() {
    local pid=${background_pids[$1]}
    kill -"${2:-TERM}" "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
}
# finish NAME SECONDS: waits for a background program to end by itself; its exit code (124: it did not).
finish() {
    wait_for "$2" eval '! running '"$1" >/dev/null || return 124
    wait "${background_pids[$1]}"
}

# --- the QEMU monitor ------------------------------------------------------------------------------------------------
# A virtio port leads to QEMU's own QMP monitor, so the guest plugs, unplugs and types by itself. Only one process can have
# it open: it is opened once, in the scenario's own shell.

monitor_open() {
    [[ -z ${monitor_fd-} ]] || return 0
    modprobe virtio_console && wait_for 10 eval 'compgen -G "/dev/vport*p1"' || return 1
    exec {monitor_fd}<>/dev/vport*p1
    qmp '{"execute":"qmp_capabilities"}'
}

# qmp JSON: one command; prints the answer.
qmp() {
    local line
    monitor_open || return 1
    printf '%s\n' "$1" >&"$monitor_fd"
    while IFS= read -r -t 15 -u "$monitor_fd" line; do
        case $line in
            '{"return"'*) printf '%s\n' "${line%$'\r'}"; return 0 ;;
            '{"error"'*) printf '%s\n' "${line%$'\r'}"; return 1 ;;
        esac # else the greeting, or an event
    done
    echo "no answer from the monitor"
    return 1
}

# monitor COMMAND: one command of the human monitor, such as `monitor device_del stick`. Any answer is an error message.
monitor() {
    local answer
    monitor_open || return 1
    answer=$(qmp '{"execute":"human-monitor-command","arguments":{"command-line":"'"$*"'"}}')
    [[ $answer == '{"return": ""}' ]] || { printf '%s\n' "$answer"; return 1; }
}
