import { failureReasons, skipReasons } from '@patchyard/domain'
import { problemCode, type ProblemName, problems } from '@patchyard/protocol'
import { agentProblemTexts, doorTodos } from './door-errors.ts'
import { errorRegistry } from './registry.ts'
import { startErrors } from './start-error.ts'

/** The text of `docs/errors.md`; a test keeps the file equal to it. */
export function errorPage(): string {
  return [
    '# Errors and reasons',
    '',
    'Made from the code by `node packages/server/src/errors/adapters/write-error-page.ts`; not edited by hand. Codes are stable: programs',
    'branch on them, people read the text beside them.',
    '',
    '## Answers of the API',
    '',
    'Every refusal is `application/problem+json` (RFC 9457) with `type`, `title`, `status`, `code`, `requestId` and, where there is more',
    'to say, `detail`, `field`, `permission`.',
    '',
    ...table(
      ['code', 'status', 'meaning', 'what to do'],
      byName(errorRegistry).map(([code, entry]) => [`\`${code}\``, String(entry.status), entry.title, entry.todo]),
    ),
    '## Answers of the agents’ door',
    '',
    'Under `/agent/v1`. The agent handles them; this is for who reads its log.',
    '',
    ...table(
      ['code', 'status', 'meaning', 'what to do'],
      (Object.keys(problems) as ProblemName[]).map(name => [
        `\`${problemCode(name)}\``,
        String(problems[name].status),
        problems[name].title,
        doorTodos[name],
      ]),
    ),
    '## Refusals of agents',
    '',
    'An agent that refuses an answer keeps its old state and reports one of these with the next check-in; agents show it.',
    '',
    ...table(['code', 'meaning'], pairs(agentProblemTexts)),
    '## Why something was left out',
    '',
    'Every asset and patch that a run leaves out, and every skipped item, has one of these.',
    '',
    ...table(['reason', 'meaning'], pairs(skipReasons)),
    '## Why something failed',
    '',
    ...table(['reason', 'meaning'], pairs(failureReasons)),
    '## When the server does not start',
    '',
    'Printed as `code: sentence`; the process ends with status 1.',
    '',
    ...table(['code', 'what to do'], pairs(startErrors)),
  ].join('\n')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line), '']
}

const byName = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))

const pairs = (record: Readonly<Record<string, string>>): string[][] =>
  Object.entries(record).map(([code, text]) => [`\`${code}\``, text])
