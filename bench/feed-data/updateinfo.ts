// An updateinfo.xml of any size in the shape that AlmaLinux, Rocky and Amazon give theirs: entries as in their real files, with other
// names. Deterministic: the same size gives the same bytes.

const names = ['openssl', 'kernel', 'glibc', 'bind', 'python3', 'httpd', 'postgresql', 'firefox', 'systemd', 'curl']
const parts = ['', '-libs', '-devel', '-common', '-doc', '-debuginfo', '-debugsource', '-client', '-server', '-tools']
const arches = ['x86_64', 'aarch64', 'i686', 'noarch']
const severities = ['Critical', 'Important', 'Moderate', 'Low', 'None']

/** mulberry32 */
function randomOf(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const hash = (random: (below: number) => number): string =>
  Array.from({ length: 8 }, () => random(0xffffffff).toString(16).padStart(8, '0')).join('')

const pick = <T>(all: readonly T[], random: (below: number) => number): T => all[random(all.length)] as T

/** Pieces of the document until it has about `bytes` bytes. */
export function* updateinfoOf(bytes: number): Generator<string> {
  const random = randomOf(20261122)
  let written = 0
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<updates>\n'
  for (let n = 1; written < bytes; n++) {
    const text = update(n, random)
    written += text.length
    yield text
  }
  yield '</updates>\n'
}

function update(n: number, random: (below: number) => number): string {
  const name = pick(names, random)
  const isSecurity = random(3) > 0
  const id = `${isSecurity ? 'ALSA' : 'ALBA'}-${2022 + (n % 5)}:${1000 + n}`
  const severity = isSecurity ? pick(severities, random) : 'None'
  const version = `${random(20)}.${random(40)}.${random(10)}`
  const release = `${random(60)}.el9_${random(8)}`
  const cves = Array.from(
    { length: isSecurity ? 1 + random(6) : 0 },
    () => `CVE-${2020 + random(6)}-${10000 + random(40000)}`,
  )
  const references = [
    ...cves.map(cve => reference(`https://access.redhat.com/security/cve/${cve}`, cve, 'cve')),
    reference(
      `https://access.redhat.com/errata/RHSA-${2022 + (n % 5)}:${1000 + n}`,
      `RHSA-${2022 + (n % 5)}:${1000 + n}`,
      'rhsa',
    ),
    reference(`https://errata.almalinux.org/9/${id.replace(':', '-')}.html`, id, 'self'),
  ]
  const packages = Array.from({ length: 4 + random(30) }, (_, i) => {
    const part = `${name}${pick(parts, random)}${i > 9 ? i : ''}`
    const arch = pick(arches, random)
    return `        <package name="${part}" version="${version}" release="${release}" epoch="${random(3)}" arch="${arch}" src="${name}-${version}-${release}.src.rpm">
          <filename>${part}-${version}-${release}.${arch}.rpm</filename>
          <sum type="sha256">${hash(random)}</sum>${name === 'kernel' ? '\n          <reboot_suggested>True</reboot_suggested>' : ''}
        </package>
`
  })
  return `  <update from="packager@almalinux.org" status="final" type="${isSecurity ? 'security' : 'bugfix'}" version="1">
    <id>${id}</id>
    <title>${severity}: ${name} ${isSecurity ? 'security' : 'bug fix'} update</title>
    <issued date="2023-11-28 00:00:00"/>
    <updated date="2023-11-28 00:00:00"/>
    <rights>Copyright 2023 AlmaLinux OS</rights>
    <release>0</release>
    <pushcount>1</pushcount>
    <severity>${severity}</severity>
    <summary>${name} update</summary>
    <description>The ${name} packages provide what their name says.

Security Fix(es):

${cves.map(cve => `* ${name}: a &quot;use after free&quot; &amp; more of it (${cve})`).join('\n')}

For more details about the security issue(s), including the impact, a CVSS score, acknowledgments, and other related information, refer to the CVE page(s) listed in the References section.</description>
    <solution>For details on how to apply this update, which includes the changes described in this advisory, refer to: https://access.redhat.com/articles/11258</solution>
    <references>
${references.join('')}    </references>
    <pkglist>
      <collection short="almalinux-9-for-x86_64-baseos-rpms__9_default">
        <name>almalinux-9-for-x86_64-baseos-rpms__9_default</name>
${packages.join('')}      </collection>
    </pkglist>
  </update>
`
}

const reference = (href: string, id: string, type: string): string =>
  `      <reference href="${href}" id="${id}" type="${type}" title="${id}"/>\n`
