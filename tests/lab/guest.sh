# What a scenario asserts with. Sourced in the guest before the scenario.
# shellcheck shell=bash

logs=/out/logs
declare -A background_pids=()

# One line of the result. Written with one write, so that lines of several processes do not mix.
result() { printf '%s\n' "$*" >>/out/results; }
note() { result "# $*"; }
ok() { result "ok $*"; }
not_ok() { result "not ok $*"; }
skip() { result "skip $*"; }

# Shows the end of a file under a failed check.
show_tail() {
    local line
    tail -n "${2:-8}" "$1" | while IFS= read -r line; do note "    ${line:0:300}"; done
}

# check TEXT COMMAND…: one assertion: the command succeeds. Its output is shown only if it does not.
check() {
    local text=$1 status out started
    shift
    out=$(mktemp)
    started=$(</proc/uptime)
    "$@" >"$out" 2>&1
    status=$?
    { printf '== [%s s] %s (exit code %s): %s\n' "${started%% *}" "$text" "$status" "$*"; cat "$out"; } >>"$logs/commands.log"
    if ((status == 0)); then ok "$text"; else
        not_ok "$text (exit code $status)"
        show_tail "$out"
    fi
    rm -f "$out"
    return "$status"
}

# must TEXT COMMAND…: a check without which the rest of the scenario makes no sense.
must() { check "$@" || { note "giving up: the rest depends on this"; exit 1; }; }

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
    out=$(mktemp)
    "$@" >"$out" 2>&1
    status=$?
    cat "$out"
    if ((status == 0)) && ! grep -qiE -- "$pattern" "$out"; then echo "no line like: $pattern"; status=1; fi
    rm -f "$out"
    return "$status"
}

# wait_for SECONDS COMMAND…: until the command succeeds. Fails if it never does. Its last output is kept.
wait_for() {
    local until out
    until=$((SECONDS + $1))
    shift
    out=$(mktemp)
    while ! "$@" >"$out" 2>&1; do
        if ((SECONDS > until)); then cat "$out"; rm -f "$out"; return 1; fi
        sleep 0.1
    done
    cat "$out"
    rm -f "$out"
}

# limit SECONDS COMMAND…: ends a program that takes longer (exit code 124). Not for functions.
limit() { timeout -k 5 "$@"; }

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
# The second serial port is QEMU's own QMP monitor, so the guest plugs, unplugs and types by itself.

monitor_open() {
    stty -F /dev/ttyS1 raw -echo
    exec {monitor_fd}<>/dev/ttyS1
    qmp '{"execute":"qmp_capabilities"}'
}

# qmp JSON: one command; prints the answer.
qmp() {
    local line
    [[ -n ${monitor_fd-} ]] || { [[ $1 == *qmp_capabilities* ]] || monitor_open >/dev/null; }
    printf '%s\n' "$1" >&"$monitor_fd"
    while IFS= read -r -t 15 -u "$monitor_fd" line; do
        line=${line%$'\r'}
        case $line in
            *'"QMP":'*) ;; # the greeting
            '{"return"'*) printf '%s\n' "$line"; return 0 ;;
            '{"error"'*) printf '%s\n' "$line"; return 1 ;;
        esac
    done
    echo "no answer from the monitor"
    return 1
}

# monitor COMMAND: one command of the human monitor, such as `monitor device_del stick`. Any answer is an error message.
monitor() {
    local answer
    answer=$(qmp '{"execute":"human-monitor-command","arguments":{"command-line":"'"$*"'"}}')
    [[ $answer == '{"return": ""}' ]] || { printf '%s\n' "$answer"; return 1; }
}
