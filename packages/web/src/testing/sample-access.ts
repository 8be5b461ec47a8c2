import type { About, ActivationKey, Agent, ApiKey, AssetDetail, Me } from '@patchyard/api'
import { type Role, rolePermissions } from '@patchyard/domain'
import { sampleId } from './sample-ids.ts'

export const sampleMe = (role: Role = 'administrator'): Me => ({
  id: sampleId('person', 1),
  email: 'ada.king@example.org',
  name: 'Ada King',
  roles: [role],
  grants: [],
  permissions: [...rolePermissions[role]],
  isOperator: role === 'administrator',
  scope: { all: true, tags: [] },
  subscription: { id: sampleId('other', 1), name: 'Example Ltd', licence: 'full', suspended: false },
  signedInBy: 'session',
})

export const sampleAbout: About = {
  version: '0.1.0',
  deployment: sampleId('other', 2),
  publicUrl: 'https://patch.example.org',
  rootVersion: 1,
  rootOnServer: true,
  database: { version: '18.1', embedded: true, slower: [] },
  agentPackages: ['x64', 'arm64'].map((arch, n) => {
    const name = `patchyard-agent-linux-${arch}.tar.gz`
    return {
      platform: 'linux',
      arch,
      name,
      url: `https://patch.example.org/download/${name}`,
      sha256: `${n}f9e3a6b5c4d7e8a90123456789abcde`.repeat(2),
    }
  }),
}

export function sampleInstalls(key: string): { install: string; installs: { arch: string; command: string }[] } {
  const installs = sampleAbout.agentPackages.map(({ arch, name, url, sha256 }) => ({
    arch,
    command: [
      'cd "$(mktemp -d)"',
      `curl -fsS -O ${url}`,
      `echo "${sha256}  ${name}" | sha256sum -c -`,
      `tar -xzf ${name}`,
      `./patchyard-agent/install.sh --server ${sampleAbout.publicUrl} --key ${key}`,
    ].join(' && '),
  }))
  return { install: installs[0]?.command ?? '', installs }
}

/** The agents of the sample assets: most active, one pending that looks like a known machine, one copied. */
export function sampleAgents(assets: readonly AssetDetail[], nowMs: number): Agent[] {
  return assets.map((asset, n) => {
    const isCopied = asset.agentStatus === 'quarantined'
    const speaker = (address: string, machine: string) => ({
      address,
      machine: machine.repeat(32).slice(0, 32),
      boot: 'b'.repeat(32),
      at: new Date(nowMs - 3_700_000).toISOString(),
    })
    return {
      id: asset.agentId,
      assetId: asset.id,
      name: asset.name,
      status: asset.agentStatus,
      why: isCopied ? 'Two machines spoke with this key' : null,
      version: asset.agentVersion,
      platform: asset.platform,
      engine: asset.provider,
      features: n % 9 === 4 ? [] : ['profiles.1'],
      os: asset.operatingSystem,
      address: asset.interfaces[0]?.address.replace(/\/.*/, '') ?? null,
      enrolledAt: asset.enrolledAt,
      lastSeenAt: asset.lastCheckIn,
      looksLike:
        asset.agentStatus === 'pending' && assets[n + 1]
          ? { id: assets[n + 1]?.id ?? '', name: assets[n + 1]?.name ?? '' }
          : null,
      activated: n !== 17,
      licensed: asset.licensed && n !== 17,
      speakers: isCopied ? [speaker('10.20.1.14', 'a1'), speaker('10.20.1.114', 'c7')] : [],
      profiles: {
        configuration: n % 3 === 0 ? { id: sampleId('profile', 102), name: 'Office hours' } : null,
        assessment: n % 2 === 0 ? { id: sampleId('profile', 2), name: 'Production' } : null,
        delivery: asset.agentStatus === 'active' ? (n % 9 === 5 ? 'waiting' : 'taken') : 'inactive',
      },
    }
  })
}

export function sampleApiKeys(nowMs: number): ApiKey[] {
  const at = (days: number): string => new Date(nowMs + days * 86_400_000).toISOString()
  const key = (n: number, title: string, role: Role, part: Partial<ApiKey> = {}): ApiKey => ({
    id: sampleId('apiKey', n),
    title,
    prefix: `pyk_Sa${n}ple`,
    role,
    permissions: null,
    owner: 'ada.king@example.org',
    createdAt: at(-30 - n),
    usedAt: at(-n / 5),
    expiresAt: at(60 - n),
    revokedAt: null,
    leakedAt: null,
    ...part,
  })
  return [
    key(1, 'Ansible', 'patchUser'),
    key(2, 'Grafana dashboards', 'patchReader', { expiresAt: null }),
    key(4, 'Nightly report', 'patchReader', { role: null, permissions: ['asset.read', 'export.csv'] }),
    key(5, 'patchyard on laptop-7', 'patchReader', { role: null, leakedAt: at(-1) }),
    key(3, 'Old laptop', 'administrator', { revokedAt: at(-12), usedAt: null }),
  ]
}

export function sampleActivationKeys(nowMs: number): ActivationKey[] {
  const at = (days: number): string => new Date(nowMs + days * 86_400_000).toISOString()
  const key = (n: number, title: string, part: Partial<ActivationKey> = {}): ActivationKey => ({
    id: sampleId('activationKey', n),
    title,
    autoAccept: true,
    uses: 12 * n,
    maxUses: null,
    allowedNetworks: [],
    tags: [],
    createdAt: at(-40 + n),
    validFrom: at(-40 + n),
    expiresAt: at(20 + n),
    revokedAt: null,
    ...part,
  })
  return [
    key(1, 'Frankfurt servers', { allowedNetworks: ['10.20.0.0/16', '2001:db8:20::/64'] }),
    key(2, 'Build machines', { tags: [{ id: sampleId('tag', 2), name: 'staging' }], autoAccept: false, maxUses: 30 }),
    key(3, 'Spring migration', { expiresAt: at(-9), uses: 41 }),
  ]
}
