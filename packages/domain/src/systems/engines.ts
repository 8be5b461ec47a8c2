/** Programs that decide on a machine what is missing, and install it. */
export const engineIds = ['apt', 'dnf4', 'dnf5', 'yum', 'zypper', 'windowsUpdate', 'softwareupdate'] as const
export type EngineId = (typeof engineIds)[number]

/** How it is known that the agent does right by an engine. `none`: there is no agent for it yet. */
export const engineProofs = ['hosts', 'engine', 'recorded', 'none'] as const
export type EngineProof = (typeof engineProofs)[number]

export const proofTexts: Readonly<Record<EngineProof, string>> = {
  hosts: 'real machines: scan, installation, failures, reboots',
  engine: 'the real program over repositories of our making',
  recorded: 'recorded output only',
  none: 'not yet',
}

/** What people look for in a page of supported systems, in its order. */
export const abilities = [
  'inventory',
  'missing',
  'security',
  'advisories',
  'severity',
  'install',
  'refusals',
  'holds',
  'restart',
  'oldKernels',
] as const
export type Ability = (typeof abilities)[number]

export const abilityTexts: Readonly<Record<Ability, string>> = {
  inventory: 'Installed packages with versions and sources',
  missing: 'What is missing, by the engine’s own judgement',
  security: 'Which of it is security',
  advisories: 'Advisories and CVEs',
  severity: 'Severity in the vendor’s words',
  install: 'Installs exact versions, after a simulation of the same',
  refusals: 'Refuses removals, downgrades and what nobody authenticates',
  holds: 'Says what the administrator holds back',
  restart: 'Reboot needed, services and kernels that still run old code',
  oldKernels: 'Removes old kernels',
}

/** `catalog`: the machine does not know it; the server adds it where a feed has it. */
export type Ableness = 'yes' | 'no' | 'catalog'

export interface Engine {
  readonly id: EngineId
  readonly title: string
  readonly platform: 'linux' | 'windows' | 'macos'
  /** For people: "Debian 12". */
  readonly systems: string
  /** `ID` and `ID_LIKE` of os-release whose systems it is at home on. */
  readonly osIds: readonly string[]
  readonly proof: EngineProof
  /** Versions and systems that the proof is of. */
  readonly provenOn: string
  readonly can: Readonly<Record<Ability, Ableness>>
  /** Whole sentences. */
  readonly limits: readonly string[]
}

const all = (ableness: Ableness): Readonly<Record<Ability, Ableness>> => ({
  inventory: ableness,
  missing: ableness,
  security: ableness,
  advisories: ableness,
  severity: ableness,
  install: ableness,
  refusals: ableness,
  holds: ableness,
  restart: ableness,
  oldKernels: 'no',
})

const redHat = ['rhel', 'fedora', 'centos', 'amzn', 'ol', 'mageia'] as const
const redHatLimits = [
  'dnf does not say for which package a new one comes along; where the build is the same it is shown with it.',
  'Old kernels stay until somebody removes them.',
] as const

/** The agent's providers and the platforms that are to follow. What stands here is compared with the agent by a test. */
export const engines: readonly Engine[] = [
  {
    id: 'apt',
    title: 'apt',
    platform: 'linux',
    systems: 'Debian, Ubuntu and what is made of them',
    osIds: ['debian', 'ubuntu'],
    proof: 'hosts',
    provenOn: 'Debian 12 with apt 2.6; recorded output of Debian 10–12 and Ubuntu 20.04–24.04',
    can: { ...all('yes'), advisories: 'catalog', severity: 'catalog' },
    limits: [
      'apt knows no advisories, CVEs or severities on the machine; they are empty until the catalog has them.',
      'Phased updates that have not reached a machine are shown as held, not as missing.',
      'Backports are not offered for what did not come from there.',
    ],
  },
  {
    id: 'dnf4',
    title: 'dnf 4',
    platform: 'linux',
    systems: 'RHEL, Rocky, AlmaLinux, CentOS Stream, Oracle 8 to 10; Fedora up to 40; Amazon Linux 2023',
    osIds: redHat,
    proof: 'engine',
    provenOn: 'dnf 4.14 with advisories, modules and kernels',
    can: all('yes'),
    limits: redHatLimits,
  },
  {
    id: 'dnf5',
    title: 'dnf 5',
    platform: 'linux',
    systems: 'Fedora 41 and later',
    osIds: redHat,
    proof: 'recorded',
    provenOn: '',
    can: all('yes'),
    limits: [...redHatLimits, 'Never tried on a real system.'],
  },
  {
    id: 'yum',
    title: 'yum 3',
    platform: 'linux',
    systems: 'RHEL 7 and its kin, Amazon Linux 2',
    osIds: redHat,
    proof: 'recorded',
    provenOn: '',
    can: all('yes'),
    limits: [...redHatLimits, 'Never tried on a real system.'],
  },
  {
    id: 'zypper',
    title: 'zypper',
    platform: 'linux',
    systems: 'SUSE Linux Enterprise, openSUSE',
    osIds: ['suse', 'opensuse', 'sles'],
    proof: 'engine',
    provenOn: 'zypper 1.14',
    can: all('yes'),
    limits: ['zypper does not tell which version a lock keeps away.', 'Optional patches are not missing.'],
  },
  {
    id: 'windowsUpdate',
    title: 'Windows Update',
    platform: 'windows',
    systems: 'Windows and Windows Server',
    osIds: [],
    proof: 'none',
    provenOn: '',
    can: all('no'),
    limits: ['There is no agent for Windows yet. The catalog has its updates and applications.'],
  },
  {
    id: 'softwareupdate',
    title: 'softwareupdate',
    platform: 'macos',
    systems: 'macOS',
    osIds: [],
    proof: 'none',
    provenOn: '',
    can: all('no'),
    limits: ['There is no agent for macOS yet. The catalog has its releases and applications.'],
  },
]

/** os-release ids whose systems an engine is at home on. Throws RangeError for an unknown engine. */
export function homeOf(id: EngineId): ReadonlySet<string> {
  const engine = engines.find(one => one.id === id)
  if (engine === undefined) throw new RangeError(`no engine "${id}"`)
  return new Set(engine.osIds)
}
