import type { CallResult } from '@patchyard/api'
import type { Command } from 'commander'
import { safeText } from '../output/safe-text.ts'
import { renderFields } from '../output/table.ts'
import type { CommandContext } from '../session/command-context.ts'
import { listAll } from '../session/list-all.ts'
import { addFindCommand } from './find-command.ts'
import { lines, section } from './section.ts'

interface Json {
  readonly json?: boolean
}

type Detail = CallResult<'getVulnerability'>

export function addVulnerabilityCommands(program: Command, context: CommandContext): void {
  const vulnerability = program.command('vulnerability').description('Vulnerabilities and how many assets they are on')
  addFindCommand(vulnerability, context, 'vulnerability', [
    { title: 'cve', value: v => v.cve },
    { title: 'title', value: v => v.title },
    { title: 'severity', value: v => (v.severity === '' ? null : v.severity) },
    { title: 'cvss', value: v => v.cvss, right: true },
    { title: 'epss', value: v => v.epss, right: true },
    { title: 'exploited', value: v => v.kev },
    { title: 'due', value: v => v.kevDueDate?.slice(0, 10) ?? null },
    { title: 'ransomware', value: v => v.ransomware },
    { title: 'assets', value: v => v.affectedAssetCount, right: true },
    { title: 'patch', value: v => v.patchable },
  ])

  vulnerability
    .command('show <cve>')
    .description('One vulnerability, with what every source says of it, its patches and the assets that miss them')
    .option('--json', 'print JSON')
    .action(async (cve: string, options: Json) => {
      const client = await context.client()
      const found = await client.call('getVulnerability', { params: { cve } })
      const clause = `cve:${found.cve}`
      const patches = await listAll({ limit: '1000' }, query =>
        client.call('listPatches', { query: { ...query, query: clause } }),
      )
      const assets = await listAll({ limit: '1000' }, query =>
        client.call('listAssets', { query: { ...query, query: `vulnerabilities.${clause}` } }),
      )
      context.printer(options.json === true).result({ ...found, patches: patches.items, missingOn: assets.items }, () =>
        [
          renderFields(fieldsOf(found)),
          ...(found.description === '' ? [] : ['', safeText(found.description)]),
          ...section(
            'CVSS',
            [
              { title: 'version', value: s => s.version },
              { title: 'score', value: s => s.overall, right: true },
              { title: 'counts', value: s => s.counts },
              { title: 'source', value: s => s.source },
              { title: 'vector', value: s => s.vector },
            ],
            found.scores,
          ),
          ...section(
            'What distributions say',
            [
              { title: 'distribution', value: s => `${s.distro} ${s.release}` },
              { title: 'package', value: s => s.package },
              { title: 'state', value: s => s.state },
              { title: 'fixed in', value: s => s.fixedVersion },
              { title: 'note', value: s => s.note },
              { title: 'source', value: s => s.feed },
              { title: 'since', value: s => s.since.slice(0, 10) },
            ],
            found.statements,
          ),
          ...section(
            'Patches',
            [
              { title: 'patch', value: p => p.id },
              { title: 'title', value: p => p.title },
              { title: 'missing', value: p => p.missingCount, right: true },
            ],
            patches.items,
          ),
          ...section(
            'Assets that miss them',
            [
              { title: 'asset', value: a => a.id },
              { title: 'name', value: a => a.name },
              { title: 'os', value: a => a.operatingSystem },
            ],
            assets.items,
          ),
          ...lines('References', found.references),
        ].join('\n'),
      )
    })
}

const fieldsOf = (v: Detail): (readonly [string, string | number | boolean | null])[] => [
  ['CVE', v.cve],
  ['Title', v.title === '' ? null : v.title],
  ['Rejected', v.isRejected],
  ['Severity', v.severity === '' ? null : v.severity],
  ['CVSS', v.cvss === null ? null : `${v.cvss} (version ${v.cvssVersion ?? '-'})`],
  ['EPSS', v.epss === null ? null : `${v.epss}, percentile ${v.epssPercentile ?? '-'}, model ${v.epssModel ?? '-'}`],
  ['Known exploited', v.kevEntry === null ? 'no' : `yes, due ${v.kevEntry.dueAt?.slice(0, 10) ?? '-'}`],
  ['Ransomware', v.ransomware],
  [
    'SSVC',
    [v.ssvc.exploitation, v.ssvc.automatable, v.ssvc.technicalImpact].filter(one => one !== '').join(', ') || null,
  ],
  ['Weaknesses', v.cwe.join(' ') || null],
  ['Published', v.publishedDate],
  ['Modified', v.modifiedDate],
  ['Affected assets', v.affectedAssetCount],
  ['Patched on disk, vulnerable in memory', v.onDiskAloneAssetCount],
  ['Patch', v.patchable],
  ['Sources', v.sources.map(one => `${one.feed} (${one.since.slice(0, 10)})`).join(', ') || null],
]
