import { expect, test } from 'vitest'
import { updateinfoXml } from './updateinfo.ts'

const item = { name: 'a', version: '1', release: '2' }

test('names and texts cannot leave their element or attribute', () => {
  const nasty = `<id>"&'`
  const xml = updateinfoXml([
    { id: nasty, type: nasty, title: nasty, cves: [nasty], packages: [{ ...item, name: nasty }] },
  ])
  expect(xml).not.toContain(nasty)
  expect(xml).toContain(`<id>&lt;id&gt;&quot;&amp;'</id>`)
})

test.each([
  [{ severity: 'Critical' }, /<severity>Critical<\/severity>/],
  [{ issuedMs: Date.UTC(2026, 8, 1, 23, 59, 58) }, /<issued date="2026-09-01 23:59:58"\/>/],
  [{ cves: ['CVE-2026-1'] }, /<reference [^>]*id="CVE-2026-1"[^>]* type="cve"\/>/],
  [
    { packages: [{ ...item, epoch: 3, rebootSuggested: true }] },
    /epoch="3"[\s\S]*<reboot_suggested>True<\/reboot_suggested>/,
  ],
  [{ packages: [{ ...item, arch: 'x86_64' }] }, /<filename>a-1-2\.x86_64\.rpm<\/filename>/],
])('%o is written where dnf and zypper look for it', (part, expected) => {
  expect(updateinfoXml([{ id: 'i', type: 'security', title: 't', packages: [item], ...part }])).toMatch(expected)
})

test('an advisory without severity has no such element', () => {
  expect(updateinfoXml([{ id: 'i', type: 'bugfix', title: 't', packages: [item] }])).not.toContain('severity')
})
