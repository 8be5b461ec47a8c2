import { entities, type Entity } from '../entities.ts'
import { MAX_BYTES, MAX_DEPTH, MAX_TERMS } from '../syntax/limits.ts'
import { tokensOf } from '../tokens/find-token.ts'
import type { Platform, Token, TokenType } from '../tokens/token.ts'
import { syntaxRows } from './syntax-rows.ts'

const titleOf: { readonly [E in Entity]: string } = {
  asset: 'Assets',
  patch: 'Patches',
  job: 'Jobs',
  task: 'Results (an asset in one run of a job; `--entity task`)',
  vulnerability: 'Vulnerabilities',
  audit: 'Audit (`--entity audit`)',
}

const typeNames: { readonly [T in TokenType]: string } = {
  text: 'text',
  choice: 'one of a set',
  boolean: 'true, false',
  integer: 'whole number',
  decimal: 'number',
  date: 'date',
  version: 'version',
  address: 'address',
  id: 'id',
  person: 'person',
  group: 'nested group',
}

const platformNames: { readonly [P in Platform]: string } = { windows: 'Windows', linux: 'Linux', mac: 'Mac' }

/** Sets with more values are those of docs/errors.md. */
const MOST_LISTED = 30

/** The text of `docs/query-language.md`; a test keeps the file equal to it. */
export function referencePage(): string {
  return [
    '# The query language',
    '',
    'Made from the code by `node packages/query/src/testing/adapters/write-reference-page.ts`; not edited by hand.',
    '',
    'One language searches assets, patches, jobs, results, vulnerabilities and the audit, on the page, in the API (`query`,',
    '`having`) and in `patchyard`. An empty query means everything in your scope. A query is understood wholly or refused: every mistake is told with its',
    'place ([errors.md](errors.md), "Mistakes in queries"), and what fails never becomes "no filter".',
    '',
    '```console',
    "$ patchyard query check --entity patch 'sevrity:Critical'",
    'sevrity:Critical',
    '^^^^^^^',
    'patches have no token "sevrity"; did you mean "severity"? [E_QUERY_UNKNOWN_TOKEN]',
    '```',
    '',
    '## Forms',
    '',
    ...table(
      ['', 'form', 'example'],
      syntaxRows.map(({ feature, form, example }) => [feature, form, code(example)]),
    ),
    'A bare value runs on until an operator, a bracket, a quote, another `token:` or the end. Words that are operators, and values with',
    'brackets in them, stand in quotes. Inside quotes and backticks a backslash stands before the quote itself or another backslash.',
    'Two clauses without an operator between them are a mistake.',
    '',
    'A date is the whole time that it names: `> 2016-01-01` is after that day, `<= 2016-01-01` until its end, `:2024-03` that month.',
    '`now-7d` is an instant, `now/d` the whole day of it; weeks begin on Monday.',
    '',
    'A clause about something that an object does not have is false, and `not` of it true. A token with several values (marked *several*)',
    'holds when one of them does, so `not tags.name:x` means "no tag x". Two clauses that must hold for the same child need a nested group.',
    '',
    'Any case means: compatibility forms are made one (NFKC) and letters small. Words are runs of letters, marks and digits.',
    'Invisible characters and those that turn the direction of writing may stand in a value; a warning shows them.',
    '',
    `Limits: ${MAX_BYTES.toLocaleString('en')} bytes of UTF-8, ${MAX_TERMS.toLocaleString('en')} terms (each value of a list is one), brackets and \`not\` ${MAX_DEPTH} deep.`,
    'Control characters and halves of surrogate pairs are refused.',
    '',
    ...entities.flatMap(section),
  ].join('\n')
}

function section(entity: Entity): string[] {
  const tokens = tokensOf(entity)
  const sets = tokens.filter(({ values = [] }) => values.length > 0)
  return [
    `## ${titleOf[entity]}`,
    '',
    `Text without a token searches ${tokens
      .filter(token => token.mainText === true)
      .map(({ name }) => code(name))
      .join(', ')}.`,
    '',
    ...table(
      ['token', 'type', 'meaning', 'example', ''],
      tokens.map(token => [
        code(token.name),
        typeNames[token.type],
        meaningOf(token),
        code(token.example),
        marksOf(token),
      ]),
    ),
    ...table(
      ['token', 'values, lowest first'],
      sets.map(token => [code(token.name), valuesOf(token)]),
    ),
  ]
}

const meaningOf = ({ help, aliases = [] }: Token): string =>
  aliases.length === 0 ? help : `${help} Also ${aliases.map(code).join(', ')}.`

function marksOf({ many, sortable, facet, platforms = [] }: Token): string {
  const marks = [many === true ? 'several' : '', sortable === true ? 'sorts' : '', facet === true ? 'facet' : '']
  return [...marks, ...platforms.map(platform => platformNames[platform])].filter(mark => mark !== '').join(', ')
}

function valuesOf({ values = [] }: Token): string {
  if (values.length > MOST_LISTED) return 'the reasons of [errors.md](errors.md)'
  return values
    .map(({ name, aliases = [] }) => (aliases.length === 0 ? name : `${name} (${aliases.join(', ')})`))
    .join(', ')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return []
  const line = (cells: readonly string[]): string => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line), '']
}

const code = (text: string): string => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``)
