import { expect, test } from 'vitest'
import { run } from '../../testing/run-command.ts'
import { RPM_FORMAT } from './rpm-inventory.ts'
import { type DnfAnswer, dnfHost, lackForDnf } from './testing/dnf-oracle.ts'
import { rpmWorld } from './testing/rpm-world.ts'

// dnf itself is asked the same question over the same database of rpm and the same repository: it cannot share our mistakes.

const encoder = new TextEncoder()
const line = (one: DnfAnswer): string =>
  [
    one.name,
    one.arch,
    one.from,
    one.to,
    one.replacedBy ?? '',
    one.replacedBy === null ? one.advisories?.join() : '',
  ].join(' ')

test.for([1, 2, 3])(
  'as dnf says, of 120 packages in random versions, kernels, obsoletes and modules (seed %i)',
  { timeout: 60_000 },
  async (seed, { skip }) => {
    const lack = lackForDnf()
    if (lack !== '') skip(`absent: ${lack}`)
    const world = rpmWorld(seed)
    using host = dnfHost(world.installed, world.enabled)
    const files = {
      inventory: encoder.encode(host.list(RPM_FORMAT)),
      ...Object.fromEntries(Object.entries(world.files).map(([name, text]) => [name, encoder.encode(text)])),
    }
    const args = ['--inventory', 'inventory', '--packages', ...Object.keys(world.files)]
    const { out, failure } = await run(['catalog', 'match', '--json', ...args], [], { files })
    if (failure !== null) throw new Error('match failed', { cause: failure })
    const { items } = JSON.parse(out) as { items: DnfAnswer[] }
    const told = host.ask(world.files)
    expect(told.length).toBeGreaterThan(30)
    expect(items.map(line).sort()).toEqual(told.map(line).sort())
  },
)
