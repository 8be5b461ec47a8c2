import { existsSync, readdirSync, readFileSync } from 'node:fs'
import {
  type ApplicationPatch,
  type Architecture,
  buildApplicationIndex,
  type InstalledApplication,
  missingApplications,
} from '@patchyard/domain'
import { beforeEach, describe, expect, it } from 'vitest'
import type { PatchRecord } from '../../records/patch-record.ts'
import { readBytes } from '../../testing/mutated-bytes.ts'
import { realData } from '../../testing/real-data.ts'
import { storedZip } from '../../testing/stored-zip.ts'
import { winget } from './index.ts'

// The 60 packages of the test data in all their versions, and lists of programs: by codes as their manifests have them, by names as the
// hand-checked table of docs/detection.md has them, and a real workstation's.

const folder = new URL('../../../../../../shared/data/winget/', import.meta.url)
const table = new URL('../../../../domain/src/catalog/applications/fixtures/installed.tsv', import.meta.url)

const onWindows = (facts: Partial<InstalledApplication>): InstalledApplication => ({
  platform: 'windows',
  name: '',
  publisher: '',
  version: '',
  arch: '',
  productCode: '',
  upgradeCode: '',
  packageFamilyName: '',
  user: '',
  bundleId: '',
  path: '',
  ...facts,
})

async function catalog(): Promise<(PatchRecord & ApplicationPatch)[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.yaml'))
  const members = Object.fromEntries(
    files.toSorted().map(path => [path, readFileSync(new URL(encodeURI(path), folder))]),
  )
  const items = await readBytes(winget, storedZip(members), { document: 'archive', options: {} })
  expect(items.filter(item => item.kind !== 'patch')).toEqual([])
  return items.flatMap(item =>
    item.kind === 'patch' && item.detection?.kind === 'windowsApplication'
      ? { ...item, detection: item.detection }
      : [],
  )
}

describe('60 packages of shared/data/winget', async () => {
  beforeEach(({ skip }) => {
    if (!existsSync(folder)) skip('absent: shared/data/winget, which is too large to be shipped')
  })
  const patches = existsSync(folder) ? await catalog() : []
  const index = buildApplicationIndex(patches)
  const newest = new Map([...index.tracks].map(([name, track]) => [name, track.patches.at(-1)?.key]))
  /** What a list of programs says: versions that a manifest has copied from an earlier one are not said. */
  const shownBy = (patch: PatchRecord): readonly string[] => {
    const track = index.tracks.get(patch.track)
    return [...(track?.shown ?? [])].find(([one]) => one.key === patch.key)?.[1] ?? []
  }
  const missing = (installed: Partial<InstalledApplication>): string => {
    const result = missingApplications([onWindows(installed)], index)
    return (
      result.missing[0]?.patch.key ?? result.current[0]?.track.name ?? `unmatched: ${result.unmatched[0]?.why ?? ''}`
    )
  }
  const wanted = (patch: PatchRecord): string => {
    const key = newest.get(patch.track) ?? ''
    return key === patch.key ? patch.track : key
  }

  it('are 60, in 167 versions', () => {
    expect([index.tracks.size, patches.length]).toEqual([60, 167])
  })

  it('by its codes, each older version misses exactly the newest of its package', () => {
    let asked = 0
    const wrong: string[] = []
    for (const patch of patches) {
      if (patch.detection.kind !== 'windowsApplication') continue
      const { productCodes, upgradeCodes, packageFamilyNames } = patch.detection
      const codes: Partial<InstalledApplication>[] = [
        ...productCodes.map(productCode => ({ productCode })),
        ...upgradeCodes.map(upgradeCode => ({ upgradeCode })),
        ...packageFamilyNames.map(packageFamilyName => ({ packageFamilyName })),
      ]
      for (const code of codes) {
        for (const version of shownBy(patch)) {
          asked++
          const found = missing({ ...code, version, publisher: patch.vendor })
          if (found !== wanted(patch))
            wrong.push(`${Object.values(code).join('')} ${version}: ${found}, not ${wanted(patch)}`)
        }
      }
    }
    expect(wrong).toEqual([])
    expect(asked).toBeGreaterThan(400)
  })

  it('by its names alone, each older version misses exactly the newest of its package', () => {
    const lines = readFileSync(table, 'utf8').trimEnd().split('\n').slice(1)
    const tracks = new Set<string>()
    let asked = 0
    for (const line of lines) {
      const [track = '', name = '', publisher = '', , , arch = ''] = line.split('\t')
      // "Java 8 Update 241" is the name of that version alone.
      if (!name.includes('{v}') && /\d{3}/.test(name)) continue
      for (const patch of patches.filter(one => one.track === track)) {
        for (const version of shownBy(patch)) {
          asked++
          tracks.add(track)
          const installed = { name: name.replace('{v}', patch.version), publisher, version, arch: arch as Architecture }
          expect(`${installed.name} ${version}: ${missing(installed)}`).toBe(
            `${installed.name} ${version}: ${wanted(patch)}`,
          )
        }
      }
    }
    expect(asked).toBeGreaterThan(250)
    expect(tracks.size).toBeGreaterThanOrEqual(57)
  })

  it('a real workstation misses these and nothing else', ({ skip }) => {
    const sample = realData('samples/windows-software/software1.json')
    if (sample === null) return skip('absent: shared/data/samples, which is not shipped')
    const entries = JSON.parse(Buffer.from(sample).toString()) as { name: string; publisher: string; version: string }[]
    const found = missingApplications(entries.map(onWindows), index)
    expect(found.missing.map(one => one.patch.key).toSorted()).toEqual([
      'winget:7zip.7zip@25.01',
      'winget:Adobe.Acrobat.Reader.32-bit@24.002.20687',
      'winget:Git.Git@2.50.1',
      'winget:Google.Chrome@122.0.6261.70',
      'winget:Microsoft.VCRedist.2013.x86@12.0.40664.0',
      'winget:Microsoft.VCRedist.2015+.x64@14.38.33130.0',
      'winget:Microsoft.VCRedist.2015+.x86@14.38.33130.0',
      'winget:Oracle.JavaRuntimeEnvironment@8.0.4010.10',
      'winget:WinSCP.WinSCP@6.3.1',
      'winget:Zoom.Zoom@6.0.4.38135',
    ])
    expect(found.current.map(one => one.track.name)).toEqual(['winget:Microsoft.VCRedist.2013.x64'])
    expect(found.toConfirm).toEqual([])
    expect(found.unmatched.length).toBeGreaterThan(150)
  })
})
