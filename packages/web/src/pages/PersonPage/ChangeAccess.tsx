import type { Person } from '@patchyard/api'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Buttons } from '../../components/Form/Buttons.tsx'
import { FormBody } from '../../components/Form/Form.tsx'
import { useAction } from '../../api/use-api.ts'
import { Dialog } from '../../components/Dialog/Dialog.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { t } from '../../i18n/text.ts'
import { AccessFields } from '../PeoplePage/AccessFields.tsx'
import { accessOf, accessRequest, isWhole } from '../PeoplePage/access-form.ts'
import { touchedByPerson } from './touched-by-person.ts'

/** Roles, grants and scope; they act at the person's next click. */
export function ChangeAccess({ person }: { readonly person: Person }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
        {t('people.changeAccess')}
      </Button>
      {isOpen && <AccessDialog person={person} onClose={() => setOpen(false)} />}
    </>
  )
}

function AccessDialog({ person, onClose }: { readonly person: Person; readonly onClose: () => void }) {
  const [form, setForm] = useState(() => accessOf(person))
  const save = useAction('setPersonAccess', touchedByPerson)
  return (
    <Dialog title={t('people.accessTitle')} size="lg" onClose={onClose}>
      <FormBody>
        <AccessFields form={form} onChange={setForm} />
        <p>{t('people.accessActs')}</p>
        <FailureLine error={save.error} />
        <Buttons onBack={onClose}>
          <Button
            loading={save.isPending}
            disabled={!isWhole(form)}
            onClick={() =>
              save.mutate({ params: { id: person.id }, body: accessRequest(form) }, { onSuccess: onClose })
            }
          >
            {t('people.save')}
          </Button>
        </Buttons>
      </FormBody>
    </Dialog>
  )
}
