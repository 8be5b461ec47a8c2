import type { CallResult } from '@patchyard/api'
import type { Command } from 'commander'
import { renderFields, renderTable } from '../output/table.ts'
import type { CommandContext } from '../session/command-context.ts'
import { listAll } from '../session/list-all.ts'
import { addFindCommand } from './find-command.ts'
import { addPatchAssetsCommand } from './findings.ts'
import { isId } from './is-id.ts'
import { addPatchRuleCommands } from './patch-rules.ts'
import { lines, section } from './section.ts'

interface Json {
  readonly json?: boolean
}

type Detail = CallResult<'getPatch'>

export function addPatchCommands(program: Command, context: CommandContext): void {
  const patch = program.command('patch').description('Patches that some asset misses or has')
  addFindCommand(patch, context, 'patch', [
    { title: 'id', value: p => p.id },
    { title: 'title', value: p => p.title },
    { title: 'security', value: p => p.isSecurity },
    { title: 'severity', value: p => (p.severity === '' ? null : p.severity) },
    { title: 'missing', value: p => p.missingCount, right: true },
    { title: 'installed', value: p => p.installedCount, right: true },
    { title: 'advisories', value: p => p.advisories.join(' ') },
  ])
  addPatchAssetsCommand(patch, context)
  addPatchRuleCommands(patch, context)

  patch
    .command('show <id>')
    .description('One patch by its id or key, with what replaces it and the assets that miss it')
    .option('--json', 'print JSON')
    .action(async (named: string, options: Json) => {
      const client = await context.client()
      const found = isId(named)
        ? await client.call('getPatch', { params: { id: named } })
        : await client.call('getPatchByKey', { query: { key: named } })
      const { id } = found
      const supersedence = await client.call('getSupersedence', { params: { id } })
      const assets = await listAll({ limit: '1000' }, query =>
        client.call('listPatchAssets', { params: { id }, query: { ...query, status: 'missing' } }),
      )
      context.printer(options.json === true).result({ ...found, supersedence, missingOn: assets.items }, () =>
        [
          renderFields(fieldsOf(found)),
          ...linesOf(found),
          ...section(
            'What it replaces and what replaces it',
            [
              { title: 'older', value: e => e.older },
              { title: 'newer', value: e => e.newer },
              { title: 'because', value: e => e.reason ?? because[e.kind] },
            ],
            supersedence.edges,
          ),
          '',
          renderTable(
            [
              { title: 'asset', value: a => a.id },
              { title: 'name', value: a => a.name },
              { title: 'os', value: a => a.operatingSystem },
              { title: 'exposed since', value: a => a.exposedSince },
            ],
            assets.items,
          ),
        ].join('\n'),
      )
    })
}

const because = {
  stated: 'the source says so',
  derived: 'derived',
  version: 'newer version',
  packages: 'newer versions of its packages',
} as const

const fieldsOf = (p: Detail): (readonly [string, string | number | boolean | null])[] => [
  ['Title', p.title],
  ['Id', p.id],
  ['Key', p.key],
  ['Platform', p.platform],
  ['Vendor', p.vendor === '' ? null : p.vendor],
  ['Category', p.category === '' ? null : p.category],
  ['Security', p.isSecurity],
  ['Severity', p.severity === '' ? null : p.severity],
  ['Vendor severity', p.vendorSeverity === '' ? null : p.vendorSeverity],
  ['CVSS, EPSS', `${p.cvss ?? '-'}, ${p.epss ?? '-'}`],
  ['Known exploited', p.kev ? `yes, due ${p.kevDueDate?.slice(0, 10) ?? '-'}` : 'no'],
  ['Deprecated', p.isDeprecated ? (p.deprecatedBecause ?? 'yes') : 'no'],
  ['Issued', p.issuedAt],
  ['Products', p.products.join(', ') || null],
  ['Architectures', p.architectures.join(', ') || null],
  ['Advisories', p.advisories.join(' ') || null],
  ['CVEs', p.cves.join(' ') || null],
  ['Download', p.downloadMethod],
  ['Bytes', p.size],
  ['Reboot', p.reboot ?? (p.rebootSuggested ? 'suggested' : null)],
  ['Missing on', p.missingCount],
  ['Installed on', p.installedCount],
  ['Latest', p.latest === null ? null : p.latest.isThis ? 'this one' : p.latest.title],
  [
    'Sources',
    p.sources
      .map(one => `${one.feed}${one.of === null ? '' : `, of ${one.of}`} (${one.since.slice(0, 10)})`)
      .join(', ') || 'agents',
  ],
  ['Packages', p.packages.map(one => `${one.name} ${one.candidate}`).join(', ') || null],
]

const linesOf = (p: Detail): string[] => [
  ...section(
    'End of life',
    [
      { title: 'product', value: e => e.label },
      { title: 'until', value: e => e.endOfLifeAt?.slice(0, 10) ?? null },
      { title: 'ended', value: e => e.isEndOfLife },
    ],
    p.endOfLife,
  ),
  ...section(
    'CVEs',
    [
      { title: 'cve', value: v => v.cve },
      { title: 'severity', value: v => (v.severity === '' ? null : v.severity) },
      { title: 'cvss', value: v => v.cvss, right: true },
      { title: 'epss', value: v => v.epss, right: true },
      { title: 'exploited', value: v => v.kev },
      { title: 'due', value: v => v.kevDueDate?.slice(0, 10) ?? null },
    ],
    p.vulnerabilities,
  ),
  ...lines(
    'Files',
    p.files.map(one => `${one.url} ${one.arch} ${one.bytes ?? '-'} sha256:${one.sha256 ?? '-'}`),
  ),
  ...lines('References', p.references),
]
