import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ApplicationPatch } from './application.ts'
import { type ApplicationIndex, buildApplicationIndex, followingIndex } from './application-index.ts'
import { fixtureCatalog } from './testing/fixture-catalog.ts'

const catalog = fixtureCatalog()

/** Every list in one order: which track came first is nothing that an answer may depend on. */
const shape = (index: ApplicationIndex): unknown =>
  Object.fromEntries(
    Object.entries(index).map(([map, entries]) => [
      map,
      map === 'tracks'
        ? [...(entries as ApplicationIndex['tracks']).keys()].toSorted()
        : [...(entries as ReadonlyMap<string, readonly object[]>)]
            .map(([key, all]) => [key, all.map(one => JSON.stringify(nameOf(one))).toSorted()] as const)
            .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ]),
  )
const nameOf = (one: object): unknown =>
  'track' in one ? { ...one, track: (one.track as { name: string }).name } : (one as { name: string }).name

it('an index that follows the catalog is the one that is built of it', () => {
  const tracks = [...new Set(catalog.map(one => one.track))]
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...tracks), fc.nat(3)), { maxLength: 40 }), changes => {
      const { index, replace } = followingIndex()
      const now = new Map<string, readonly ApplicationPatch[]>()
      for (const [track, kind] of changes) {
        const own = catalog.filter(one => one.track === track)
        const patches = kind === 0 ? [] : kind === 1 ? own : renamed(own, `Tool ${kind}`)
        replace(track, patches)
        if (patches.length === 0) now.delete(track)
        else now.set(track, patches)
      }
      expect(shape(index)).toEqual(shape(buildApplicationIndex([...now.values()].flat())))
    }),
    { numRuns: 50 },
  )
})

const renamed = (patches: readonly ApplicationPatch[], name: string): ApplicationPatch[] =>
  patches.map(patch =>
    patch.detection.kind === 'macApplication'
      ? patch
      : {
          ...patch,
          detection: { ...patch.detection, names: [{ name, publisher: 'Acme' }], productCodes: ['{x}', name] },
        },
  )
