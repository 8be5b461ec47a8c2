import type { ProgramProduct, UnmatchedProgram } from '@patchyard/api'
import { Button, Checkbox, Radio } from '@mantine/core'
import { useState } from 'react'
import { useAction } from '../../api/use-api.ts'
import { Dialog } from '../../components/Dialog/Dialog.tsx'
import { Buttons } from '../../components/Form/Buttons.tsx'
import { Form } from '../../components/Form/Form.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Sentence } from '../../components/Sentence/Sentence.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { ProductPicker } from './ProductPicker.tsx'
import { Touched } from './Touched.tsx'
import { touchedByMapping } from './touched-by-mapping.ts'

interface MapProgramProps {
  readonly program: UnmatchedProgram
  readonly onClose: () => void
}

type Chosen = Pick<ProgramProduct, 'product' | 'title' | 'vendor'>

/** Says once which product a name is, or that it is none; what that touches is told before. */
export function MapProgram({ program, onClose }: MapProgramProps) {
  const { name, publisher } = program
  const [isNone, setNone] = useState(false)
  const [product, setProduct] = useState<Chosen | null>(
    program.product === null ? null : { product: program.product, title: '', vendor: '' },
  )
  const [isOfPublisher, setOfPublisher] = useState(publisher !== '')
  const map = useAction('mapProgram', touchedByMapping)
  const isWhole = isNone || product !== null
  const body = {
    name,
    product: isNone ? null : (product?.product ?? null),
    ...(isOfPublisher ? { publisher } : {}),
  }
  return (
    <Dialog title={t('programs.mapTitle')} size="lg" onClose={onClose}>
      <Form onSubmit={() => map.mutate({ body }, { onSuccess: onClose })}>
        <p>
          <Sentence
            text={publisher === '' ? 'programs.mapTextAlone' : 'programs.mapText'}
            parts={{ name: <Reported text={name} wrap />, publisher: <Reported text={publisher} wrap /> }}
          />
        </p>
        <Radio.Group
          label={t('programs.which')}
          value={isNone ? 'none' : 'product'}
          onChange={value => setNone(value === 'none')}
        >
          <Radio value="product" label={t('programs.isProduct')} mt={6} />
          <Radio value="none" label={t('programs.isNone')} mt={6} />
        </Radio.Group>
        {!isNone && <ProductPicker chosen={product} onChoose={setProduct} />}
        {publisher !== '' && (
          <Checkbox
            label={t('programs.publisherAlone', { publisher: shownText(publisher, 120) })}
            description={t('programs.publisherAloneMore')}
            checked={isOfPublisher}
            onChange={event => setOfPublisher(event.currentTarget.checked)}
          />
        )}
        <p className="quiet">{t('programs.allVersions')}</p>
        {isWhole && <Touched by={body} />}
        <FailureLine error={map.error} />
        <Buttons onBack={onClose}>
          <Button type="submit" loading={map.isPending} disabled={!isWhole}>
            {isNone ? t('programs.saveNever') : t('programs.save')}
          </Button>
        </Buttons>
      </Form>
    </Dialog>
  )
}
