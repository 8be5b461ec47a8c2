import type { ProviderId } from '../../../core/ports/scan-result.ts'
import { isPackageName } from '../apt/apt-names.ts'
import { isRpmName } from '../rpm/rpm-names.ts'

export interface ActionCommand {
  /** Absolute. */
  readonly program: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** What cannot be done here, as one sentence. */
export interface NoCommand {
  readonly detail: string
}

const INTERPRETERS: Readonly<Record<string, readonly string[]>> = {
  sh: ['/bin/sh'],
  bash: ['/bin/bash', '/usr/bin/bash'],
  python3: ['/usr/bin/python3', '/usr/local/bin/python3'],
}

/** Where this interpreter may be; empty: none of this platform. */
export const interpreterPaths = (name: string): readonly string[] => INTERPRETERS[name] ?? []

/** systemd.unit(5): what a unit's name may hold. It must not begin like an option. */
const UNIT = /^[A-Za-z0-9_:.@\\][A-Za-z0-9_:.@\\-]{0,198}$/

const QUIET = {
  DEBIAN_FRONTEND: 'noninteractive',
  DEBIAN_PRIORITY: 'critical',
  NEEDRESTART_SUSPEND: 'y',
  APT_LISTCHANGES_FRONTEND: 'none',
}

/**
 * Installations and removals as argument arrays. `dpkg --remove` and `rpm -e` refuse to remove what others need and take nothing along, which
 * apt and dnf would do without asking; `apt-get --no-remove` keeps an installation from removing anything.
 */
const PACKAGES: {
  readonly [E in ProviderId]: {
    readonly isName: (text: string) => boolean
    readonly install: ActionCommand
    readonly uninstall: ActionCommand
  }
} = {
  apt: {
    isName: isPackageName,
    install: {
      program: '/usr/bin/apt-get',
      args: [
        '-q',
        '-y',
        '--no-remove',
        '-o',
        'Dpkg::Options::=--force-confdef',
        '-o',
        'Dpkg::Options::=--force-confold',
        'install',
        '--',
      ],
      env: QUIET,
    },
    uninstall: { program: '/usr/bin/dpkg', args: ['--remove', '--'], env: QUIET },
  },
  dnf: {
    isName: isRpmName,
    install: { program: '/usr/bin/dnf', args: ['-y', '--setopt=clean_requirements_on_remove=False', 'install', '--'] },
    uninstall: { program: '/usr/bin/rpm', args: ['-e', '--'] },
  },
  yum: {
    isName: isRpmName,
    install: { program: '/usr/bin/yum', args: ['-y', 'install', '--'] },
    uninstall: { program: '/usr/bin/rpm', args: ['-e', '--'] },
  },
  zypper: {
    isName: isRpmName,
    install: {
      program: '/usr/bin/zypper',
      args: ['--non-interactive', 'install', '--no-recommends', '--no-force-resolution', '--'],
    },
    uninstall: { program: '/usr/bin/rpm', args: ['-e', '--'] },
  },
}

/** `engine`: null where the agent knows no package manager. */
export function packageCommand(
  engine: ProviderId | null,
  operation: 'install' | 'uninstall',
  names: readonly string[],
): ActionCommand | NoCommand {
  if (engine === null) return { detail: 'this system has no package manager that the agent knows' }
  const { isName, [operation]: command } = PACKAGES[engine]
  const wrong = names.find(one => !isName(one))
  if (wrong !== undefined) return { detail: `"${wrong.slice(0, 80)}" is not a package name of ${engine}` }
  return { ...command, args: [...command.args, ...names] }
}

export function serviceCommand(service: string, operation: string): ActionCommand | NoCommand {
  if (!UNIT.test(service)) return { detail: `"${service.slice(0, 80)}" is not the name of a unit` }
  return { program: '/usr/bin/systemctl', args: ['--no-ask-password', '--no-pager', operation, '--', service] }
}
