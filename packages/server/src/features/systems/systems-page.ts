import { abilities, abilityTexts, type Ableness, engines, proofTexts } from '@patchyard/domain'

/** The text of `docs/supported-systems.md`; a test keeps the file equal to it. */
export function systemsPage(): string {
  const known = engines.filter(engine => engine.proof !== 'none')
  return [
    '# Supported systems',
    '',
    'Made from the code by `node packages/server/src/features/systems/adapters/write-systems-page.ts`; not edited by hand. The same stands',
    'on the page *Supported systems*, with what the catalog has at the moment, under `GET /api/v1/supported-systems`, and is printed by',
    '`patchyard catalog systems`.',
    '',
    ...table(
      ['system', 'decided by', 'how it is proven', 'on'],
      engines.map(engine => [engine.systems, engine.title, proofTexts[engine.proof], engine.provenOn]),
    ),
    '## What each can do',
    '',
    '*catalog*: the machine does not know it; the server adds it where a feed has it.',
    '',
    ...table(
      ['', ...known.map(engine => engine.title)],
      abilities.map(ability => [abilityTexts[ability], ...known.map(engine => words[engine.can[ability]])]),
    ),
    '## Limits',
    '',
    ...engines.flatMap(engine => [
      `**${engine.title}** (${engine.systems})`,
      '',
      ...engine.limits.map(limit => `- ${limit}`),
      '',
    ]),
    '## Where server and agent run',
    '',
    'The server runs on Linux x64 and arm64 with glibc. The agent’s package is built for the architectures whose Node is installed',
    'beside the server: x64, and arm64 on an arm64 server. What each provider touches and needs: [agent-linux.md](agent-linux.md).',
    '',
    '## End of life',
    '',
    'How long a release is looked after comes from the feed [endoflife](feeds.md). An asset whose release is no longer looked after says',
    'so on its page, and so does this list; without that feed nothing is said.',
    '',
  ].join('\n')
}

const words: Readonly<Record<Ableness, string>> = { yes: 'yes', no: 'no', catalog: 'catalog' }

const table = (titles: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  `| ${titles.join(' | ')} |`,
  `| ${titles.map(() => '---').join(' | ')} |`,
  ...rows.map(row => `| ${row.join(' | ')} |`),
  '',
]
