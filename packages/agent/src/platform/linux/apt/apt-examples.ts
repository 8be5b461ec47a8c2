// Small worlds for the tests of this folder's pure functions.
import type { PlanOptions } from '../../../core/ports/package-manager.ts'
import type { ProcessResult } from '../../../core/ports/processes.ts'
import type { AptFindings } from './build-patches.ts'
import type { DpkgPackage } from './parse-dpkg-query.ts'
import type { IndexTarget } from './parse-index-targets.ts'
import type { AptPolicy } from './parse-policy.ts'
import type { AptRecord } from './parse-show.ts'
import type { AptSimulation } from './parse-simulate.ts'

export const MAIN = 'http://h/debian bookworm/main amd64 Packages'
export const SECURITY = 'http://h/debian-security bookworm-security/main amd64 Packages'
export const BACKPORTS = 'http://h/debian bookworm-backports/main amd64 Packages'
export const OTHER = 'http://other/x stable/main amd64 Packages'

export const target = (description: string, over: Partial<IndexTarget> = {}): IndexTarget => {
  const [uri = '', release = ''] = description.split(' ')
  const suite = release.split('/')[0] ?? ''
  return {
    description,
    repositoryUri: `${uri}/`,
    suite,
    codename: suite,
    release: suite,
    component: 'main',
    origin: uri.includes('other') ? 'Other' : 'Debian',
    label: suite.endsWith('-security') ? 'Debian-Security' : 'Debian',
    releaseFilePrefix: '',
    trusted: true,
    entry: { file: '/etc/apt/sources.list', number: 1 },
    ...over,
  }
}

export const installed = (name: string, version: string, over: Partial<DpkgPackage> = {}): DpkgPackage => ({
  name,
  version,
  arch: 'amd64',
  source: name,
  sourceVersion: version,
  status: 'installed',
  wanted: 'install',
  ...over,
})

/** `versions`: newest first, each with its sources and, where it differs, a priority. */
export const policy = (
  name: string,
  candidate: string,
  ...versions: readonly (readonly [version: string, sources: readonly string[], priority?: number])[]
): AptPolicy => ({
  name,
  foreignArch: null,
  installed: null,
  candidate,
  versions: versions.map(([version, sources, priority = 500]) => ({
    version,
    priority,
    phased: false,
    sources: sources.map(description => ({ priority: description === BACKPORTS ? 100 : 500, description })),
  })),
})

export const record = (name: string, version: string, over: Partial<AptRecord> = {}): AptRecord => ({
  name,
  arch: 'amd64',
  version,
  source: name,
  sourceVersion: version,
  sizeBytes: 1,
  summary: '',
  needs: new Set(),
  provides: new Set(),
  ...over,
})

/** `name installed candidate`, installed `-` for new ones. */
export const simulation = (...changes: readonly string[]): AptSimulation => ({
  changes: changes.map(text => {
    const [name = '', was = '', candidate = ''] = text.split(' ')
    return { name, arch: 'amd64', installed: was === '-' ? null : was, candidate, origins: [] }
  }),
  removals: [],
  keptBack: [],
  phased: [],
  downgraded: [],
  heldChanges: [],
})

export const findings = (over: Partial<AptFindings>): AptFindings => {
  const targets = [target(MAIN), target(SECURITY), target(BACKPORTS), target(OTHER)]
  return {
    distribution: 'debian/bookworm',
    nativeArch: 'amd64',
    installed: [],
    simulation: simulation(),
    policies: [],
    records: [],
    targets,
    authenticated: new Set(targets.map(one => one.description)),
    notAutomatic: new Set([BACKPORTS]),
    ...over,
  }
}

export const planOptions: PlanOptions = {
  timeoutMs: 1,
  allowUnauthenticated: false,
  whenGone: 'newest',
  knownAdditions: [],
}

/** Of a Debian host with one repository. */
export const FILES = {
  '/etc/os-release': 'ID=debian\nVERSION_CODENAME=bookworm\n',
  '/etc/apt/sources.list': 'deb http://h/debian bookworm main\n',
}
export const TARGETS = `Description: http://h/debian bookworm/main amd64 Packages
Repo-URI: http://h/debian/
Release: bookworm
Origin: Debian
Label: Debian
Suite: stable
Trusted: yes
Sourcesentry: /etc/apt/sources.list:1
`
export const DPKG = 'apt\t2.6.1\tamd64\tii \tapt\t2.6.1\nbash\t5\tamd64\tii \tbash\t5\ndpkg\t1\tamd64\tii \tdpkg\t1\n'
export const POLICY =
  'bash:\n  Installed: 5\n  Candidate: 6\n  Version table:\n     6 500\n        500 http://h/debian bookworm/main amd64 Packages\n *** 5 100\n        100 /var/lib/dpkg/status\n'

type ScriptedAnswer = string | Partial<ProcessResult> | Error

/** A whole host on which apt does what it should; single answers can be replaced. */
export function host(replace: Readonly<Record<string, ScriptedAnswer>> = {}): Record<string, ScriptedAnswer> {
  return {
    'dpkg-query': DPKG,
    indextargets: TARGETS,
    policy: POLICY,
    show: 'Package: bash\nVersion: 6\nArchitecture: amd64\nSize: 10\n',
    '-s': 'Inst bash [5] (6 Debian:12/stable [amd64])\n',
    '--print-uris': '',
    '--audit': '',
    ...replace,
  }
}
