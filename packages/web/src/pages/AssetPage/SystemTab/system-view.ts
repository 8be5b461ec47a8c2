/**
 * The facts an agent tells of its system: pairs such as `cpu.count`, lists with the thing's name behind a colon
 * (`repository.state:debian-security`). An agent may leave out anything and tell anything; what does not have the
 * expected form is as if it were not told.
 */
export interface SystemView {
  readonly newestKernel: string
  readonly bootedAt: string | null
  readonly lastUserAt: string | null
  readonly serial: string
  readonly firmware: string
  readonly cpu: string
  readonly memoryBytes: number | null
  readonly agentRuntime: string
  readonly providerVersion: string
  readonly repositories: readonly RepositoryView[]
  readonly updaters: readonly UpdaterView[]
}
export interface RepositoryView {
  readonly id: string
  readonly url: string
  readonly state: 'ok' | 'failed' | 'disabled' | 'unknown'
  readonly authenticated: boolean
  readonly error: string
}
export interface UpdaterView {
  readonly name: string
  readonly enabled: boolean
}

type Told = Readonly<Record<string, unknown>>

const MOST_LISTED = 500
// The range of Date in JavaScript, ECMA-262 21.4.1.1.
const LAST_INSTANT = 8.64e15

const text = (system: Told, name: string): string => {
  const value = system[name]
  return typeof value === 'string' ? value : ''
}
const count = (system: Told, name: string): number | null => {
  const value = system[name]
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}
const instant = (system: Told, name: string): string | null => {
  const value = count(system, name)
  return value === null || value > LAST_INSTANT ? null : new Date(value).toISOString()
}

/** Names behind the colon of one list, in the order in which they were told. */
function namesOf(system: Told, list: string): string[] {
  const names = Object.keys(system).flatMap(key => {
    const colon = key.indexOf(':')
    return colon > 0 && key.slice(0, colon).startsWith(`${list}.`) ? key.slice(colon + 1) : []
  })
  return [...new Set(names)].slice(0, MOST_LISTED)
}

function repository(system: Told, id: string): RepositoryView {
  const state = system[`repository.state:${id}`]
  return {
    id,
    url: text(system, `repository.url:${id}`),
    state: state === 'ok' || state === 'failed' || state === 'disabled' ? state : 'unknown',
    authenticated: system[`repository.authenticated:${id}`] === true,
    error: text(system, `repository.error:${id}`),
  }
}

export function systemView(system: Told): SystemView {
  const cpus = count(system, 'cpu.count')
  const model = text(system, 'cpu.model')
  return {
    newestKernel: text(system, 'kernel.newest'),
    bootedAt: instant(system, 'boot.at'),
    lastUserAt: instant(system, 'user.lastAt'),
    serial: text(system, 'hardware.serial'),
    firmware: text(system, 'hardware.firmware'),
    cpu: cpus === null ? model : `${cpus} × ${model === '' ? 'processor' : model}`,
    memoryBytes: count(system, 'memory.bytes'),
    agentRuntime: text(system, 'agent.runtime'),
    providerVersion: text(system, 'provider.version'),
    repositories: namesOf(system, 'repository').map(id => repository(system, id)),
    updaters: namesOf(system, 'updater').map(name => ({ name, enabled: system[`updater.enabled:${name}`] === true })),
  }
}
