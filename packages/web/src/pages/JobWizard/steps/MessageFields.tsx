import type { Deferrals, JobMessages, Message, RebootMessages } from '@patchyard/domain'
import { Switch } from '@mantine/core'
import { t } from '../../../i18n/text.ts'
import css from '../fields/Fields.module.css'
import { NumberField } from '../fields/NumberField.tsx'
import { useWizard } from '../state/wizard-context.ts'
import { MessageText } from './MessageText.tsx'

const empty: Message = { title: '', text: '' }
const usualDeferrals: Deferrals = { count: 3, minutes: 60 }
const usualCountdown: RebootMessages['countdown'] = { ...empty, minutes: 15 }

/** What people at the machine are told, before, during and after; each only where it is wanted. */
export function MessageFields() {
  const { state, edit, problemAt } = useWizard()
  const { messages } = state.definition
  const { before, during, reboot, complete } = messages
  const put = (part: Partial<JobMessages>): void => edit({ messages: { ...messages, ...part } })
  return (
    <div className={css.fields}>
      <Switch
        label={t('wizard.messageBefore')}
        description={t('wizard.messageBeforeMore')}
        checked={before !== null}
        onChange={event =>
          put({ before: event.currentTarget.checked ? { ...empty, deferrals: usualDeferrals } : null })
        }
      />
      {before !== null && (
        <MessageText
          at="/messages/before"
          legend={t('wizard.messageBefore')}
          message={before}
          change={one => put({ before: { ...before, ...one } })}
        >
          <DeferralFields
            at="/messages/before/deferrals"
            value={before.deferrals}
            change={deferrals => put({ before: { ...before, deferrals } })}
          />
        </MessageText>
      )}
      <Switch
        label={t('wizard.messageDuring')}
        checked={during !== null}
        onChange={event => put({ during: event.currentTarget.checked ? empty : null })}
      />
      {during !== null && (
        <MessageText
          at="/messages/during"
          legend={t('wizard.messageDuring')}
          message={during}
          change={one => put({ during: one })}
        />
      )}
      <Switch
        label={t('wizard.messageCountdown')}
        description={t('wizard.messageCountdownMore')}
        checked={reboot !== null}
        onChange={event =>
          put({ reboot: event.currentTarget.checked ? { request: null, countdown: usualCountdown } : null })
        }
      />
      {reboot !== null && (
        <>
          <MessageText
            at="/messages/reboot/countdown"
            legend={t('wizard.messageCountdown')}
            message={reboot.countdown}
            change={one => put({ reboot: { ...reboot, countdown: { ...reboot.countdown, ...one } } })}
          >
            <NumberField
              label={t('wizard.countdown')}
              unit={t('wizard.minutes')}
              error={problemAt('/messages/reboot/countdown/minutes')}
              value={reboot.countdown.minutes}
              onChange={minutes =>
                put({ reboot: { ...reboot, countdown: { ...reboot.countdown, minutes: minutes ?? Number.NaN } } })
              }
            />
          </MessageText>
          <RebootRequest reboot={reboot} change={next => put({ reboot: next })} />
        </>
      )}
      <Switch
        label={t('wizard.messageComplete')}
        checked={complete !== null}
        onChange={event => put({ complete: event.currentTarget.checked ? { ...empty, evenWhenFailed: false } : null })}
      />
      {complete !== null && (
        <MessageText
          at="/messages/complete"
          legend={t('wizard.messageComplete')}
          message={complete}
          change={one => put({ complete: { ...complete, ...one } })}
        >
          <Switch
            label={t('wizard.evenWhenFailed')}
            checked={complete.evenWhenFailed}
            onChange={event => put({ complete: { ...complete, evenWhenFailed: event.currentTarget.checked } })}
          />
        </MessageText>
      )}
    </div>
  )
}

interface RebootRequestProps {
  readonly reboot: RebootMessages
  change(reboot: RebootMessages): void
}

/** Whether people are asked before the countdown, and may put it off. */
function RebootRequest({ reboot, change }: RebootRequestProps) {
  const { request } = reboot
  return (
    <>
      <Switch
        label={t('wizard.messageRequest')}
        checked={request !== null}
        onChange={event =>
          change({ ...reboot, request: event.currentTarget.checked ? { ...empty, deferrals: usualDeferrals } : null })
        }
      />
      {request !== null && (
        <MessageText
          at="/messages/reboot/request"
          legend={t('wizard.messageRequest')}
          message={request}
          change={one => change({ ...reboot, request: { ...request, ...one } })}
        >
          <DeferralFields
            at="/messages/reboot/request/deferrals"
            value={request.deferrals}
            change={deferrals => change({ ...reboot, request: { ...request, deferrals } })}
          />
        </MessageText>
      )}
    </>
  )
}

interface DeferralFieldsProps {
  readonly at: string
  readonly value: Deferrals
  change(value: Deferrals): void
}

function DeferralFields({ at, value, change }: DeferralFieldsProps) {
  const { problemAt } = useWizard()
  return (
    <div className={css.pairs}>
      <NumberField
        label={t('wizard.deferralCount')}
        description={t('wizard.deferralCountMore')}
        unit={t('wizard.times')}
        error={problemAt(`${at}/count`) ?? problemAt(at)}
        value={value.count}
        onChange={count => change({ ...value, count: count ?? Number.NaN })}
      />
      <NumberField
        label={t('wizard.deferralMinutes')}
        unit={t('wizard.minutes')}
        error={problemAt(`${at}/minutes`)}
        value={value.minutes}
        onChange={minutes => change({ ...value, minutes: minutes ?? Number.NaN })}
      />
    </div>
  )
}
