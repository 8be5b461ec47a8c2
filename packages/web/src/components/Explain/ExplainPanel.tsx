import type { QueryEntity, QueryExplanation } from '@patchyard/api'
import { useApi } from '../../api/use-api.ts'
import { t } from '../../i18n/text.ts'
import { grouped } from '../../text/numbers.ts'
import { shownText } from '../../text/shown-text.ts'
import { FailureLine } from '../States/FailureLine.tsx'
import { Loading } from '../States/Loading.tsx'
import css from './ExplainPanel.module.css'

type Clause = QueryExplanation['clauses'][number]

interface ExplainPanelProps {
  readonly entity: QueryEntity
  readonly ofInstallation?: true | undefined
  readonly query: string
  readonly having?: string | undefined
  readonly status?: 'missing' | 'installed' | 'latestMissing' | undefined
}

/** The query as the server reads it: a tree, with what each clause finds alone and how long that took. */
export function ExplainPanel({ entity, ofInstallation, query, having, status }: ExplainPanelProps) {
  const answer = useApi(
    'explainQuery',
    {
      body: {
        entity,
        text: query,
        ...(having === undefined ? {} : { having }),
        ...(status === undefined ? {} : { status }),
        ...(ofInstallation && { ofInstallation }),
      },
    },
    { keepsBefore: true },
  )
  return (
    // It scrolls when the tree is long, so it can be reached by keyboard.
    <section className={css.panel} aria-label={t('explain.title')} aria-busy={answer.isFetching} tabIndex={0}>
      {answer.isError && <FailureLine error={answer.error} />}
      {answer.data === undefined ? (
        !answer.isError && <Loading what={t('explain.what')} />
      ) : (
        <Explained answer={answer.data} />
      )}
    </section>
  )
}

function Explained({ answer }: { readonly answer: QueryExplanation }) {
  const { total, everything, ms, clauses, having } = answer
  return (
    <>
      {clauses.length === 0 ? (
        <p className={css.line}>{t('explain.everything')}</p>
      ) : (
        <Clauses caption={t('explain.title')} clauses={clauses} />
      )}
      {having !== null && having.length > 0 && <Clauses caption={t('explain.second')} clauses={having} isNamed />}
      <p className={css.line}>
        {total === null
          ? t('explain.noTotal', { everything: grouped(everything) })
          : t('explain.total', { found: grouped(total), everything: grouped(everything), ms: millis(ms ?? 0) })}
      </p>
    </>
  )
}

interface ClausesProps {
  readonly caption: string
  readonly clauses: readonly Clause[]
  /** Its name is shown, too: there is another table above. */
  readonly isNamed?: boolean
}

function Clauses({ caption, clauses, isNamed = false }: ClausesProps) {
  return (
    <table className={css.table}>
      <caption className={isNamed ? css.caption : css.unseen}>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t('explain.clause')}</th>
          <th scope="col" className={css.number}>
            {t('explain.matches')}
          </th>
          <th scope="col" className={css.number}>
            {t('explain.time')}
          </th>
          <th scope="col" className={css.sentence}>
            {t('explain.words')}
          </th>
        </tr>
      </thead>
      <tbody>
        {clauses.map(clause => (
          <tr key={`${clause.from} ${clause.to} ${clause.depth}`}>
            <td style={{ paddingInlineStart: 8 + clause.depth * 18 }}>
              <bdi className={isJoint(clause) ? css.joint : css.clause}>
                {isJoint(clause) ? clause.kind : shownText(clause.text, 300)}
              </bdi>
            </td>
            <td className={css.number}>
              {clause.matches === null ? t('explain.notCounted') : grouped(clause.matches)}
            </td>
            <td className={css.number}>{clause.ms === null ? '' : t('explain.ms', { ms: millis(clause.ms) })}</td>
            <td className={css.sentence}>{shownText(clause.sentence, 300)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Its parts stand below it, so its own text would only repeat them. */
const isJoint = ({ kind }: Clause): boolean => kind === 'and' || kind === 'or' || kind === 'not'

const millis = (ms: number): string => (ms < 10 ? ms.toFixed(1) : Math.round(ms).toString())
