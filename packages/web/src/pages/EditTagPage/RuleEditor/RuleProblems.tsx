import type { TagRuleProblem } from '@patchyard/api'
import { IconCircleX } from '@tabler/icons-react'
import { shownText } from '../../../text/shown-text.ts'
import css from './RuleEditor.module.css'

/** What the server finds wrong with a row, under it. */
export function RuleProblems({ problems }: { readonly problems: readonly TagRuleProblem[] }) {
  if (problems.length === 0) return null
  return (
    <ul className={css.problems} role="status">
      {problems.map(problem => (
        <li key={`${problem.path} ${problem.code} ${problem.from}`} className={css.problem}>
          <IconCircleX size={15} aria-hidden className={css.wrong} />
          <span>{shownText(problem.message)}</span>
        </li>
      ))}
    </ul>
  )
}
