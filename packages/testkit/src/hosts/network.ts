import { networkInterfaces } from 'node:os'
import { outputOf, runCommand } from './command.ts'
import { ownRegistry } from './registry.ts'
import { remove } from './reaper.ts'
import type { Holder } from './holder.ts'

/**
 * A switch in this machine's own network namespace. A server that the test runs listens on `serverAddress`; every host
 * gets an address beside it and no route anywhere else, so nothing a host does can leave this machine.
 */
export interface TestNetwork {
  readonly serverAddress: string
  /** Also in every host's /etc/hosts. */
  readonly serverName: string
  /** Plugs a card named eth0 into the holder's network namespace and returns its address. */
  attach(holder: Holder): Promise<string>
  /** Cable of the host with this address out or in again. */
  setCable(address: string, state: 'in' | 'out'): Promise<void>
  dispose(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

// RFC 2544 gives 198.18.0.0/15 to tests of network devices: no real network, VPN or cloud uses it, so a test cannot
// shadow an address that its machine needs. 512 networks of /24.
const networks = 512
const addressOf = (network: number, host: number): string =>
  `198.${String(18 + (network >> 8))}.${String(network & 255)}.${String(host)}`

/** @throws Error when all test networks are taken on this machine. */
export async function createNetwork(): Promise<TestNetwork> {
  // Start anywhere: two test processes on one machine then rarely try the same number; the kernel decides when they do.
  const first = process.pid % networks
  for (let n = 0; n < networks; n++) {
    const network = (first + n) % networks
    const bridge = `pytest${String(network)}`
    if (networkInterfaces()[bridge]) continue
    const forget = ownRegistry().add({ kind: 'bridge', name: bridge })
    const made = await runCommand(['ip', 'link', 'add', bridge, 'type', 'bridge'])
    if (made.status !== 0) {
      forget() // another process was faster: the bridge is not ours to remove
      if (/File exists/.test(made.stderr)) continue
      throw new Error(`no bridge for a test network: ${made.stderr.trim()}`)
    }
    await ip(`addr add ${addressOf(network, 1)}/24 dev ${bridge}`, `link set ${bridge} up`)
    return networkOn(network, bridge, forget)
  }
  throw new Error('no test network is free: run packages/testkit/src/hosts/reaper-main.ts')
}

function networkOn(network: number, bridge: string, forget: () => void): TestNetwork {
  let next = 10
  const cards = new Map<string, string>()
  const dispose = async (): Promise<void> => {
    await remove({ kind: 'bridge', name: bridge })
    forget()
  }
  return {
    serverAddress: addressOf(network, 1),
    serverName: 'server.test',
    async attach(holder) {
      if (next > 250) throw new Error('a test network has 240 addresses')
      const number = next++
      const address = addressOf(network, number)
      const card = `pyt${String(network)}.${String(number)}`
      // The kernel removes both ends with the holder's network namespace.
      await ip(
        `link add ${card} type veth peer name eth0 netns ${String(holder.identity.pid)}`,
        `link set ${card} master ${bridge} up`,
      )
      cards.set(address, card)
      await outputOf(holder.enter('ip', '-batch', '-'), {
        input: `addr add ${address}/24 dev eth0\nlink set eth0 up\n`,
      })
      return address
    },
    async setCable(address, state) {
      const card = cards.get(address)
      if (card === undefined) throw new Error(`no host of this network has ${address}`)
      await ip(`link set ${card} ${state === 'in' ? 'up' : 'down'}`)
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  }
}

async function ip(...lines: string[]): Promise<void> {
  await outputOf(['ip', '-batch', '-'], { input: `${lines.join('\n')}\n` })
}
