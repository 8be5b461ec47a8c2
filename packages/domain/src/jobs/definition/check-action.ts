import { shown } from '../../schedule/schedule-problem.ts'
import { readRegistry } from './check-registry.ts'
import type { DefinitionProblems } from './definition-problem.ts'
import {
  actionKinds,
  actionLimits,
  actionsOf,
  type InstallAction,
  interpretersOf,
  type JobAction,
  serviceOperations,
  usualTimeoutS,
} from './job-action.ts'
import { jobLimits, type JobPlatform } from './job-definition.ts'
import { below, type Members, readList, readMembers, readOneOf, readText, readWhole } from './read-value.ts'

interface Place {
  readonly problems: DefinitionProblems
  readonly at: string
  readonly platform: JobPlatform
}

const membersOf: { readonly [K in JobAction['kind']]: readonly string[] } = {
  script: ['interpreter', 'script'],
  install: ['packages', 'file'],
  uninstall: ['packages'],
  service: ['service', 'operation'],
  registry: ['key', 'value', 'type', 'data'],
}

/** What runs before, or after, the patches. `names`: those that other actions of the job have. */
export function readActions(
  problems: DefinitionProblems,
  at: string,
  value: unknown,
  platform: JobPlatform,
  names: Set<string>,
): readonly JobAction[] {
  if (value === undefined) return []
  return readList(problems, at, value, jobLimits.actions, 'actions_too_many').flatMap((one, n) => {
    const place = { problems, at: below(at, n), platform }
    const action = readAction(place, one)
    if (action === null) return []
    if (names.has(action.name)) problems.add('action_name', below(place.at, 'name'), `${shown(action.name)} twice`)
    names.add(action.name)
    return [action]
  })
}

function readAction(place: Place, value: unknown): JobAction | null {
  const { problems, at, platform } = place
  const kind = (value as Members | null | undefined)?.['kind']
  const known = actionKinds.find(one => one === kind)
  const own = known === undefined ? Object.values(membersOf).flat() : membersOf[known]
  const members = readMembers(problems, at, value, ['kind', 'name', 'timeoutS', ...own])
  if (members === null) return null
  const name = readText(problems, below(at, 'name'), members['name'], { most: actionLimits.nameLength }) ?? ''
  const seconds = members['timeoutS'] ?? usualTimeoutS
  const timeoutS =
    readWhole(problems, below(at, 'timeoutS'), seconds, actionLimits.timeoutS, 'action_timeout') ?? usualTimeoutS
  if (readOneOf(problems, below(at, 'kind'), kind, actionsOf[platform], 'action_kind') === null) return null
  const named = { name, timeoutS }
  switch (known) {
    case 'script': {
      const interpreters = interpretersOf[platform]
      const given = members['interpreter']
      const interpreter = readOneOf(problems, below(at, 'interpreter'), given, interpreters, 'action_interpreter')
      const script = readScript(place, members['script'])
      return interpreter === null ? null : { kind: known, ...named, interpreter, script }
    }
    case 'install':
      return readInstall(place, members, named)
    case 'uninstall':
      return { kind: known, ...named, packages: readPackages(place, members['packages'], 1) }
    case 'service': {
      const { operation } = members
      const given = readOneOf(problems, below(at, 'operation'), operation, serviceOperations, 'action_service')
      return { kind: known, ...named, service: readService(place, members['service']), operation: given ?? 'start' }
    }
    case 'registry':
      return { kind: known, ...named, ...readRegistry(problems, at, members) }
    case undefined:
      return null
  }
}

function readScript({ problems, at }: Place, value: unknown): string {
  const where = below(at, 'script')
  if (typeof value !== 'string') problems.add('action_script', where, `${shown(value)} is no text`)
  else if (value.trim() === '') problems.add('action_script', where, 'is empty')
  else if (value.includes('\0')) problems.add('action_script', where, `holds NUL at ${value.indexOf('\0')}`)
  else if (!value.isWellFormed()) problems.add('action_script', where, 'holds half a character')
  else if (bytesOf(value) > actionLimits.scriptBytes)
    problems.add('action_script', where, `${bytesOf(value)} bytes are more than ${actionLimits.scriptBytes}`)
  else return value
  return ''
}

/** Of UTF-8. No more is counted than one unit can be: four bytes stand for two units, three for one. */
const bytesOf = (text: string): number =>
  text.length > actionLimits.scriptBytes ? text.length : new TextEncoder().encode(text).length

function readInstall(place: Place, members: Members, named: { name: string; timeoutS: number }): InstallAction {
  const { problems, at, platform } = place
  if (platform === 'linux') {
    const { file } = members
    if (file !== undefined && file !== null)
      problems.add('action_file', below(at, 'file'), 'Linux installs packages of its repositories, no file')
    return { kind: 'install', ...named, packages: readPackages(place, members['packages'], 1), file: null }
  }
  readPackages(place, members['packages'] ?? [], 0, 0)
  return { kind: 'install', ...named, packages: [], file: readFile(place, members['file']) }
}

function readFile({ problems, at: action }: Place, value: unknown): InstallAction['file'] {
  const at = below(action, 'file')
  const members = readMembers(problems, at, value, ['url', 'sha256', 'arguments'])
  if (members === null) return null
  const { url, sha256 } = members
  if (typeof url !== 'string' || !isAddress(url))
    problems.add('action_file', below(at, 'url'), `${shown(url)} is no address of http or https without a password`)
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256))
    problems.add('action_file', below(at, 'sha256'), `${shown(sha256)} is not 64 hexadecimal digits in lower case`)
  const given = readList(
    problems,
    below(at, 'arguments'),
    members['arguments'] ?? [],
    actionLimits.arguments,
    'action_file',
  )
  const texts = given.map(
    (one, n) => readText(problems, below(below(at, 'arguments'), n), one, { most: 1000, exact: true }) ?? '',
  )
  return { url: String(url), sha256: String(sha256), arguments: texts }
}

function isAddress(text: string): boolean {
  if (text.length > 2000 || !/^https?:\/\//.test(text)) return false
  try {
    const { username, password, hostname } = new URL(text)
    return username === '' && password === '' && hostname !== ''
  } catch {
    return false
  }
}

/**
 * What dpkg and rpm call a package, and nothing that apt, dnf or zypper read otherwise: `name-` would remove it, `./x.deb`, `x.rpm`
 * are files, `-o…` options, `*` patterns, `name/suite` and `name=1` versions.
 */
const linuxPackage = /^[A-Za-z0-9](?:[A-Za-z0-9+._-]{0,126}[A-Za-z0-9+._])?$/
const packageFile = /\.(?:deb|rpm)$/i

function readPackages(
  { problems, at, platform }: Place,
  value: unknown,
  fewest: number,
  most?: number,
): readonly string[] {
  const where = below(at, 'packages')
  const names = readList(problems, where, value, most ?? actionLimits.packages, 'action_packages')
  if (Array.isArray(value) && value.length < fewest) problems.add('action_packages', where, 'names no package')
  names.forEach((name, n) => {
    if (platform !== 'linux') readText(problems, below(where, n), name, { most: 256 })
    else if (typeof name !== 'string' || !linuxPackage.test(name) || packageFile.test(name))
      problems.add('action_packages', below(where, n), `${shown(name)} is not the exact name of a package`)
  })
  return [...new Set(names.filter(name => typeof name === 'string'))]
}

const services: { readonly [P in JobPlatform]: RegExp } = {
  linux: /^[A-Za-z0-9_.@:][A-Za-z0-9_.@:\\-]{0,254}$/,
  macos: /^[A-Za-z0-9_.][A-Za-z0-9_.-]{0,254}$/,
  windows: /^[A-Za-z0-9_.$({][A-Za-z0-9_.$(){} @&-]{0,254}$/,
}

function readService({ problems, at, platform }: Place, value: unknown): string {
  if (typeof value === 'string' && services[platform].test(value)) return value
  problems.add('action_service', below(at, 'service'), `${shown(value)} is not the name of one service`)
  return ''
}
