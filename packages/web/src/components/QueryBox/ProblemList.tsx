import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react'
import type { QueryProblem } from '@patchyard/query'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { fixed } from './fixed.ts'
import css from './ProblemList.module.css'

/** Beyond these, one mends the first ones first. */
const MOST = 5

interface ProblemListProps {
  readonly text: string
  readonly errors: readonly QueryProblem[]
  readonly warnings: readonly QueryProblem[]
  onFix(text: string): void
}

/** What is wrong with a query, where, and what would mend it in one click. */
export function ProblemList({ text, errors, warnings, onFix }: ProblemListProps) {
  const problems = [...errors.map(one => [one, true] as const), ...warnings.map(one => [one, false] as const)]
  if (problems.length === 0) return null
  return (
    <ul className={css.list} aria-label={t('query.problems')}>
      {problems.slice(0, MOST).map(([problem, isError]) => (
        <li key={`${problem.code} ${problem.from} ${problem.to}`} className={css.problem} data-code={problem.code}>
          {isError ? (
            <IconCircleX size={15} aria-label={t('query.error')} className={css.wrong} />
          ) : (
            <IconAlertTriangle size={15} aria-label={t('query.warning')} className={css.doubtful} />
          )}
          <span className={css.words}>
            <span className={css.place}>{t('query.at', { from: problem.from + 1 })}</span> {shownText(problem.message)}{' '}
            {problem.suggestions?.slice(0, 3).map(suggestion => (
              <button
                key={`${suggestion.from} ${suggestion.insert}`}
                type="button"
                className={css.fix}
                onClick={() => onFix(fixed(text, suggestion))}
              >
                {shownText(suggestion.label, 80)}
              </button>
            ))}
          </span>
        </li>
      ))}
      {problems.length > MOST && (
        <li className={css.more}>{t('query.moreProblems', { count: problems.length - MOST })}</li>
      )}
    </ul>
  )
}
