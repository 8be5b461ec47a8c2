import { answerApplication, type ApplicationPatch, followingIndex, noHandMappings } from '@patchyard/domain'
import type { Bench } from '../tools/bench/bench.ts'

const PRODUCTS = 10_000
const VERSIONS = 30
const NAMES = 100_000

export const bench: Bench = {
  about:
    'Installed programs against the catalog: an index of all products, one answer for each distinct name as the server keeps it, and what a change of some products costs. Processor time of one thread.',
  data: `${PRODUCTS} products in ${VERSIONS} versions; ${NAMES} names, five of seven are of a product that the catalog has.`,
  run() {
    const { index, replace } = followingIndex()
    const built = cpuMs(() => {
      for (let n = 0; n < PRODUCTS; n++) replace(`winget:P.${n}`, patchesOf(n))
    })
    let older = 0
    const answered = cpuMs(() => {
      for (let i = 0; i < NAMES; i++) {
        const n = i % 14_000
        const version = `${1 + (i % 29)}.${i % 7}`
        const answer = answerApplication(
          {
            ...{
              platform: 'windows',
              name: `${nameOf(n)} ${version} (x64)`,
              publisher: `Vendor ${n % 900} Inc.`,
              version,
            },
            ...{ arch: 'x64', productCode: `k${i}`, upgradeCode: '', packageFamilyName: '', user: '', bundleId: '' },
            path: '',
          },
          index,
          noHandMappings,
        )
        if (answer.state === 'older') older++
      }
    })
    const changed = cpuMs(() => {
      for (let n = 0; n < 100; n++) replace(`winget:P.${n}`, patchesOf(n))
    })
    return Promise.resolve([
      { name: 'index of all products', value: built / 1000, unit: 's' },
      { name: `answers about ${NAMES} distinct programs`, value: answered / 1000, unit: 's', atMost: 5 },
      { name: 'of them older than the catalog', value: older, unit: '' },
      { name: '100 products changed', value: changed, unit: 'ms' },
    ])
  },
}

function cpuMs(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

const words = 'Sync Note Photo Clip Drive Term Mail Board Code Audio Video Grid Task Cloud Disk Net'.split(' ')
const nameOf = (n: number): string =>
  `${[n, n >> 4, n >> 8].map(at => words[at % 16]).join(' ')} ${String.fromCharCode(97 + (n % 26))}${n}`

const patchesOf = (n: number): ApplicationPatch[] =>
  Array.from({ length: VERSIONS }, (_, v) => ({
    ...{ key: `winget:P.${n}@${v + 1}.0`, track: `winget:P.${n}`, version: `${v + 1}.0`, deprecated: null },
    detection: {
      kind: 'windowsApplication',
      productCodes: [`{${String(n).padStart(8, '0')}-0000-0000-0000-${String(v).padStart(12, '0')}}`],
      ...{ upgradeCodes: [], packageFamilyNames: [], displayVersions: [], architectures: ['x64'] },
      names: [{ name: nameOf(n), publisher: `Vendor ${n % 900}` }],
    },
  }))
