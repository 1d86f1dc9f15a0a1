#!/usr/bin/env bash
# Runs `gatewright check` for action.yml. An input leaves as one argument and is never printed: a line of the log can
# be a command to the runner.
set -euo pipefail

# The delimiter is random, so that no value can end its own entry and begin another. The last entry of a name counts.
output() { # NAME VALUE
    local end && end=end-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    printf '%s<<%s\n%s\n%s\n' "$1" "$end" "$2" "$end" >>"$GITHUB_OUTPUT"
}
conclude() { output verdict "$1" && output exit-code "$2"; }
refuse() { # EXIT-CODE MESSAGE
    printf '::error title=Gatewright::%s\n' "$2"
    conclude error "$1"
    exit "$1"
}
absolute() { case $1 in /* | [A-Za-z]:[/\\]*) printf '%s' "$1" ;; *) printf '%s/%s' "$PWD" "$1" ;; esac; }
sha256() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi <"$1" | cut -d ' ' -f 1; }
verify() { [[ $(sha256 "$1") == "$2" ]] || refuse 5 "the binary's SHA-256 is not the expected one"; }

conclude error 70
cd "$(absolute "${INPUT_WORKING_DIRECTORY:-.}")" 2>/dev/null || refuse 2 "working-directory is not a directory"

if [[ -n $INPUT_BINARY_PATH ]]; then
    binary=$(absolute "$INPUT_BINARY_PATH")
    [[ -f $binary && -r $binary && -x $binary ]] || refuse 2 "binary-path names no executable file"
    [[ -z $INPUT_CHECKSUM ]] || verify "$binary" "$INPUT_CHECKSUM"
else
    version=${INPUT_VERSION:-0.1.0}
    [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] || refuse 2 "version is not of the form 1.2.3"
    asset=$(tr '[:upper:]' '[:lower:]' <<<"gatewright-$version-$RUNNER_OS-$RUNNER_ARCH")
    listed=$(awk -v asset="$asset" '$2 == asset { print $1 }' "$GITHUB_ACTION_PATH/action/checksums.txt")
    expected=${INPUT_CHECKSUM:-$listed}
    [[ -n $expected ]] || refuse 5 "no SHA-256 is known for $asset: give checksum, or binary-path"
    binary=$RUNNER_TOOL_CACHE/gatewright/$version/$RUNNER_ARCH/gatewright
    if [[ ! -f $binary ]]; then
        url=$GITHUB_SERVER_URL/$ACTION_REPOSITORY/releases/download/v$version/$asset
        curl -fsSL --proto '=https' --retry 3 --output "$RUNNER_TEMP/$asset" "$url" || refuse 2 "cannot download $asset"
        verify "$RUNNER_TEMP/$asset" "$expected"
        mkdir -p "${binary%/*}" && chmod +x "$RUNNER_TEMP/$asset" && mv "$RUNNER_TEMP/$asset" "$binary"
    fi
    verify "$binary" "$expected"
fi

report=$(absolute "${INPUT_REPORT_DIR:-$RUNNER_TEMP/gatewright}")/verdict.json
{ mkdir -p "${report%/*}" && rm -f "$report"; } 2>/dev/null || refuse 2 "report-dir cannot be written"

arguments=(check --output=text "--output=json=$report" "--output=github=$GITHUB_OUTPUT")
each() { # FLAG LINES
    while IFS= read -r line; do [[ -z ${line%$'\r'} ]] || arguments+=("$1${line%$'\r'}"); done <<<"$2"
}
[[ -z $INPUT_CONFIG ]] || arguments+=("--config=$INPUT_CONFIG")
[[ -z $INPUT_GATE ]] || arguments+=("--gate=$INPUT_GATE")
each --evidence= "$INPUT_EVIDENCE"
each --subject= "$INPUT_SUBJECT"
each --param= "$INPUT_PARAMS"
each '' "$INPUT_EXTRA_ARGS"
status=0
"$binary" "${arguments[@]}" || status=$?

verdict=$(sed -n 's/^  "verdict": "\([a-z]*\)",*$/\1/p' "$report" 2>/dev/null) || true
case $status:$verdict in
0:pass | [1-5]:fail) ;;
0:*) refuse 70 "there is no verdict: with these arguments, gatewright decided nothing" ;;
*) verdict=error ;;
esac
conclude "$verdict" "$status"
output report-json "$report"
exit "$status"
