import { Dice } from './dice.ts'
import { type Kind, kinds } from './kinds.ts'
import { LEVELS, ROLES } from './packages.ts'
import { benchNowMs, dayMs } from './sizes.ts'

/** One asset as the generator thinks of it; asset-rows.ts makes its rows. */
export interface MadeAsset {
  readonly id: number
  readonly publicId: string
  readonly subscriptionId: number
  readonly name: string
  readonly kind: Kind
  readonly role: number
  readonly site: number
  readonly environment: number
  /** 0 to LEVELS - 1: how well it is kept up to date. */
  readonly level: number
  readonly findings: number
  readonly addresses: readonly { readonly name: string; readonly address: string; readonly mac: string }[]
  readonly seenMs: number
  readonly scannedMs: number | null
  readonly scanStatus: string
  readonly standing: 'active' | 'quarantined' | 'pending'
  readonly user: string
  readonly model: string
  readonly manufacturer: string
  readonly virtualization: string
  readonly rebootNeeded: boolean
  readonly restarts: number
}

export const roles = ['web', 'db', 'app', 'file', 'mail', 'k8s', 'build', 'proxy', 'cache', 'log'] as const
const clientRoles = ['desk', 'lap', 'vdi', 'kiosk', 'pos', 'lab', 'dev', 'hr', 'fin', 'ops'] as const
export const environments = ['prod', 'staging', 'test', 'dev'] as const
const places =
  'ams ath ber bcn bos bru bud cdg chi cph dal del den dub fra gva ham hel hkg iad ist jnb lax lhr lis lyo mad mel mex mil mtl muc nrt osl prg rom sea sin sto syd vie waw yyz zrh'
export const sites: readonly string[] = places.split(' ')

const scanStatuses = [
  { name: 'ok', weight: 91 },
  { name: 'partial', weight: 4 },
  { name: 'failed', weight: 3 },
  { name: 'never', weight: 1.5 },
  { name: 'running', weight: 0.5 },
]
const machines: Readonly<Record<'server' | 'client' | 'macos', readonly (readonly [maker: string, model: string])[]>> =
  {
    server: [
      ['Dell Inc.', 'PowerEdge R650'],
      ['HPE', 'ProLiant DL380 Gen11'],
      ['VMware, Inc.', 'VMware20,1'],
      ['QEMU', 'Standard PC (Q35 + ICH9, 2009)'],
      ['Amazon EC2', 'm6i.xlarge'],
    ],
    client: [
      ['Dell Inc.', 'Latitude 7440'],
      ['LENOVO', '21HMCTO1WW'],
      ['HP', 'HP EliteBook 845 14 inch G10'],
      ['Microsoft Corporation', 'Surface Laptop 5'],
    ],
    macos: [
      ['Apple Inc.', 'MacBookPro18,3'],
      ['Apple Inc.', 'Mac14,2'],
    ],
  }

export function* makeAssets(
  subscriptionId: number,
  firstId: number,
  count: number,
  seed: number,
): Generator<MadeAsset> {
  const dice = new Dice(`assets ${subscriptionId}`, seed)
  for (let i = 0; i < count; i++) {
    const kind = dice.weighted(kinds, k => k.share)
    const role = dice.int(ROLES)
    const site = Math.floor(dice.fraction() ** 1.5 * sites.length)
    const environment = dice.weighted([0, 1, 2, 3], e => [60, 15, 10, 15][e] ?? 0)
    const seen = benchNowMs - Math.floor(dice.fraction() ** 6 * 60 * dayMs)
    const scanStatus = dice.weighted(scanStatuses, s => s.weight).name
    const machine = dice.pick(machines[kind.platform === 'macos' ? 'macos' : kind.servers ? 'server' : 'client'])
    const isVirtual = machine[0] === 'QEMU' || machine[0].startsWith('VMware') || machine[0].startsWith('Amazon')
    yield {
      id: firstId + i,
      publicId: dice.uuid(),
      subscriptionId,
      name: nameOf(kind, role, site, environment, i),
      ...{ kind, role, site, environment },
      level: Math.min(LEVELS - 1, Math.floor(dice.fraction() ** 0.5 * LEVELS)),
      findings: Math.round(kind.findings * (0.7 + 0.6 * dice.fraction())),
      addresses: addressesOf(dice, i),
      seenMs: seen,
      scannedMs: scanStatus === 'never' ? null : seen - dice.int(dayMs),
      scanStatus,
      standing: dice.chance(0.002) ? 'quarantined' : dice.chance(0.003) ? 'pending' : 'active',
      user: kind.servers ? (dice.chance(0.2) ? 'root' : '') : `user${dice.int(60_000)}`,
      manufacturer: machine[0],
      model: machine[1],
      virtualization: isVirtual
        ? machine[0] === 'QEMU'
          ? 'kvm'
          : machine[0].startsWith('VM')
            ? 'vmware'
            : 'amazon'
        : '',
      rebootNeeded: dice.chance(0.12),
      restarts: dice.chance(0.3) ? dice.int(8) : 0,
    }
  }
}

function nameOf(kind: Kind, role: number, site: number, environment: number, i: number): string {
  const place = sites[site] ?? ''
  const serial = String(i).padStart(6, '0')
  if (!kind.servers && kind.platform === 'windows')
    return `${place.toUpperCase()}-${(clientRoles[role] ?? '').toUpperCase()}-${serial}`
  if (kind.platform === 'macos') return `${clientRoles[role]}-mac-${serial}.local`
  return `${roles[role]}-${serial}.${place}.${environments[environment]}.example.org`
}

function addressesOf(dice: Dice, i: number): MadeAsset['addresses'] {
  const mac = (n: number): string =>
    `02:00:${[24, 16, 8, 0].map(s => ((n >>> s) & 255).toString(16).padStart(2, '0')).join(':')}`
  // Neighbours in the list are not neighbours in the network: a stride prime to the size of 10/8's part that is used.
  const at = (i * 7919) % (1 << 18)
  const list = [{ name: 'eth0', address: `10.${at >>> 16}.${(at >>> 8) & 255}.${at & 255}`, mac: mac(i) }]
  if (dice.chance(0.25)) list.push({ name: 'docker0', address: '172.17.0.1', mac: mac(i + 0x0100_0000) })
  if (dice.chance(0.2))
    list.push({ name: 'eth0', address: `fd00:${(at >>> 8).toString(16)}::${(at & 255).toString(16)}`, mac: mac(i) })
  return list
}
