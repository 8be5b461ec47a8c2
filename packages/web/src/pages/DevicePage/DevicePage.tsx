import type { DeviceLoginAsked } from '@patchyard/api'
import { Button, TextInput } from '@mantine/core'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { Buttons } from '../../components/Form/Buttons.tsx'
import { Form } from '../../components/Form/Form.tsx'
import { useAction } from '../../api/use-api.ts'
import { Panel } from '../../components/Panel/Panel.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { NoPermission } from '../../components/States/NoPermission.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { Consent } from './Consent.tsx'
import css from './DevicePage.module.css'
import { t } from '../../i18n/text.ts'

type Decided = 'allowed' | 'refused'

/** `patchyard login` shows a code and waits; here a person says whether that program may act for them. */
export function DevicePage() {
  const can = useCan()
  const [asked, setAsked] = useState<DeviceLoginAsked | null>(null)
  const [decided, setDecided] = useState<Decided | null>(null)
  if (!can('apiKey.own')) return <NoPermission what={t('keys.apiKeysLetProgramsActFor')} />
  return (
    <>
      <PageHeader title={t('device.title')} />
      <div className={css.page}>
        {decided === 'allowed' ? (
          <Notice icon={IconCircleCheck} title={t('device.allowed')} role="status">
            <p>{t('device.allowedText')}</p>
          </Notice>
        ) : decided === 'refused' ? (
          <Notice icon={IconCircleX} title={t('device.refused')} role="status">
            <p>{t('device.refusedText')}</p>
          </Notice>
        ) : asked === null ? (
          <CodeForm onAsked={setAsked} />
        ) : (
          <Consent asked={asked} onDecided={isAllowed => setDecided(isAllowed ? 'allowed' : 'refused')} />
        )}
      </div>
    </>
  )
}

function CodeForm({ onAsked }: { readonly onAsked: (asked: DeviceLoginAsked) => void }) {
  const [search] = useSearchParams()
  const [code, setCode] = useState(search.get('code')?.slice(0, 20) ?? '')
  const inspect = useAction('inspectDeviceLogin', [])
  const submit = (): void => {
    inspect.mutate({ body: { userCode: code.trim() } }, { onSuccess: onAsked })
  }
  return (
    <Panel title={t('device.code')}>
      <Form onSubmit={submit}>
        <TextInput
          label={t('device.codeOfTheProgram')}
          description={t('device.codeHint')}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          required
          withAsterisk={false}
          minLength={8}
          maxLength={20}
          value={code}
          onChange={event => setCode(event.currentTarget.value)}
        />
        <FailureLine error={inspect.error} />
        <Buttons>
          <Button type="submit" loading={inspect.isPending}>
            {t('device.goOn')}
          </Button>
        </Buttons>
      </Form>
    </Panel>
  )
}
