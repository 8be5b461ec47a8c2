// Dependencies run one way (ARCHITECTURE.md, "Packages"). What is not listed in `allowed` is refused, and the refusal
// says why that package is kept apart.
import { posix } from 'node:path'
import type { Violation } from './rule.ts'
import { lineOf, type Source } from './source.ts'
import { isTestOrTool } from './places.ts'

interface Boundary {
  /** Packages of ours it may import. */
  readonly ours: readonly string[]
  /** Node modules: none, some by name, or all. */
  readonly node: 'none' | 'all' | readonly string[]
  /** Packages from npm: what its package.json declares, or a closed list. */
  readonly npm: 'declared' | readonly string[]
  readonly why: string
}

export const allowed: Readonly<Record<string, Boundary>> = {
  domain: {
    ours: [],
    node: 'none',
    npm: 'declared',
    why: 'domain holds rules alone: it loads in a browser, in the agent and in the simulator',
  },
  protocol: {
    ours: ['domain'],
    node: ['crypto', 'buffer'],
    npm: 'declared',
    why: 'protocol is bytes in, verdict out; agent, server and simulated agents share it',
  },
  query: {
    ours: ['domain'],
    node: 'none',
    npm: 'declared',
    why: 'one language for server, page and command line: it loads in a browser and knows no database driver',
  },
  api: {
    ours: ['domain'],
    node: 'none',
    npm: 'declared',
    why: 'api is what page and command line load to speak to a server',
  },
  feeds: {
    ours: ['domain'],
    node: ['zlib', 'buffer', 'stream', 'worker_threads'],
    npm: 'declared',
    why: 'feeds is bytes in, records out: it reads what strangers wrote, so it opens no connection, no file and no database',
  },
  server: {
    ours: ['domain', 'query', 'protocol', 'api', 'feeds'],
    node: 'all',
    npm: 'declared',
    why: 'the server knows agents and people only through protocol and api',
  },
  agent: {
    ours: ['domain', 'protocol'],
    node: 'all',
    npm: ['typebox', 'saxes'],
    why: 'the agent runs as root on every machine: two third-party packages, bundled and pinned, and nothing else; it has no database and no screens',
  },
  fleet: {
    ours: ['domain', 'protocol'],
    node: 'all',
    npm: 'declared',
    why: 'simulated agents speak to the server through its door like real ones',
  },
  cli: {
    ours: ['domain', 'query', 'api', 'feeds'],
    node: 'all',
    npm: 'declared',
    why: 'the command line can do what the API can, not more',
  },
  web: { ours: ['domain', 'query', 'api'], node: 'none', npm: 'declared', why: 'web must load in a browser' },
  testkit: {
    ours: ['domain', 'protocol', 'agent'],
    node: 'all',
    npm: 'declared',
    why: 'fakes stand for ports, not for the server',
  },
}

/** What a package declares about itself, from its package.json. */
export interface Manifest {
  /** Folder name under packages/. */
  readonly folder: string
  readonly dependencies: readonly string[]
  /** Keys of `exports`: ".", "./testing", … */
  readonly exports: readonly string[]
}

export const scope = '@patchyard/'

/** Every import that crosses a line it may not cross. */
export function checkImports(sources: readonly Source[], manifests: readonly Manifest[]): Violation[] {
  return sources.flatMap(source =>
    source.references.flatMap(({ specifier, start, typeOnly }) => {
      const reason = whyRefused(source.path, specifier, typeOnly, manifests)
      if (reason === undefined) return []
      return [{ path: source.path, line: lineOf(source.text, start), rule: 'import-graph', found: specifier, reason }]
    }),
  )
}

/** The reason why the file at `path` may not import `specifier`, or undefined when it may. */
export function whyRefused(
  path: string,
  specifier: string,
  typeOnly: boolean,
  manifests: readonly Manifest[],
): string | undefined {
  const home = packageOf(path)
  if (specifier.startsWith('.')) return whyPathRefused(path, home, posix.join(posix.dirname(path), specifier), typeOnly)
  if (specifier.startsWith(scope)) return whyOursRefused(path, home, specifier.slice(scope.length), manifests)
  // Tests may use any tool of the checkout; tools, tests and benches belong to no package.
  if (home === undefined || isTestOrTool(path)) return undefined
  const boundary = allowed[home]
  if (boundary === undefined) return `packages/${home} is not in the list of tools/lint/import-graph.ts`
  // Made by a plugin of the package's own vite.config.ts.
  if (specifier.startsWith('virtual:')) return home === 'web' ? undefined : 'only the page is built by vite'
  const builtin = /^node:(.+)$/.exec(specifier)?.[1]
  if (builtin !== undefined) {
    const { node, why } = boundary
    return node === 'all' || typeOnly || node.includes(builtin) ? undefined : why
  }
  const name = npmName(specifier)
  if (boundary.npm !== 'declared') return boundary.npm.includes(name) ? undefined : boundary.why
  const declared = manifests.find(({ folder }) => folder === home)?.dependencies ?? []
  return declared.includes(name)
    ? undefined
    : `packages/${home}/package.json does not name ${name}; what is imported is declared`
}

function whyOursRefused(
  path: string,
  home: string | undefined,
  rest: string,
  manifests: readonly Manifest[],
): string | undefined {
  const [name = '', ...subpath] = rest.split('/')
  const key = ['.', ...subpath].join('/')
  const manifest = manifests.find(({ folder }) => folder === name)
  if (manifest === undefined) return `there is no package ${scope}${name}`
  if (!manifest.exports.includes(key)) return `a package is what its exports say; ${scope}${name} has no "${key}"`
  if (home === undefined) return undefined
  if (name === home) return 'inside a package, files are imported by their relative path'
  if (name === 'testkit' || key.startsWith('./testing')) {
    return isTestOrTool(path) ? undefined : 'test code: nothing that ships may depend on it'
  }
  if (isTestOrTool(path) && !path.startsWith('packages/testkit/')) return undefined
  const boundary = allowed[home]
  return boundary === undefined || boundary.ours.includes(name) ? undefined : boundary.why
}

function whyPathRefused(path: string, home: string | undefined, target: string, typeOnly: boolean): string | undefined {
  const other = packageOf(target)
  if (other !== home && other !== undefined) return `packages/${other} is reached by its name, never by its path`
  if (home !== undefined && other === undefined && !isTestOrTool(path))
    return 'a package imports nothing outside itself by path'
  if (isTestOrTool(path)) return undefined
  if (isTestOrTool(target)) return 'test code: nothing that ships may depend on it'
  return whyFeatureRefused(featureOf(path), target, typeOnly)
}

/** A feature asks another through its service or read model; types alone may come from there or from its types file. */
function whyFeatureRefused(feature: string | undefined, target: string, typeOnly: boolean): string | undefined {
  const other = featureOf(target)
  if (feature === undefined || other === undefined || other === feature) return undefined
  const door = typeOnly ? /-(service|read-model|types)\.ts$/ : /-(service|read-model)\.ts$/
  if (door.test(target)) return undefined
  return `feature "${feature}" asks feature "${other}" through its service or read model; only its own store writes its tables`
}

const packageOf = (path: string): string | undefined => /^packages\/([^/]+)\//.exec(path)?.[1]
const featureOf = (path: string): string | undefined => /^packages\/server\/src\/features\/([^/]+)\//.exec(path)?.[1]
const npmName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
