import {
  definitionProblemTexts,
  denials,
  failureReasons,
  roleSetProblems,
  scheduleProblemTexts,
  skipReasons,
} from '@patchyard/domain'
import { problemCode, type ProblemName, problems } from '@patchyard/protocol'
import { queryProblemTexts } from '@patchyard/query'
import { agentProgramErrors, agentReportTexts, scanProblemTexts } from './agent-errors.ts'
import { commandLineErrors } from './command-line-errors.ts'
import { defectTexts } from './defect-errors.ts'
import { agentProblemTexts, doorTodos } from './door-errors.ts'
import { feedTroubleTexts } from '../features/feeds/feeds-errors.ts'
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
    '## Why something is forbidden',
    '',
    'In `because` beside `forbidden` and `roles_refused`, where the reason is more than a missing permission of the route.',
    '',
    ...table(['code', 'meaning'], pairs({ ...denials, ...roleSetProblems })),
    '## Why a feed is not well',
    '',
    'In `error.code` of a feed and its documents. Whatever it is, the old data stays live.',
    '',
    ...table(['code', 'meaning'], pairs(feedTroubleTexts)),
    '## Mistakes in queries',
    '',
    'Each with its place in the text (`from`, `to`, counted in UTF-16 units) and a sentence of what was found and what is allowed. A',
    'query with an error (`E_`) is refused as a whole; warnings (`W_`) only make doubtful things seen.',
    '',
    ...table(['code', 'meaning'], pairs(queryProblemTexts)),
    '## Mistakes in definitions of jobs',
    '',
    'In `problems` beside `job_invalid`, each with a JSON pointer (`at`) and a sentence of what was found and what is allowed; with them',
    'those of the schedule and window of the job, below.',
    '',
    ...table(['code', 'meaning'], pairs(definitionProblemTexts)),
    '## Mistakes in schedules and windows',
    '',
    'Each with the member (`at`) and a sentence of what was found and what is allowed; all of a schedule at once. How schedules work',
    'is said in [schedules.md](schedules.md).',
    '',
    ...table(['code', 'meaning'], pairs(scheduleProblemTexts)),
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
    '## What agents report of themselves',
    '',
    'With the next check-in, beside the refusals above.',
    '',
    ...table(['code', 'meaning'], pairs(agentReportTexts)),
    '## Why a scan is partial or failed',
    '',
    ...table(['code', 'meaning'], pairs(scanProblemTexts)),
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
    '## Defects',
    '',
    'In the log of the server, beside an answer `internal`. Report them with the lines around.',
    '',
    ...table(['code', 'meaning'], pairs(defectTexts)),
    '## The operators’ command line',
    '',
    'Printed as `patchyard: sentence [code]`, as are the codes of the API (exit code 1). More in [cli.md](cli.md).',
    '',
    ...table(['code', 'what to do'], pairs(commandLineErrors)),
    '## The agent’s program',
    '',
    'Printed as `patchyard-agent: sentence [code]`, and in its log. Exit codes of all verbs: 0 done, 1 failed, 2 wrong call, 3 not',
    'enrolled, 4 refused by the server, 5 no reply, 6 state folder not safe or in use; of `scan` also 7 partial, 8 not supported.',
    '',
    ...table(['code', 'what to do'], pairs(agentProgramErrors)),
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
