import type { PlannedPackage } from '../../../core/ports/package-manager.ts'
import type { OneWayReason } from '../../../core/ports/rollback.ts'

// Which packages do not go back, whatever the engine would do. By name, because nothing on the host says it.

interface OneWayRule {
  readonly names: RegExp
  readonly code: OneWayReason['code']
  readonly why: string
}

const RULES: readonly OneWayRule[] = [
  {
    // Debian linux-image-…, Ubuntu linux-modules-…, Fedora kernel-core, SUSE kernel-default.
    names:
      /^(?:linux-(?:image|modules|headers)(?:-.*)?|kernel(?:-(?:core|modules|modules-core|modules-extra|devel|default|default-base|rt|rt-core|uek|uek-core|64kb|azure|preempt))?)$/,
    code: 'kernel',
    why: 'the earlier kernel stays installed: it is booted, not gone back to',
  },
  {
    names:
      /^(?:dpkg|apt|libapt-pkg[\d.]+|rpm|rpm-libs|librpm\d*|dnf\d?|dnf-data|libdnf\d?|libsolv\d?|libsolv-tools|yum|zypper|libzypp)$/,
    code: 'package_manager',
    why: 'the package manager cannot be taken from under itself',
  },
  {
    // Debian release notes, "Downgrading is not supported"; glibc's own symbols are only ever added, so that what was built since needs them.
    names: /^(?:libc6|libc-bin|libc6-dev|glibc|glibc-common|glibc-locale|glibc-minimal-langpack)$/,
    code: 'one_way_package',
    why: 'programs installed since may need the newer C library',
  },
  {
    // UEFI SBAT: a newer shim may raise the level that the firmware then asks of every shim.
    names: /^(?:shim|shim-signed|shim-unsigned|shim-x64|shim-aa64|shim-helpers-.*)$/,
    code: 'one_way_package',
    why: 'the firmware may refuse an earlier boot loader once the newer one has run',
  },
  {
    // Their manuals: data files of a newer server are not read by an earlier one.
    names:
      /^(?:mysql-server.*|mysql-community-server.*|mariadb-server.*|mariadb|mongodb-org-server|mongodb-server.*|elasticsearch|opensearch|gitlab-[ce]e|slapd|openldap-servers|openldap2)$/,
    code: 'one_way_package',
    why: 'its data may be in a form that the earlier version does not read',
  },
]

/** Reasons by the names of what a plan changes. */
export function oneWayByName(changes: readonly PlannedPackage[]): OneWayReason[] {
  return changes.flatMap(change => {
    const rule = RULES.find(one => one.names.test(change.name))
    return rule === undefined ? [] : [oneWay(rule.code, change, rule.why)]
  })
}

/**
 * Whether a script of the installed version minds downgrades (Debian policy §6.4 lets preinst refuse them; rpm has the same in %pre). A script that only
 * mentions the word counts too: better a warning too many than a host in the middle of nowhere.
 */
export function mindsDowngrades(script: string): boolean {
  return script.split('\n').some(line => !/^\s*#/.test(line) && /\bdowngrad/i.test(line))
}

export function oneWay(
  code: OneWayReason['code'],
  item: { readonly name: string; readonly arch: string } | null,
  detail: string,
): OneWayReason {
  return {
    code,
    package: item === null ? null : `${item.name}:${item.arch}`.slice(0, 240),
    detail: detail.slice(0, 200),
  }
}
