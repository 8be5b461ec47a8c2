import { lineOf } from '../../fields/plain-text.ts'

/** What a cask puts on a Mac. */
export interface Artifacts {
  /** How it is installed without a person; null: it is no application, or its installer asks. */
  readonly type: 'app' | 'suite' | 'pkg' | null
  /** "Firefox.app". */
  readonly applications: readonly string[]
  /** Receipts of pkgutil; patterns are left out. */
  readonly packageIds: readonly string[]
}

const MOST = 200

export function readArtifacts(artifacts: readonly unknown[]): Artifacts {
  const applications = new Set<string>()
  const packageIds = new Set<string>()
  let type: Artifacts['type'] = null
  for (const artifact of artifacts) {
    if (Array.isArray(artifact)) {
      // Until 2020 an application stood as its bare name, with `{"target": …}` behind it where it is installed under another.
      addApplications(applications, artifact, undefined)
      if (applications.size > 0) type ??= 'app'
    } else if (isObject(artifact)) {
      const own = artifact['app'] ?? artifact['suite']
      if (own !== undefined) {
        addApplications(applications, listOf(own), artifact['target'])
        type ??= artifact['app'] === undefined ? 'suite' : 'app'
      }
      if (artifact['pkg'] !== undefined) type = 'pkg'
      for (const step of listOf(artifact['uninstall']).filter(isObject)) {
        for (const id of textsOf(step['pkgutil'])) if (/^[A-Za-z0-9._-]{1,200}$/.test(id)) packageIds.add(id)
        // A package says nowhere what it installs, but what is deleted with it: only whole bundles in /Applications.
        for (const path of textsOf(step['delete'])) {
          const bundle = /^\/Applications\/([^/*?]{1,200}\.app)$/.exec(path)?.[1]
          if (bundle !== undefined) applications.add(lineOf(bundle, 200))
        }
      }
    }
  }
  return { type, applications: [...applications].slice(0, MOST), packageIds: [...packageIds].slice(0, MOST) }
}

function addApplications(all: Set<string>, parts: readonly unknown[], target: unknown): void {
  const renamed = [target, ...parts.filter(isObject).map(part => part['target'])].find(one => typeof one === 'string')
  const names = renamed === undefined ? parts.filter(part => typeof part === 'string') : [renamed]
  for (const name of names) {
    const bundle = lineOf(name.split('/').at(-1) ?? '', 200)
    if (bundle.endsWith('.app')) all.add(bundle)
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as unknown[]) : value === undefined || value === null ? [] : [value]

const textsOf = (value: unknown): string[] => listOf(value).filter(one => typeof one === 'string')
