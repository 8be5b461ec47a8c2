import { describe, expect, it } from 'vitest'
import { page, run } from '../testing/run-command.ts'

const id = '9b2f4c1e-7d35-4e0a-8c61-2f9a0d4b6e83'
const key = 'deb:debian/bookworm/openssl@3.0.2'
const patch = {
  ...{
    id,
    key,
    title: 'openssl\u001b[2J',
    platform: 'linux',
    vendor: 'Debian',
    category: 'security',
    isSecurity: true,
  },
  ...{
    severity: 'critical',
    vendorSeverity: 'high',
    cvss: 9.8,
    epss: 0.4,
    kev: true,
    kevDueDate: '2026-11-23T10:00:00.000Z',
  },
  ...{ isDeprecated: false, issuedAt: null, products: ['openssl'], architectures: ['amd64'], advisories: ['DSA-1-1'] },
  ...{ cves: ['CVE-2026-1001'], downloadMethod: 'automatic', size: null, reboot: null, rebootSuggested: true },
  ...{
    missingCount: 2,
    installedCount: 0,
    latest: { id, title: 'x', isThis: true },
    packages: [],
    files: [],
    ...{ references: [] },
    endOfLife: [],
  },
  secondOpinions: [],
  sources: [{ feed: 'debian-tracker', since: '2026-11-22T10:00:00.000Z', of: null }],
  vulnerabilities: [{ cve: 'CVE-2026-1001', severity: '', cvss: 9.8, epss: null, kev: true, kevDueDate: null }],
}
const supersedence = {
  key,
  nodes: [],
  edges: [{ older: 'kb:1', newer: 'kb:2', kind: 'derived', reason: 'same build line' }],
  isCut: false,
}

describe('patch show', () => {
  it.each([
    [id, `GET /patches/${id}`],
    [key, `GET /patches/by-key?key=${key}`],
  ])('%s asks %s, what replaces it, and who misses it', async (named, want) => {
    const { asked, out, failure } = await run(
      ['patch', 'show', named],
      [{ body: patch }, { body: supersedence }, page([])],
    )
    expect(failure).toBeNull()
    expect(asked.map(decodeURIComponent)).toEqual([
      want,
      `GET /patches/${id}/supersedence`,
      `GET /patches/${id}/assets?limit=500&status=missing`,
    ])
    expect(out).toContain('openssl\\x1b[2J')
    expect(out).toContain('yes, due 2026-11-23')
    expect(out).toContain('debian-tracker (2026-11-22)')
    expect(out).toMatch(/kb:1 +kb:2 +same build line/)
    expect(out).not.toContain('Files:')
  })
})

describe('vulnerability show', () => {
  const found = {
    ...{
      cve: 'CVE-2026-1001',
      title: 'A hole',
      isRejected: false,
      onDiskAloneAssetCount: 0,
      onDiskAloneAssets: [],
      severity: 'critical',
      cvss: 9.8,
      cvssVersion: '3.1',
    },
    ...{
      epss: 0.5,
      epssPercentile: 0.9,
      epssModel: 'v4',
      kevEntry: { dueAt: '2026-11-23T10:00:00.000Z' },
      ransomware: true,
    },
    ...{ ssvc: { exploitation: 'active', automatable: '', technicalImpact: '' }, cwe: ['CWE-1'], publishedDate: null },
    ...{
      modifiedDate: null,
      affectedAssetCount: 1,
      patchable: true,
      sources: [],
      description: 'It reads.',
      scores: [],
    },
    references: ['https://example.com/1'],
    statements: [
      {
        ...{
          distro: 'debian',
          release: 'bookworm',
          package: 'openssl',
          state: 'fixed',
          fixedVersion: '3.0.2',
          note: '',
        },
        ...{ feed: 'debian-tracker', since: '2026-11-22T10:00:00.000Z' },
      },
    ],
  }
  it('asks for its patches and the assets that miss them', async () => {
    const { asked, out } = await run(['vulnerability', 'show', 'cve-2026-1001'], [{ body: found }, page([]), page([])])
    expect(asked.map(decodeURIComponent)).toEqual([
      'GET /vulnerabilities/cve-2026-1001',
      'GET /patches?limit=500&query=cve:CVE-2026-1001',
      'GET /assets?limit=500&query=vulnerabilities.cve:CVE-2026-1001',
    ])
    expect(out).toMatch(/debian bookworm +openssl +fixed +3\.0\.2/)
    expect(out).toContain('https://example.com/1')
  })

  it('prints all of it as JSON', async () => {
    const { out } = await run(
      ['vulnerability', 'show', 'CVE-2026-1001', '--json'],
      [{ body: found }, page([]), page([])],
    )
    expect(JSON.parse(out)).toMatchObject({ cve: 'CVE-2026-1001', patches: [], missingOn: [] })
  })
})
