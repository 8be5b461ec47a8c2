import type { WhyClause } from '@patchyard/api'
import { IconCircleCheck, IconCircleX, IconFlag3 } from '@tabler/icons-react'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { Mark } from '../Status/Mark.tsx'
import css from './ClauseList.module.css'
import { type Branch, clauseTree } from './clause-tree.ts'

interface ClauseListProps {
  readonly clauses: readonly WhyClause[]
  /** Names the tree. */
  readonly label: string
}

/** A query as a tree: of each clause whether it matches, what the object has there, and whether the outcome hangs on it. */
export const ClauseList = ({ clauses, label }: ClauseListProps) => (
  <Branches branches={clauseTree(clauses)} label={label} />
)

interface BranchesProps {
  readonly branches: readonly Branch<WhyClause>[]
  readonly label?: string
}

const Branches = ({ branches, label }: BranchesProps) => (
  <ul className={css.list} aria-label={label}>
    {branches.map(branch => (
      <li key={`${branch.clause.from} ${branch.clause.to} ${branch.clause.text}`} className={css.item}>
        <Clause clause={branch.clause} />
        {branch.parts.length > 0 && <Branches branches={branch.parts} />}
      </li>
    ))}
  </ul>
)

function Clause({ clause }: { readonly clause: WhyClause }) {
  const { holds, decides, found, text, sentence, kind } = clause
  return (
    <div className={css.clause} data-decides={decides || undefined}>
      <div className={css.line}>
        <Mark
          tone={holds ? 'good' : 'danger'}
          icon={holds ? IconCircleCheck : IconCircleX}
          label={t(holds ? 'why.matches' : 'why.matchesNot')}
        />
        {/* Its parts stand below what joins them, so its own text would only repeat them. */}
        {found === null ? (
          <span className={css.joint}>{kind}</span>
        ) : (
          <bdi className={css.text}>{shownText(text, 300)}</bdi>
        )}
        {decides && found !== null && <Mark tone="busy" icon={IconFlag3} label={t('why.decides')} look="pill" />}
      </div>
      <p className={css.sentence}>{shownText(sentence, 300)}</p>
      {found !== null && (
        <p className={css.found}>
          {t('why.has')}{' '}
          {found.length === 0 ? (
            <em>{t('why.nothing')}</em>
          ) : (
            found.map((value, n) => (
              // Values can repeat once they are cut.
              <bdi key={`${n} ${value}`} className={css.value}>
                {shownText(value)}
              </bdi>
            ))
          )}
        </p>
      )}
    </div>
  )
}
