// A month with what matters: an update and its hotpatch, a rollup of paid support, an update of .NET, release notes, a vector
// that is none, a product that is not listed, a vulnerability without a name. The same twice, as Microsoft's two forms have it.

const vector = 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H/E:U/RL:O/RC:C'

interface FixSample {
  readonly kb: string
  readonly url: string
  readonly older: string
  readonly product: string
  readonly subType: string
  readonly restart: string
  readonly build: string
}

const fix = (kb: string, product: string, more: Partial<FixSample> = {}): FixSample => ({
  kb,
  product,
  url: `https://catalog.update.microsoft.com/v7/site/Search.aspx?q=KB${kb}`,
  older: '',
  subType: 'Security Update',
  restart: 'Yes',
  build: '',
  ...more,
})

const products = [
  ['12389', 'Windows 11 Version 24H2 for x64-based Systems', 'Windows'],
  ['10048', 'Windows 7 for x64-based Systems Service Pack 1', 'ESU'],
  ['12130', '.NET 7.0', 'Developer Tools'],
  ['12309', 'Microsoft Visual Studio 2022 version 17.9', 'Developer Tools'],
] as const

const update = fix('5089549', '12389', { older: '5082063', build: '10.0.26100.8390' })
const hotpatch = fix('5089466', '12389', {
  subType: 'Security Hotpatch Update',
  restart: 'No',
  build: '10.0.26100.8300',
})

const vulnerabilities = [
  {
    cve: 'CVE-2026-1001',
    title: 'Windows Kernel Elevation of Privilege Vulnerability',
    cwe: 'CWE-416',
    severities: [['12389', 'Important']],
    scores: [
      ['12389', vector],
      ['10048', vector],
    ],
    fixes: [update, hotpatch],
    days: ['2026-05-12T07:00:00', '2026-05-20T07:00:00'],
  },
  {
    cve: 'CVE-2026-1002',
    title: 'Windows Print Spooler Remote Code Execution Vulnerability',
    cwe: '',
    severities: [
      ['12389', 'Critical'],
      ['10048', 'Important'],
    ],
    scores: [['12389', 'CVSS:3.1/AC:L']],
    fixes: [
      update,
      hotpatch,
      fix('5087544', '10048', { older: '4010250, 4012212, 5087544', subType: 'Monthly Rollup', restart: 'Maybe' }),
      fix('5036451', '12130', { url: 'https://dotnet.microsoft.com/download', build: '7.0.17', restart: 'Maybe' }),
      fix('Release Notes', '12309', { build: '17.9.3' }),
      fix('5099999', '99999'),
    ],
    days: ['2026-05-12T07:00:00'],
  },
  { cve: '', title: 'nameless', cwe: '', severities: [], scores: [], fixes: [], days: [] },
] as const

const tracking = { initial: '2026-05-12T07:00:00', current: '2026-05-20T07:00:00' }

export const jsonMonth = {
  DocumentTitle: { Value: 'May 2026 Security Updates' },
  DocumentTracking: {
    Identification: { ID: { Value: '2026-May' }, Alias: { Value: '2026-May' } },
    InitialReleaseDate: tracking.initial,
    CurrentReleaseDate: tracking.current,
  },
  ProductTree: {
    Branch: [
      {
        Type: 0,
        Name: 'Microsoft',
        Items: products.map(([ProductID, Value, Name]) => ({ Type: 1, Name, Items: [{ ProductID, Value }] })),
      },
    ],
    FullProductName: products.map(([ProductID, Value]) => ({ ProductID, Value, CPE: null })),
  },
  Vulnerability: vulnerabilities.map(one => ({
    Title: { Value: one.title },
    CVE: one.cve,
    CWE: one.cwe === '' ? null : [{ ID: one.cwe, Value: 'Use After Free' }],
    Threats: one.severities.map(([id, word]) => ({ Type: 3, Description: { Value: word }, ProductID: [id] })),
    CVSSScoreSets: one.scores.map(([id, text]) => ({ BaseScore: 7.8, Vector: text, ProductID: [id] })),
    Remediations: [
      ...one.fixes.map(some => ({
        Type: 2,
        Description: { Value: some.kb },
        URL: some.url,
        Supercedence: some.older,
        ProductID: [some.product],
        SubType: some.subType,
        RestartRequired: { Value: some.restart },
        FixedBuild: some.build,
      })),
      { Type: 0, Description: { Value: 'Disable the service.' }, ProductID: [] },
    ],
    RevisionHistory: one.days.map(Date => ({ Number: '1.0', Date, Description: { Value: 'Published.' } })),
  })),
}

const many = (texts: readonly string[]): string => texts.join('\n')

export const xmlMonth = `<?xml version="1.0" encoding="utf-8"?>
<cvrf:cvrfdoc xmlns:vuln="http://www.icasi.org/CVRF/schema/vuln/1.1" xmlns:prod="http://www.icasi.org/CVRF/schema/prod/1.1" xmlns:cvrf="http://www.icasi.org/CVRF/schema/cvrf/1.1">
<cvrf:DocumentTracking><cvrf:Identification><cvrf:ID>2026-May</cvrf:ID></cvrf:Identification>
<cvrf:InitialReleaseDate>${tracking.initial}</cvrf:InitialReleaseDate><cvrf:CurrentReleaseDate>${tracking.current}</cvrf:CurrentReleaseDate></cvrf:DocumentTracking>
<prod:ProductTree><prod:Branch Type="Vendor" Name="Microsoft">${many(
  products.map(
    ([id, name, family]) =>
      `<prod:Branch Type="Product Family" Name="${family}"><prod:FullProductName ProductID="${id}">${name}</prod:FullProductName></prod:Branch>`,
  ),
)}</prod:Branch>
${many(products.map(([id, name]) => `<prod:FullProductName ProductID="${id}">${name}</prod:FullProductName>`))}</prod:ProductTree>
${many(
  vulnerabilities.map(
    one => `<vuln:Vulnerability Ordinal="1"><vuln:Title>${one.title}</vuln:Title>
<vuln:Notes><vuln:Note Title="CVE" Type="Description">&lt;p&gt;text &amp;amp; more&lt;/p&gt;</vuln:Note></vuln:Notes><vuln:CVE>${one.cve}</vuln:CVE>
${one.cwe === '' ? '' : `<vuln:CWE ID="${one.cwe}">Use After Free</vuln:CWE>`}
<vuln:Threats>${many(
      one.severities.map(
        ([id, word]) =>
          `<vuln:Threat Type="Severity"><vuln:Description>${word}</vuln:Description><vuln:ProductID>${id}</vuln:ProductID></vuln:Threat>`,
      ),
    )}</vuln:Threats>
<vuln:CVSSScoreSets>${many(
      one.scores.map(
        ([id, text]) =>
          `<vuln:ScoreSet><vuln:BaseScore>7.8</vuln:BaseScore><vuln:Vector>${text}</vuln:Vector><vuln:ProductID>${id}</vuln:ProductID></vuln:ScoreSet>`,
      ),
    )}</vuln:CVSSScoreSets>
<vuln:Remediations>${many(
      one.fixes.map(
        some => `<vuln:Remediation Type="Vendor Fix"><vuln:Description>${some.kb}</vuln:Description><vuln:URL>${some.url}</vuln:URL>
<vuln:Supercedence>${some.older}</vuln:Supercedence><vuln:ProductID>${some.product}</vuln:ProductID><vuln:AffectedFiles />
<vuln:RestartRequired>${some.restart}</vuln:RestartRequired><vuln:SubType>${some.subType}</vuln:SubType><vuln:FixedBuild>${some.build}</vuln:FixedBuild></vuln:Remediation>`,
      ),
    )}<vuln:Remediation Type="Workaround"><vuln:Description>Disable the service.</vuln:Description></vuln:Remediation></vuln:Remediations>
<vuln:RevisionHistory>${many(
      one.days.map(day => `<vuln:Revision><cvrf:Number>1.0</cvrf:Number><cvrf:Date>${day}</cvrf:Date></vuln:Revision>`),
    )}</vuln:RevisionHistory></vuln:Vulnerability>`,
  ),
)}
</cvrf:cvrfdoc>
`
