#!/bin/sh
# Takes the Patchyard agent away. Its state (key, journal) stays unless --purge is given. The server keeps the asset until somebody
# revokes or removes it there.
set -eu

[ "$(id -u)" = 0 ] || { echo 'uninstall.sh: must be run as root' >&2; exit 1; }
purge=no
case ${1:-} in
  '') ;;
  --purge) purge=yes ;;
  *) echo 'usage: uninstall.sh [--purge]' >&2; exit 2 ;;
esac

if [ -d /run/systemd/system ]; then systemctl disable --now --quiet patchyard-agent 2>/dev/null || true; fi
# Other updaters that a profile switched off are as they were before the agent came. An agent that still runs holds its journal.
if [ -x /usr/bin/patchyard-agent ] && [ -e /var/lib/patchyard-agent/journal.db ]; then
  /usr/bin/patchyard-agent give-back >/dev/null ||
    echo 'uninstall.sh: other updaters may still be off; look at /etc/apt/apt.conf.d/zz-patchyard-other-updaters-off and their timers' >&2
fi
rm -f /etc/systemd/system/patchyard-agent.service /usr/bin/patchyard-agent
rm -rf /run/systemd/system.control/patchyard-agent.service.d
rm -rf /usr/lib/patchyard-agent
if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
if [ "$purge" = yes ]; then rm -rf /var/lib/patchyard-agent; fi
