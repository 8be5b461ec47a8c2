import { Button } from '@mantine/core'
import { usePorts } from '../../api/ports.ts'
import { useAction, useApi } from '../../api/use-api.ts'
import { Reported } from '../../components/Reported/Reported.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import css from './OwnSubscriptions.module.css'
import { shownText } from '../../text/shown-text.ts'
import { t } from '../../i18n/text.ts'

/** The other subscriptions of this person, to go on there; nothing for who has one alone. */
export function OwnSubscriptions() {
  const { leaveFor } = usePorts()
  const own = useApi('listOwnSubscriptions')
  const change = useAction('switchSubscription', [])
  const others = (own.data?.items ?? []).filter(one => !one.current)
  if (own.isError) return <FailureLine error={own.error} />
  if (others.length === 0) return null
  return (
    <div className={css.others}>
      <p className={css.head}>{t('session.otherSubscriptions')}</p>
      <ul className={css.list}>
        {others.map(({ id, name, state }) => (
          <li key={id} className={css.one}>
            <Reported text={name} wrap />
            {state === 'suspended' ? (
              <span className="quiet">{t('session.suspended')}</span>
            ) : (
              <Button
                variant="default"
                size="compact-sm"
                loading={change.isPending && change.variables.body?.id === id}
                aria-label={t('session.goOnIn', { name: shownText(name, 80) })}
                // A new page: what was read in one subscription is never shown in another.
                onClick={() => change.mutate({ body: { id } }, { onSuccess: () => leaveFor('/') })}
              >
                {t('session.goOnThere')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <FailureLine error={change.error} />
    </div>
  )
}
