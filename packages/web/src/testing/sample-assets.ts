import type { AssetDetail, Finding } from '@patchyard/api'
import type { AgentStatus, ScanStatus } from '@patchyard/domain'
import { sampleId, spread } from './sample-ids.ts'
import { isDebianPatch, samplePatches, versionBefore } from './sample-patches.ts'

const roles = [
  'web',
  'db',
  'cache',
  'build',
  'mail',
  'vpn',
  'gitlab',
  'metrics',
  'k8s-node',
  'proxy',
  'backup',
  'app',
] as const
const sites = ['fra1', 'ams2', 'lon1'] as const
const tags = ['prod', 'frozen', 'Berlin'] as const
/** Their numbers among the sample tags (sample-tags.ts). */
const tagNumber = { prod: 1, frozen: 3, Berlin: 5 } as const
const users = ['', 'deploy', 'm.weber', 'root', 'ansible'] as const

export interface SampleAsset {
  readonly asset: AssetDetail
  readonly findings: readonly Finding[]
}

const statusOf = (n: number): AgentStatus =>
  n === 4 ? 'quarantined' : n === 9 ? 'pending' : n === 13 ? 'stale' : 'active'
const scanOf = (n: number): ScanStatus =>
  n === 9 ? 'never' : n === 6 ? 'partial' : n === 11 ? 'failed' : n === 2 ? 'running' : 'ok'

function findingsOf(n: number, isDebian: boolean, nowMs: number): Finding[] {
  if (scanOf(n) === 'never') return []
  return samplePatches(nowMs).flatMap((patch, p): Finding[] => {
    if (isDebianPatch(p) !== isDebian) return []
    const luck = spread(n, p) % 10
    if (luck > 7 || n % 7 === 5)
      return luck > 8
        ? []
        : [
            {
              ...finding(n, p, patch, nowMs),
              status: 'installed',
              isOffered: false,
              isMatched: false,
              isOnDiskAlone: n % 5 === 1,
            },
          ]
    return luck > 4
      ? [{ ...finding(n, p, patch, nowMs), status: 'installed', isOffered: false, isMatched: false }]
      : [finding(n, p, patch, nowMs)]
  })
}

function finding(n: number, p: number, patch: ReturnType<typeof samplePatches>[number], nowMs: number): Finding {
  const {
    id,
    key,
    title,
    isSecurity,
    severity,
    rebootSuggested,
    advisories,
    cves,
    packages,
    kev,
    exploited,
    isDeprecated,
  } = patch
  const seen = new Date(
    Math.min(nowMs, Date.parse(patch.firstReportedAt) + (spread(n, p, 1) % 80_000_000)),
  ).toISOString()
  return {
    patchId: id,
    key,
    title,
    status: 'missing',
    isSecurity,
    severity,
    isLatest: true,
    rebootSuggested,
    firstSeen: seen,
    since: seen,
    exposedSince: seen,
    advisories,
    cves,
    kev,
    exploited,
    isDeprecated,
    // What no repository of the machine offers has no package rows of its engine.
    isOffered: p !== 3,
    isMatched: p % 2 === 1,
    isOnDiskAlone: false,
    packages: (p === 3 ? [] : packages).map(one => ({
      ...one,
      installed: versionBefore(p),
      isSecurity,
      origin: isSecurity ? 'Debian-Security:12/stable-security' : 'Debian:12/stable-updates',
      authenticated: p !== 14,
      heldBack: p === 11 ? 'hold set by an administrator' : null,
    })),
  }
}

function sampleSystem(isDebian: boolean, isPartial: boolean, nowMs: number): Record<string, unknown> {
  const repositories = isDebian
    ? [
        ['mirror.example.org bookworm', 'http://mirror.example.org/debian bookworm main'],
        ['security.debian.org bookworm-security', 'http://security.debian.org/debian-security bookworm-security main'],
        ['download.docker.com bookworm', 'https://download.docker.com/linux/debian bookworm stable'],
      ]
    : [
        ['baseos', 'https://dl.rockylinux.org/pub/rocky/9/BaseOS/x86_64/os/'],
        ['appstream', 'https://dl.rockylinux.org/pub/rocky/9/AppStream/x86_64/os/'],
      ]
  return {
    'kernel.newest': isDebian ? '6.1.0-37-amd64' : '5.14.0-611.11.1.el9_7.x86_64',
    'boot.at': nowMs - 19 * 86_400_000,
    'user.lastAt': nowMs - 4 * 3_600_000,
    'hardware.serial': 'VM-4C4C4544',
    'hardware.firmware': 'EDK II 2025.02-8',
    'cpu.model': 'AMD EPYC 7543',
    'cpu.count': 4,
    'memory.bytes': 8_589_934_592,
    'agent.runtime': 'node 24.21.0',
    'provider.version': isDebian ? '2.6.1' : '4.14.0',
    'updater.enabled:unattended-upgrades': isDebian,
    ...Object.fromEntries(
      repositories.flatMap(([id, url], i) => {
        const isFailed = isPartial && i === 2
        return [
          [`repository.url:${id}`, url],
          [`repository.state:${id}`, isFailed ? 'failed' : 'ok'],
          [`repository.authenticated:${id}`, i < 2],
          [`repository.error:${id}`, isFailed ? '503 Service Unavailable' : ''],
        ]
      }),
    ),
  }
}

export function sampleAssets(count: number, nowMs: number): SampleAsset[] {
  return Array.from({ length: count }, (_, n) => {
    const isDebian = n % 3 !== 2
    const findings = findingsOf(n, isDebian, nowMs)
    const missing = findings.filter(one => one.status === 'missing')
    const ago = (ms: number): string => new Date(nowMs - ms).toISOString()
    const isSeen = statusOf(n) !== 'pending'
    const asset: AssetDetail = {
      id: sampleId('asset', n),
      name: `${roles[n % roles.length]}-${String(1 + Math.floor(n / roles.length)).padStart(2, '0')}.${sites[n % 3]}.example.org`,
      operatingSystem: isDebian ? 'Debian GNU/Linux 12 (bookworm)' : 'Rocky Linux 9.7 (Blue Onyx)',
      osFamily: isDebian ? 'debian' : 'redhat',
      osVersion: isDebian ? '12' : '9.7',
      platform: 'linux',
      architecture: isDebian ? 'amd64' : 'x86_64',
      agentStatus: statusOf(n),
      lastCheckIn: statusOf(n) === 'stale' ? ago(11 * 86_400_000) : ago((spread(n, 5) % 58) * 1000),
      scanStatus: scanOf(n),
      scanDateTime: isSeen ? ago((spread(n, 6) % 14_000) * 1000 + 60_000) : null,
      missingPatchCount: missing.length,
      latestMissingPatchCount: missing.length,
      missingSecurityCount: missing.filter(one => one.isSecurity).length,
      missingCriticalCount: missing.filter(one => one.severity === 'critical').length,
      installedPatchCount: findings.length - missing.length,
      rebootNeeded: n % 5 === 1,
      servicesToRestart: n % 4 === 2 ? 3 : 0,
      lastUser: users[n % users.length] ?? '',
      licensed: n % 11 !== 10,
      pausedUntil: n % 13 === 7 ? ago(-9 * 86_400_000) : null,
      pausedReason: n % 13 === 7 ? 'Year-end freeze' : null,
      riskScore: isSeen ? (spread(n, 8) % 9000) / 10 : null,
      criticality: n % 4 === 0 ? 4 : null,
      tags: tags
        .filter(name => (n + name.length) % 4 === 0)
        .map(name => ({ id: sampleId('tag', tagNumber[name]), name })),
      agentId: sampleId('agent', n),
      agentVersion: '0.1.0',
      kernel: isDebian ? '6.1.0-37-amd64' : '5.14.0-570.el9.x86_64',
      virtualization: 'kvm',
      manufacturer: 'QEMU',
      model: 'Standard PC (Q35 + ICH9, 2009)',
      timeZone: 'Europe/Berlin',
      provider: isDebian ? 'apt' : 'dnf',
      packageCount: 437 + (n % 60),
      enrolledAt: ago(60 * 86_400_000),
      activatedAt: ago(60 * 86_400_000),
      scanProblems:
        scanOf(n) === 'partial'
          ? [{ code: 'repository_failed', detail: 'download.docker.com bookworm: 503 Service Unavailable' }]
          : [],
      interfaces: [
        { name: 'ens18', mac: 'bc:24:11:5e:0a:2f', address: `10.20.${n % 3}.${10 + n}/24` },
        { name: 'ens18', mac: 'bc:24:11:5e:0a:2f', address: `2001:db8:20::${(10 + n).toString(16)}/64` },
      ],
      restart:
        n % 4 === 2
          ? ['nginx.service', 'postgresql@15-main.service', 'ssh.service'].map(name => ({
              kind: 'service',
              name,
              reason: 'uses files that were replaced',
            }))
          : [],
      vulnerableInMemory: n % 5 === 1 || n % 4 === 2,
      kernelPatchesOnDiskAlone: isDebian && n % 5 === 1 ? 1 : 0,
      lifecycle: isDebian
        ? {
            ...{ product: 'debian', release: '12', label: '12 (Bookworm)', activeSupportEndsAt: null },
            ...{ endOfLifeAt: ago((n % 6 === 0 ? 40 : -580) * 86_400_000), isEndOfLife: n % 6 === 0 },
          }
        : null,
      system: sampleSystem(isDebian, scanOf(n) === 'partial', nowMs),
      notices: [],
    }
    return { asset, findings }
  })
}
