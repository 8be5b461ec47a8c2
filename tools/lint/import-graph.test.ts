import { describe, expect, it } from 'vitest'
import { allowed, checkImports, type Manifest, whyRefused } from './import-graph.ts'
import { readManifests } from './manifests.ts'
import { parseSource } from './source.ts'

const manifests: Manifest[] = [
  { folder: 'domain', dependencies: [], exports: ['.', './versions'] },
  { folder: 'protocol', dependencies: ['typebox'], exports: ['.'] },
  { folder: 'api', dependencies: ['typebox'], exports: ['.'] },
  { folder: 'server', dependencies: ['pg'], exports: ['.', './testing'] },
  { folder: 'agent', dependencies: ['typebox', 'saxes', 'pg'], exports: ['.'] },
  { folder: 'web', dependencies: ['react'], exports: ['.'] },
  { folder: 'cli', dependencies: [], exports: ['.'] },
  { folder: 'fleet', dependencies: [], exports: ['.'] },
  { folder: 'testkit', dependencies: [], exports: ['.'] },
]
const feature = 'packages/server/src/features'

describe('an import is refused', () => {
  it.each([
    ['packages/agent/src/core/scan.ts', 'pg', 'no database'],
    ['packages/agent/src/core/scan.ts', '@patchyard/api', 'runs as root'],
    ['packages/web/src/pages/AssetsPage.tsx', 'node:path', 'browser'],
    ['packages/web/src/pages/AssetsPage.tsx', '@patchyard/protocol', 'browser'],
    ['packages/domain/src/window.ts', 'node:crypto', 'browser'],
    ['packages/domain/src/window.ts', '@patchyard/protocol', 'rules alone'],
    ['packages/protocol/src/link.ts', 'node:fs', 'bytes in'],
    ['packages/api/src/client.ts', '@patchyard/server', 'page and command line'],
    ['packages/cli/src/main.ts', '@patchyard/protocol', 'what the API can'],
    ['packages/server/src/main.ts', '@patchyard/agent', 'protocol and api'],
    ['packages/server/src/main.ts', '@patchyard/testkit', 'test code'],
    ['packages/fleet/src/main.ts', '@patchyard/server/testing', 'test code'],
    ['packages/server/src/main.ts', './testing/global-setup.ts', 'test code'],
    ['packages/server/src/main.ts', 'left-pad', 'declared'],
    ['packages/server/src/main.ts', '../../domain/src/window.ts', 'by its name'],
    ['tests/hosts/apt.host.test.ts', '../../packages/agent/src/main.ts', 'by its name'],
    ['tests/hosts/apt.host.test.ts', '@patchyard/domain/src/window.ts', 'exports'],
    ['packages/server/src/main.ts', '@patchyard/domain/window', 'exports'],
    ['packages/server/src/main.ts', '@patchyard/nowhere', 'no package'],
    ['packages/server/src/main.ts', '@patchyard/server', 'relative path'],
    ['packages/server/src/main.ts', '../../../tools/lint/run.ts', 'outside itself'],
    [`${feature}/jobs/jobs-service.ts`, '../assets/asset-store.ts', 'service or read model'],
    [`${feature}/jobs/jobs-service.ts`, '../assets/sql/list.ts', 'service or read model'],
    ['packages/server/src/main.ts', 'virtual:theme.css', 'by vite'],
    ['packages/new/src/index.ts', 'left-pad', 'not in the list'],
  ])('%s → %s: %s', (path, specifier, reason) => {
    expect(whyRefused(path, specifier, false, manifests)).toContain(reason)
  })
})

describe('an import is allowed', () => {
  it.each([
    ['packages/agent/src/core/scan.ts', 'saxes'],
    ['packages/agent/src/core/scan.ts', 'node:sqlite'],
    ['packages/agent/src/core/scan.ts', '@patchyard/domain/versions'],
    ['packages/protocol/src/link.ts', 'node:crypto'],
    ['packages/web/src/main.tsx', 'virtual:theme.css'],
    ['packages/server/src/main.ts', 'pg'],
    ['packages/server/src/x.test.ts', 'vitest'],
    ['packages/server/src/x.test.ts', '@patchyard/testkit'],
    ['packages/server/src/x.db.test.ts', './testing/test-database.ts'],
    ['packages/cli/bin/patchyard.mjs', '../../../tools/house/launch.mjs'],
    ['tests/simulation/world.ts', '@patchyard/server'],
    [`${feature}/jobs/jobs-service.ts`, '../assets/assets-service.ts'],
    [`${feature}/jobs/jobs-service.ts`, '../assets/asset-list-read-model.ts'],
    [`${feature}/jobs/jobs-service.ts`, './job-store.ts'],
    [`${feature}/jobs/jobs-service.ts`, '../../database/wall.ts'],
  ])('%s → %s', (path, specifier) => {
    expect(whyRefused(path, specifier, false, manifests)).toBeUndefined()
  })

  it('as a type from a Node module where no code of it runs', () => {
    expect(whyRefused('packages/domain/src/window.ts', 'node:stream', true, manifests)).toBeUndefined()
    expect(whyRefused('packages/domain/src/window.ts', 'node:stream', false, manifests)).toBeDefined()
  })
})

it('finds every way to import: statement, re-export, dynamic, type, each with its line', () => {
  const text = `import { a } from 'pg'
export * from 'pg'
export { b } from 'pg'
const c = await import('pg')
type D = import('pg').Client
import type { E } from 'pg'`
  const found = checkImports([parseSource('packages/agent/src/core/scan.ts', text)], manifests)
  expect(found.map(({ line }) => line).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6])
})

it('has a boundary for every package, and only for those', () => {
  expect(Object.keys(allowed).sort()).toEqual(readManifests().map(({ folder }) => folder))
})
