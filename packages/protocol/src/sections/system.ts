import { malformed } from '../protocol-error.ts'
import { bool, type Column, filled, natural, oneOf, type Row, type Scalar, section, text } from './section.ts'

// system.1 holds facts as pairs, so that a fact the host does not know is simply no row. Facts that come several times have
// the thing's name behind a colon: `repository.state:debian-security`. The list is closed like any other.

export const scanStatuses = ['ok', 'partial', 'failed', 'unsupported'] as const
export type ScanStatus = (typeof scanStatuses)[number]

export const osEditions = ['client', 'server', 'serverCore'] as const
export type OsEdition = (typeof osEditions)[number]

export interface Repository {
  /** Name the package manager knows it by; unique on the host. */
  readonly id: string
  readonly url: string
  readonly state: 'ok' | 'failed' | 'disabled'
  readonly authenticated: boolean
  /** What the refresh said; empty when it went well. */
  readonly error: string
}

/** Another program that installs updates by itself: unattended-upgrades, dnf-automatic, PackageKit. */
export interface OtherUpdater {
  readonly name: string
  readonly enabled: boolean
}

/** Why a scan is `partial` or `failed`: a repository's id, `lock`, … and a sentence. */
export interface ScanReason {
  readonly subject: string
  readonly text: string
}

/** Everything but the lists may be absent: the host does not know. Instants are Unix milliseconds. */
export interface SystemFacts {
  readonly hostname?: string
  readonly osId?: string
  readonly osIdLike?: string
  readonly osVersionId?: string
  readonly osName?: string
  readonly osCodename?: string
  /** With `programs.1`: "10.0.26100.4349" on Windows, "24G90" on macOS. */
  readonly osBuild?: string
  /** With `programs.1`: of Windows; Server Core has other patches. */
  readonly osEdition?: OsEdition
  readonly kernelRunning?: string
  /** Newest installed, as `uname -r` would say after a reboot. */
  readonly kernelNewest?: string
  readonly arch?: string
  /** As systemd-detect-virt says; `none` on bare metal. */
  readonly virtualization?: string
  readonly bootedAt?: number
  readonly zone?: string
  readonly manufacturer?: string
  readonly model?: string
  readonly serial?: string
  /** With `programs.1`: of a Mac, "J314sAP". */
  readonly board?: string
  readonly firmware?: string
  readonly cpuModel?: string
  readonly cpuCount?: number
  readonly memoryBytes?: number
  readonly lastUser?: string
  readonly lastUserAt?: number
  readonly agentVersion?: string
  /** Runtime of the agent, such as `node 24.21.0`. */
  readonly agentRuntime?: string
  /** Package manager: apt, dnf4, dnf5, yum, zypper. */
  readonly provider?: string
  readonly providerVersion?: string
  readonly scanStatus?: ScanStatus
  readonly scanReasons: readonly ScanReason[]
  readonly repositories: readonly Repository[]
  readonly updaters: readonly OtherUpdater[]
}

type ScalarFact = Exclude<keyof SystemFacts, 'scanReasons' | 'repositories' | 'updaters'>

const facts: { readonly [F in ScalarFact]: readonly [row: string, column: Column] } = {
  hostname: ['host', text(255)],
  osId: ['os.id', text(40)],
  osIdLike: ['os.idLike', text(100)],
  osVersionId: ['os.versionId', text(40)],
  osName: ['os.name', text(128)],
  osCodename: ['os.codename', text(60)],
  osBuild: ['os.build', text(40)],
  osEdition: ['os.edition', oneOf(...osEditions)],
  kernelRunning: ['kernel.running', text(128)],
  kernelNewest: ['kernel.newest', text(128)],
  arch: ['arch', text(32)],
  virtualization: ['virtualization', text(60)],
  bootedAt: ['boot.at', natural],
  zone: ['zone', text(64)],
  manufacturer: ['hardware.manufacturer', text(200)],
  model: ['hardware.model', text(200)],
  serial: ['hardware.serial', text(200)],
  board: ['hardware.board', text(60)],
  firmware: ['hardware.firmware', text(200)],
  cpuModel: ['cpu.model', text(200)],
  cpuCount: ['cpu.count', natural],
  memoryBytes: ['memory.bytes', natural],
  lastUser: ['user.last', text(200)],
  lastUserAt: ['user.lastAt', natural],
  agentVersion: ['agent.version', text(32)],
  agentRuntime: ['agent.runtime', text(60)],
  provider: ['provider.name', text(40)],
  providerVersion: ['provider.version', text(60)],
  scanStatus: ['scan.status', oneOf(...scanStatuses)],
}

const listFacts: Readonly<Record<string, Column>> = {
  'scan.reason': text(300),
  'repository.url': text(500),
  'repository.state': oneOf('ok', 'failed', 'disabled'),
  'repository.authenticated': bool,
  'repository.error': text(300),
  'updater.enabled': bool,
}

const scalarOf = new Map(Object.entries(facts).map(([fact, [row, column]]) => [row, { fact, column }]))

const anyScalar: Column = {
  type: 'as the fact',
  is: (value): value is Scalar => value === null || typeof value !== 'object',
}
const pairs = section('system.1', 1, { fact: filled(300), value: anyScalar })

function columnOf(name: string): Column | undefined {
  const scalar = scalarOf.get(name)
  if (scalar !== undefined) return scalar.column
  const colon = name.indexOf(':')
  const list = name.slice(0, colon)
  return colon > 0 && colon < name.length - 1 && Object.hasOwn(listFacts, list) ? listFacts[list] : undefined
}

/** A pair of a fact that is not in the list, or with a value of another type, has a wrong column. */
export const systemSection: typeof pairs = {
  ...pairs,
  wrongColumn(row) {
    const wrong = pairs.wrongColumn(row)
    if (wrong !== null) return wrong
    const column = columnOf(row[0] as string)
    return column === undefined ? 'fact' : column.is(row[1]) ? null : 'value'
  },
}

export function systemRows(system: SystemFacts): Row[] {
  const rows: Row[] = []
  for (const [fact, [row]] of Object.entries(facts)) {
    const value = system[fact as ScalarFact]
    if (value !== undefined) rows.push([row, value])
  }
  for (const reason of system.scanReasons) rows.push([`scan.reason:${reason.subject}`, reason.text])
  for (const one of system.repositories) {
    rows.push([`repository.url:${one.id}`, one.url], [`repository.state:${one.id}`, one.state])
    rows.push([`repository.authenticated:${one.id}`, one.authenticated])
    if (one.error !== '') rows.push([`repository.error:${one.id}`, one.error])
  }
  for (const one of system.updaters) rows.push([`updater.enabled:${one.name}`, one.enabled])
  for (const row of rows) {
    const wrong = systemSection.wrongColumn(row)
    if (wrong !== null) throw malformed(`system.1: ${row[0]}: wrong ${wrong}`, `system.1.${wrong}`)
  }
  return rows
}

/** Throws ProtocolError `malformed` for rows that are none of system.1. Rows of one repository may come in any order. */
export function systemFacts(rows: Iterable<readonly unknown[]>): SystemFacts {
  const scalars: Record<string, Scalar> = {}
  const reasons: ScanReason[] = []
  const updaters: OtherUpdater[] = []
  const repositories = new Map<string, Record<string, Scalar>>()
  for (const row of rows) {
    const wrong = systemSection.wrongColumn(row)
    if (wrong !== null) throw malformed(`system.1: wrong ${wrong}`, `system.1.${wrong}`)
    const [name, value] = row as [string, Scalar]
    const scalar = scalarOf.get(name)
    if (scalar !== undefined) {
      scalars[scalar.fact] = value
      continue
    }
    const colon = name.indexOf(':')
    const list = name.slice(0, colon)
    const item = name.slice(colon + 1)
    if (list === 'scan.reason') reasons.push({ subject: item, text: value as string })
    else if (list === 'updater.enabled') updaters.push({ name: item, enabled: value as boolean })
    else {
      const attributes = repositories.get(item) ?? { url: '', state: 'ok', authenticated: false, error: '' }
      attributes[list.slice('repository.'.length)] = value
      repositories.set(item, attributes)
    }
  }
  const listed = Array.from(repositories, ([id, attributes]) => ({ id, ...attributes }) as unknown as Repository)
  return { ...(scalars as Partial<SystemFacts>), scanReasons: reasons, repositories: listed, updaters }
}
