import { expect, it } from 'vitest'
import { assessWindows, type WindowsPatch } from './assess-windows.ts'

const patch = (fixedBuild: string, product = 'Windows Server 2022'): WindowsPatch => ({
  detection: { kind: 'windowsBuild', product, fixedBuild },
})
const patches = ['10.0.20348.3328', '10.0.20348.3453', '10.0.20348.3692', 'unknown'].map(build => patch(build))

it.each([
  ['a machine between two updates misses the later ones', '10.0.20348.3453', '3692', '3328 3453'],
  ['one below all misses all', '10.0.20348.1', '3328 3453 3692', ''],
  ['one at the newest misses nothing', '10.0.20348.3692', '', '3328 3453 3692'],
  ['one above all misses nothing', '10.0.20348.9999', '', '3328 3453 3692'],
  ['an older build of the same product misses all, whatever its revision', '10.0.20347.9999', '3328 3453 3692', ''],
  ['nothing is said of what is no build', '20348', '', ''],
  ['nor of one without a revision', '10.0.20348', '', ''],
])('%s', (_, build, missing, satisfied) => {
  const found = assessWindows({ product: 'Windows Server 2022', build }, [
    ...patches,
    patch('10.0.20348.9', 'Windows Server 2022 (Server Core installation)'),
  ])
  const revisions = (all: readonly WindowsPatch[]): string =>
    all.map(one => one.detection.fixedBuild.split('.').at(-1)).join(' ')
  expect([revisions(found.missing), revisions(found.satisfied)]).toEqual([missing, satisfied])
})
