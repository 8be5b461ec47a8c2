import { Button } from '@mantine/core'
import type { Entity } from '@patchyard/query'
import { useState } from 'react'
import { t } from '../../i18n/text.ts'
import { secondEntity } from '../../query/asked.ts'
import { Dialog } from '../Dialog/Dialog.tsx'
import { SubjectPicker } from './SubjectPicker.tsx'
import type { Subject } from './subject.ts'
import { WhyAnswer, type WhyAsked } from './WhyAnswer.tsx'
import css from './WhyDialog.module.css'

interface WhyDialogProps {
  readonly entity: Entity
  readonly asked: WhyAsked
  /** Null: to be chosen. */
  readonly subject: Subject | null
  onClose(): void
}

/**
 * "Why is it in this list?" and "Why is it not?", of a row or of anything else that one may see. Comes when it is asked for:
 * most lists are read without it.
 */
export default function WhyDialog({ entity, asked, subject: first, onClose }: WhyDialogProps) {
  const [subject, setSubject] = useState(first)
  const [other, setOther] = useState<Subject | null>(null)
  const [isChoosing, setChoosing] = useState(false)
  const otherEntity = secondEntity(entity)
  // Whether a finding matters at all: only then is there another side to ask about.
  const hasOther = otherEntity !== null && (asked.having !== null || asked.status !== null)
  const startAnew = (): void => {
    setSubject(null)
    setOther(null)
    setChoosing(false)
  }
  return (
    <Dialog title={t('why.title')} size="lg" onClose={onClose}>
      {subject === null ? (
        <SubjectPicker key={entity} entity={entity} ofInstallation={asked.ofInstallation} onChoose={setSubject} />
      ) : (
        <>
          <WhyAnswer
            key={`${subject.id} ${other?.id ?? ''}`}
            entity={entity}
            asked={asked}
            id={subject.id}
            otherId={other?.id ?? null}
          />
          {isChoosing && otherEntity !== null && (
            <SubjectPicker
              key={otherEntity}
              entity={otherEntity}
              onChoose={chosen => {
                setOther(chosen)
                setChoosing(false)
              }}
            />
          )}
          <div className={css.buttons}>
            {hasOther && !isChoosing && (
              <Button variant="default" onClick={() => setChoosing(true)}>
                {t(otherEntity === 'patch' ? 'why.askPatch' : 'why.askAsset')}
              </Button>
            )}
            <Button variant="default" onClick={startAnew}>
              {t('why.another')}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  )
}
