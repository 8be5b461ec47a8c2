#!/bin/sh
# Installs the Patchyard agent from the folder this script is in (or --from), enrols the host, starts the unit.
# The folder holds: patchyard-agent.mjs, patchyard-agent.mjs.sha256, patchyard-agent.service, and node (or --node PATH).
set -eu

program_folder=/usr/lib/patchyard-agent
unit_folder=/etc/systemd/system
command_path=/usr/bin/patchyard-agent

usage() {
  cat <<'USAGE'
usage: install.sh --server URL (--key KEY | --key-file FILE) [options of "patchyard-agent enroll"]
       install.sh --no-enroll
  --from DIR     folder with the agent's files (default: where this script is)
  --node PATH    the Node to run it with (default: the file "node" in that folder)
  --no-enroll    only put the files in place
Exit codes: those of "patchyard-agent enroll", and 9: this Node does not take the flags of the unit.
USAGE
}

fail() {
  echo "install.sh: $1" >&2
  exit "${2:-1}"
}

from=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
node=
enroll=yes
# What is not ours goes to "enroll" as it is. Each turn takes one argument from the front and may put it at the end.
count=$#
while [ "$count" -gt 0 ]; do
  case $1 in
    --from | --node)
      [ "$count" -ge 2 ] || fail "$1 needs a value" 2
      if [ "$1" = --from ]; then from=$2; else node=$2; fi
      shift 2
      count=$((count - 2))
      ;;
    --no-enroll)
      enroll=no
      shift
      count=$((count - 1))
      ;;
    -h | --help)
      usage
      exit 0
      ;;
    *)
      argument=$1
      shift
      set -- "$@" "$argument"
      count=$((count - 1))
      ;;
  esac
done

[ "$(id -u)" = 0 ] || fail 'must be run as root'
[ "$enroll" = no ] || [ $# -gt 0 ] || { usage >&2; exit 2; }
[ -n "$node" ] || node=$from/node
for file in patchyard-agent.mjs patchyard-agent.mjs.sha256 patchyard-agent.service; do
  [ -f "$from/$file" ] || fail "$from/$file is missing"
done
[ -x "$node" ] || fail "$node is not a program"
(cd "$from" && sha256sum --check --quiet patchyard-agent.mjs.sha256) || fail 'patchyard-agent.mjs does not have its checksum'
# A Node that refuses one of the unit's flags would leave an agent that never starts. They are written in the unit alone.
flags=$(sed -n 's|^ExecStart=/[^ ]*/node \(.*\) /[^ ]*/patchyard-agent\.mjs run$|\1|p' "$from/patchyard-agent.service")
[ -n "$flags" ] || fail "$from/patchyard-agent.service does not say how the agent is started"
# shellcheck disable=SC2086 # several flags
said=$("$node" $flags "$from/patchyard-agent.mjs" --version 2>&1 >/dev/null) ||
  fail "$node does not run as the unit starts it (${said%%
*}); nothing was changed. Take the node of the package, or one of its version" 9
"$node" "$from/patchyard-agent.mjs" --version >/dev/null || fail "$node cannot run the agent"

# Each file is written beside and renamed: a running agent keeps the one it has open.
place() {
  install -D -m "$1" "$2" "$3.new"
  mv -f "$3.new" "$3"
}
place 0755 "$node" "$program_folder/node"
place 0644 "$from/patchyard-agent.mjs" "$program_folder/patchyard-agent.mjs"
place 0644 "$from/patchyard-agent.service" "$unit_folder/patchyard-agent.service"
if [ -f "$from/uninstall.sh" ]; then place 0755 "$from/uninstall.sh" "$program_folder/uninstall.sh"; fi
cat > "$command_path.new" <<COMMAND
#!/bin/sh
exec $program_folder/node $program_folder/patchyard-agent.mjs "\$@"
COMMAND
chmod 0755 "$command_path.new"
mv -f "$command_path.new" "$command_path"

running=no
if [ -d /run/systemd/system ]; then
  running=yes
  systemctl daemon-reload
fi
if [ "$enroll" = yes ] && ! "$command_path" status >/dev/null 2>&1; then
  # The folder of the unit's StateDirectory=; enroll needs it before the unit first runs.
  [ -d /var/lib/patchyard-agent ] || install -d -m 0700 /var/lib/patchyard-agent
  "$command_path" enroll "$@"
fi
if [ "$running" = no ]; then
  echo "systemd does not run here: start \"$command_path run\" with your own supervisor"
elif "$command_path" status >/dev/null 2>&1; then
  systemctl enable --quiet patchyard-agent
  systemctl restart patchyard-agent
  echo 'the Patchyard agent runs'
else
  echo "the files are in place; enrol with \"$command_path enroll\", then \"systemctl enable --now patchyard-agent\""
fi
