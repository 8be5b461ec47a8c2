import type { FindingState, QueryWhy } from '@patchyard/api'
import type { Entity } from '@patchyard/query'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { failureText } from '../../api/failure-text.ts'
import { useApi } from '../../api/use-api.ts'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { FailureLine } from '../States/FailureLine.tsx'
import { Loading } from '../States/Loading.tsx'
import { Mark } from '../Status/Mark.tsx'
import { ClauseList } from './ClauseList.tsx'
import css from './WhyDialog.module.css'

/** The queries of a list. */
export interface WhyAsked {
  readonly text: string
  readonly having: string | null
  readonly status: FindingState | null
  readonly ofInstallation?: true | undefined
}

interface WhyAnswerProps {
  readonly entity: Entity
  readonly asked: WhyAsked
  readonly id: string
  /** The other side of a finding; null: the list as a whole is asked. */
  readonly otherId: string | null
}

/** Why one object is in a list or not. What is hidden and what is not there are answered alike, by the server and here. */
export function WhyAnswer(props: WhyAnswerProps) {
  const whole = useRef<HTMLDivElement>(null)
  // What had the focus, the list that this one was chosen from, is gone.
  useEffect(() => whole.current?.focus(), [])
  return (
    <div ref={whole} className={css.answer} role="group" aria-label={t('why.title')} tabIndex={-1} data-autofocus>
      <Asked {...props} />
    </div>
  )
}

function Asked({ entity, asked, id, otherId }: WhyAnswerProps) {
  const { text, having, status, ofInstallation } = asked
  const answer = useApi('whyQuery', {
    body: {
      entity,
      text,
      id,
      ...(having === null ? {} : { having }),
      ...(status === null ? {} : { status }),
      ...(ofInstallation && { ofInstallation }),
      ...(otherId === null ? {} : { havingId: otherId }),
    },
  })
  if (answer.isError && failureText(answer.error).kind === 'notFound') {
    return (
      <p className={css.outcome} role="status">
        {t('why.notThere')}
      </p>
    )
  }
  if (answer.isError) return <FailureLine error={answer.error} />
  if (answer.data === undefined) return <Loading what={t('why.what')} />
  return <Answer answer={answer.data} asked={asked} />
}

function Answer({ answer, asked }: { readonly answer: QueryWhy; readonly asked: WhyAsked }) {
  const { name, matches, clauses, having } = answer
  const isOwnFault = clauses[0]?.holds === false
  return (
    <>
      <p className={css.outcome} role="status">
        <Mark
          tone={matches ? 'good' : 'danger'}
          icon={matches ? IconCircleCheck : IconCircleX}
          label={t(outcomeOf(matches, having !== null), {
            name: shownText(name, 120),
            other: shownText(having?.name ?? '', 120),
          })}
        />
      </p>
      {clauses.length === 0 ? (
        <p className={css.line}>{t('why.everything')}</p>
      ) : (
        <ClauseList clauses={clauses} label={t('why.clauses')} />
      )}
      {having === null && !isOwnFault && (asked.having !== null || asked.status !== null) && (
        <p className={css.line}>{t(matches ? 'why.someFinding' : 'why.noFinding')}</p>
      )}
      {having !== null && <Other having={having} asked={asked} />}
    </>
  )
}

const outcomeOf = (matches: boolean, isAboutFinding: boolean) =>
  isAboutFinding ? (matches ? 'why.pairIn' : 'why.pairOut') : matches ? 'why.in' : 'why.out'

interface OtherProps {
  readonly having: NonNullable<QueryWhy['having']>
  readonly asked: WhyAsked
}

/** The other side of one finding, and the finding itself. */
function Other({ having: { name, clauses, finding }, asked }: OtherProps) {
  const state = finding.state === null ? t('why.findingNone') : t(`status.${finding.state}`)
  return (
    <>
      <h3 className={css.title}>{t('why.second', { name: shownText(name, 120) })}</h3>
      <p className={css.line}>
        {t('why.finding', { state: finding.isLatest ? t('why.latest', { state }) : state })}{' '}
        {asked.status !== null && (
          <Mark
            tone={finding.holds ? 'good' : 'danger'}
            icon={finding.holds ? IconCircleCheck : IconCircleX}
            label={t(finding.holds ? 'why.fitsFilter' : 'why.fitsFilterNot')}
          />
        )}
      </p>
      {clauses.length > 0 && <ClauseList clauses={clauses} label={t('explain.second')} />}
    </>
  )
}
