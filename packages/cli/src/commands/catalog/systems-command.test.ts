import { expect, test } from 'vitest'
import { run } from '../../testing/run-command.ts'

const found = {
  engines: [
    {
      ...{ id: 'apt', title: 'apt', platform: 'linux', systems: 'Debian', proof: 'hosts', proofTitle: 'real machines' },
      ...{ provenOn: 'Debian 12', limits: [] },
      abilities: [
        { ability: 'inventory', title: 'Inventory', able: 'yes' },
        { ability: 'advisories', title: 'Advisories', able: 'catalog' },
        { ability: 'oldKernels', title: 'Old kernels', able: 'no' },
      ],
    },
    {
      ...{ id: 'windowsUpdate', title: 'Windows Update', platform: 'windows', systems: 'Windows', proof: 'none' },
      ...{ proofTitle: 'not yet', provenOn: '', limits: [], abilities: [] },
    },
  ],
  catalog: [
    {
      ...{ kind: 'linux', name: 'debian', release: 'buster', patches: 3054, products: 210 },
      newestAt: '2024-06-30T10:00:00.000Z',
      lifecycle: { endOfLifeAt: '2024-06-30T00:00:00.000Z', isEndOfLife: true },
    },
    { kind: 'applications', name: 'winget', release: '', patches: 9, products: 2, newestAt: null, lifecycle: null },
  ],
}

test('all words are asked for together, and what ended is said', async () => {
  const { asked, out } = await run(['catalog', 'systems', 'debian', '10'], [{ body: found }])
  expect(asked).toEqual(['GET /supported-systems?search=debian+10'])
  expect(out).toMatch(/^apt +Debian +real machines +oldKernels$/m)
  expect(out).toMatch(/^Windows Update +Windows +not yet +all$/m)
  expect(out).toMatch(/^linux +debian +buster +3054 +210 +2024-06-30 +ended 2024-06-30$/m)
  expect(out).toMatch(/^applications +winget +9 +2 +- +-$/m)
})

test('JSON is the answer itself', async () => {
  const { asked, out } = await run(['catalog', 'systems', '--json'], [{ body: found }])
  expect(asked).toEqual(['GET /supported-systems'])
  expect(JSON.parse(out)).toEqual(found)
})
