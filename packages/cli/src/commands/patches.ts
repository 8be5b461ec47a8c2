import type { Command } from 'commander'
import { renderFields, renderTable } from '../output/table.ts'
import type { CommandContext } from '../session/command-context.ts'
import { listAll } from '../session/list-all.ts'
import { addFindCommand } from './find-command.ts'

interface Json {
  readonly json?: boolean
}

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

  patch
    .command('show <id>')
    .description('One patch and the assets that miss it')
    .option('--json', 'print JSON')
    .action(async (id: string, options: Json) => {
      const client = await context.client()
      const found = await client.call('getPatch', { params: { id } })
      const assets = await listAll({ limit: '1000' }, query =>
        client.call('listPatchAssets', { params: { id }, query: { ...query, status: 'missing' } }),
      )
      context.printer(options.json === true).result({ ...found, missingOn: assets.items }, () =>
        [
          renderFields([
            ['Title', found.title],
            ['Key', found.key],
            ['Security', found.isSecurity],
            ['Severity', found.severity === '' ? null : found.severity],
            ['Advisories', found.advisories.join(' ')],
            ['CVEs', found.cves.join(' ')],
            ['Missing on', found.missingCount],
            ['Installed on', found.installedCount],
            ['Packages', found.packages.map(p => `${p.name} ${p.candidate}`).join(', ')],
          ]),
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
