import { parseDpkgAudit } from '../linux/apt/audit.ts'
import { parseIndexTargets } from '../linux/apt/parse-index-targets.ts'
import { parseAptPolicy } from '../linux/apt/parse-policy.ts'
import { parseAptShow } from '../linux/apt/parse-show.ts'
import { parseStanzas } from '../linux/apt/parse-stanzas.ts'
import { parseAptUpdate } from '../linux/apt/parse-update.ts'
import { parseRefresh, parseRepoIds } from '../linux/dnf/parse-refresh.ts'
import { parseTransaction } from '../linux/dnf/parse-transaction.ts'
import { parseUpdateinfoInfo } from '../linux/dnf/parse-updateinfo-info.ts'
import { mergeIni } from '../linux/dnf/repo-config.ts'
import { replacedFiles, serviceOf } from '../linux/facts/stale-processes.ts'
import { rpmComplaints } from '../linux/rpm/judge-rpm-outcome.ts'
import { parseZypperLocks, parseZypperRepos, parseZypperSearch } from '../linux/zypper/parse-lists.ts'
import { parseZypperPatchInfo } from '../linux/zypper/parse-patch-info.ts'

export type InnerReader = readonly [name: string, read: (text: string) => unknown, words: readonly string[]]

/** Readers of tool output that no kind of `patchyard-agent parse` leads to, with words of that output. */
export const innerReaders: readonly InnerReader[] = [
  [
    'apt-cache policy',
    parseAptPolicy,
    [
      'a:\n',
      '  Installed: ',
      '  Candidate: ',
      '  Version table:\n',
      ' *** 1 500\n',
      '     1 500\n',
      '        500 http://h x\n',
    ],
  ],
  [
    'apt-cache show',
    parseAptShow,
    ['Package: a\n', 'Version: 1\n', 'Source: b (2)\n', 'Depends: ', 'a | b (>= 1)', ', ', '\n\n'],
  ],
  [
    'apt-get indextargets',
    parseIndexTargets,
    ['Description: d\n', 'Sourcesentry: /a:1\n', 'Filename: /x_y\n', 'MetaKey: y\n', '\n'],
  ],
  ['deb822', text => parseStanzas('x', text), ['A: b\n', ' c\n', '# d\n', '\n']],
  [
    'apt-get update',
    text => parseAptUpdate(text, text),
    ['Err:1 ', 'W: ', 'E: ', 'Failed to fetch ', "The repository '", "' is", 'GPG error: http://a b: ', '\n', '  x\n'],
  ],
  ['dpkg --audit', parseDpkgAudit, ['The following\n', ' a  b\n', '\n']],
  [
    'makecache',
    text => parseRefresh(text, text),
    ["Errors during downloading metadata for repository 'a':\n", '  - x\n', 'Ignoring repositories: a, b\n'],
  ],
  ['repolist', parseRepoIds, ['Repo-id : a\n', 'Repo ID : b\n']],
  [
    'dnf --assumeno',
    parseTransaction,
    [
      'Package Arch Version Repository Size\n',
      'Installing:\n',
      ' a noarch 1-1 r 1 k\n',
      '     replacing b.noarch 1-1\n',
      'Transaction Summary\n',
      '====================\n',
    ],
  ],
  [
    'updateinfo info',
    parseUpdateinfoInfo,
    [
      `${'='.repeat(79)}\n`,
      'Update ID: A-1\n',
      'CVEs: CVE-2026-1234\n',
      '    : CVE-2026-12345\n',
      'Name: B\n',
      'Updated: 2026-01-01 00:00:00\n',
    ],
  ],
  ['repository files', text => mergeIni(new Map(), text), ['[main]\n', 'a=b\n', ' c\n', '#\n', '[__proto__]\n']],
  ['/proc/PID/maps', replacedFiles, ['7f00-7f01 r-xp 0 08:01 2 /usr/lib/a', ' (deleted)\n']],
  ['/proc/PID/cgroup', serviceOf, ['0::', '/system.slice', '/a.service\n', '1:name=systemd:']],
  ['rpm', rpmComplaints, ['error: %pre(a-1-1.noarch) scriptlet failed\n', 'error: a-1-1.noarch: install failed\n']],
  [
    'zypper info',
    parseZypperPatchInfo,
    ['Information for patch A:\n', 'Conflicts : [1]\n', '    a.noarch < 1-1\n', 'Loading repository data\n'],
  ],
  [
    'zypper repos',
    parseZypperRepos,
    ['<stream>', '<repo alias="a">', '<url>', '</url>', '</repo>', '</stream>', '&lt;', '&x;'],
  ],
  ['zypper locks', parseZypperLocks, ['<stream>', '<lock>', '<name>a</name>', '</lock>', '</stream>']],
  ['zypper search', parseZypperSearch, ['<stream>', '<solvable kind="package" name="a"/>', '</stream>']],
]

/** What belongs to no tool's output in particular. */
export const noise: readonly string[] = [
  '\0',
  '\u202e',
  '\u001b[31m',
  ' ',
  '\t',
  '\r\n',
  ':',
  '=',
  '"',
  "'",
  '(',
  ')',
  '[',
  ']',
  '<',
  '>',
  '|',
  '-',
  '__proto__',
  'constructor',
  'toString',
]
