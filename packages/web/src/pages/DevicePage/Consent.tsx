import type { DeviceLoginAsked } from '@patchyard/api'
import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { Buttons } from '../../components/Form/Buttons.tsx'
import { FormBody } from '../../components/Form/Form.tsx'
import { usePorts } from '../../api/ports.ts'
import { useAction } from '../../api/use-api.ts'
import { expiryInstant } from '../../components/Keys/expiry.ts'
import { ExpirySelect } from '../../components/Keys/ExpirySelect.tsx'
import { roleOf, strengthChoices } from '../../components/Keys/key-strength.ts'
import { Facts } from '../../components/Panel/Facts.tsx'
import { Panel } from '../../components/Panel/Panel.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Sentence } from '../../components/Sentence/Sentence.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { useMe } from '../../frame/Session/session-context.ts'
import css from './DevicePage.module.css'
import { t } from '../../i18n/text.ts'

interface ConsentProps {
  readonly asked: DeviceLoginAsked
  onDecided(isAllowed: boolean): void
}

/** Which machine asks, from where and when; what its key may do and until when. */
export function Consent({ asked, onDecided }: ConsentProps) {
  const { clock } = usePorts()
  const me = useMe()
  const [strength, setStrength] = useState('own')
  const [ends, setEnds] = useState('90')
  const decide = useAction('decideDeviceLogin', ['listApiKeys'])
  const send = (allow: boolean): void => {
    const [role, expiresAt] = [roleOf(strength), expiryInstant(ends, clock.nowMs())]
    const wish = {
      ...(role === undefined ? {} : { role }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    }
    decide.mutate(
      { body: { userCode: asked.userCode, allow, ...(allow ? wish : {}) } },
      { onSuccess: () => onDecided(allow) },
    )
  }
  return (
    <Panel title={t('device.mayThisMachine')}>
      <FormBody>
        <p>
          <Sentence text="device.consentText" parts={{ machine: <Reported text={asked.machine} wrap /> }} />
        </p>
        <Facts
          facts={[
            { name: t('device.machine'), value: <Reported text={asked.machine} wrap /> },
            { name: t('device.address'), value: <Reported text={asked.address} mono wrap /> },
            { name: t('device.asked'), value: <Time at={asked.askedAt} as="ago" /> },
            {
              name: t('device.codeOfTheProgram'),
              value: <span className={css.code}>{asked.userCode}</span>,
            },
          ]}
        />
        <p>{t('device.compare')}</p>
        <NativeSelect
          label={t('keys.may')}
          description={t('keys.neverStrongerThanYourOwn')}
          value={strength}
          data={strengthChoices(me.roles)}
          onChange={event => setStrength(event.currentTarget.value)}
        />
        <ExpirySelect value={ends} onChange={setEnds} mustEnd />
        <FailureLine error={decide.error} />
        <Buttons>
          <Button variant="default" disabled={decide.isPending} onClick={() => send(false)}>
            {t('device.refuse')}
          </Button>
          <Button loading={decide.isPending} onClick={() => send(true)}>
            {t('device.allow')}
          </Button>
        </Buttons>
      </FormBody>
    </Panel>
  )
}
