import type { ProgramMapping } from '@patchyard/api'
import { useAction } from '../../api/use-api.ts'
import { AskButton } from '../../components/Dialog/AskButton.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Sentence } from '../../components/Sentence/Sentence.tsx'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { Touched } from './Touched.tsx'
import { touchedByMapping } from './touched-by-mapping.ts'

export function TakeBack({ mapping: { id, name, publisher } }: { readonly mapping: ProgramMapping }) {
  const unmap = useAction('deleteProgramMapping', touchedByMapping)
  return (
    <AskButton
      label={t('programs.takeBack')}
      labelOf={t('programs.takeBackOf', { name: shownText(name, 80) })}
      look="inRow"
      title={t('programs.takeBackTitle')}
      confirm={t('programs.takeBackDo')}
      action={unmap}
      run={close => unmap.mutate({ params: { id } }, { onSuccess: close })}
    >
      <p>
        <Sentence text="programs.takeBackText" parts={{ name: <Reported text={name} wrap /> }} />
      </p>
      <Touched by={{ name, publisher }} />
    </AskButton>
  )
}
