import { describe, expect, it } from 'vitest'
import { assessMacos, type MacosPatch } from './assess-macos.ts'
import { compareMacosVersions } from './macos-version.ts'

const patch = (version: string, build: string, boardIds: string[] = []): MacosPatch => ({
  key: `macos:${build}`,
  version,
  detection: { kind: 'macosBuild', major: version.split('.')[0] ?? '', build, boardIds },
})
const catalog = [
  patch('15.7.8', '24G824'),
  patch('15.7.9', '24G830'),
  patch('26.3.1', '25D2128'),
  patch('26.3.1 (a)', '25D771280a', ['J314sAP']),
  patch('27.0', '26A1', ['J999AP']),
]

describe('a Mac', () => {
  it.each([
    ['misses the newest of its own major version', '15.7.8', '24G824', '', 'macos:24G830', null],
    ['… whatever older one it has', '15.2', '24C101', '', 'macos:24G830', null],
    ['has it', '15.7.9', '24G830', '', null, null],
    ['is known by its build before its version', '15.0', '24G830', '', null, null],
    ['may be newer than the catalog', '15.8', '24H1', '', null, null],
    ['misses an improvement for its board', '26.3.1', '25D2128', 'j314sap', 'macos:25D771280a', null],
    ['… and none for another', '26.3.1', '25D2128', 'J1AP', null, null],
    ['has the improvement', '26.3.1 (a)', '25D771280a', 'J314sAP', null, null],
    ['may have a build of its own for a release', '26.3', '25D8999', 'J1AP', 'macos:25D2128', null],
    ['is offered a later major version apart, if its board gets it', '15.7.9', '24G830', 'J999AP', null, 'macos:26A1'],
    ['without a version misses nothing', '', '', '', null, null],
  ])('%s', (_, version, build, boardId, missing, upgrade) => {
    const { missing: found, upgrade: later } = assessMacos({ version, build, boardId }, catalog)
    expect(found?.key ?? null).toBe(missing)
    if (boardId === 'J999AP') expect(later?.key ?? null).toBe(upgrade)
  })
})

it('versions of macOS go up with their letters', () => {
  const sorted = ['14.9', '15.0', '15.0.1', '26.3', '26.3.1', '26.3.1 (a)', '26.3.1 (b)', '26.3.2']
  expect(sorted.toReversed().toSorted(compareMacosVersions)).toEqual(sorted)
})
