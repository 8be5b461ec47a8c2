import { Radio } from '@mantine/core'
import { useState } from 'react'
import { useAction } from '../../../api/use-api.ts'
import { ConfirmDialog } from '../../../components/Dialog/ConfirmDialog.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Time } from '../../../components/Time/Time.tsx'
import { shownText } from '../../../text/shown-text.ts'
import { type AgentDialogProps, touchedByAgents } from './AcceptAgent.tsx'
import css from './AgentActions.module.css'
import { t } from '../../../i18n/text.ts'
import { Sentence } from '../../../components/Sentence/Sentence.tsx'

/** More than one machine spoke with the same key. The person says which one is the real one. */
export function ResumeAgent({ agent, returnTo, onClose }: AgentDialogProps) {
  const [machine, setMachine] = useState<string | null>(null)
  const resume = useAction('resumeAgent', touchedByAgents)
  return (
    <ConfirmDialog
      title={t('agents.endTheQuarantine')}
      confirm={t('agents.resumeWithThisMachine')}
      danger
      busy={resume.isPending}
      error={resume.error}
      disabled={machine === null}
      returnTo={returnTo}
      onClose={onClose}
      onConfirm={() =>
        machine !== null && resume.mutate({ params: { id: agent.id }, body: { machine } }, { onSuccess: onClose })
      }
    >
      <p>
        {agent.why === null ? (
          <Sentence text="agents.stopped" parts={{ name: <Reported text={agent.name} wrap /> }} />
        ) : (
          <Sentence
            text="agents.stoppedBecause"
            parts={{ name: <Reported text={agent.name} wrap />, why: <Reported text={agent.why} wrap /> }}
          />
        )}{' '}
        {t('agents.oneKeeps')}
      </p>
      <Radio.Group label={t('agents.whichMachineStays')} value={machine ?? ''} onChange={setMachine}>
        <div className={css.radios}>
          {agent.speakers.map(speaker => (
            <Radio
              key={`${speaker.machine} ${speaker.boot}`}
              value={speaker.machine}
              label={t('agents.at', { address: shownText(speaker.address, 60) })}
              description={
                <span className={css.speaker}>
                  <Sentence
                    text="agents.lastHeard"
                    parts={{ machine: shownText(speaker.machine, 40), at: <Time at={speaker.at} /> }}
                  />
                </span>
              }
            />
          ))}
        </div>
      </Radio.Group>
      {agent.speakers.length === 0 && <p>{t('agents.noMachineWasRecordedRevokeThe')}</p>}
    </ConfirmDialog>
  )
}
