import { Button } from '@mantine/core'
import { IconHelpCircle, IconListTree, IconPlus, IconSearch } from '@tabler/icons-react'
import type { Entity } from '@patchyard/query'
import { type RefObject, useRef, useState } from 'react'
import { type TextKey, t } from '../../i18n/text.ts'
import { secondEntity } from '../../query/asked.ts'
import { ExplainPanel } from '../Explain/ExplainPanel.tsx'
import { QueryBox } from '../QueryBox/QueryBox.tsx'
import type { EditorHandle } from '../QueryBox/QueryEditor.tsx'
import { SearchesMenu } from '../Searches/SearchesMenu.tsx'
import css from './QueryArea.module.css'
import type { Find } from './use-find.ts'

const labels: { readonly [E in Entity]: readonly [label: TextKey, hint: TextKey] } = {
  asset: ['query.assetLabel', 'query.assetHint'],
  patch: ['query.patchLabel', 'query.patchHint'],
  job: ['query.jobLabel', 'query.jobHint'],
  task: ['query.taskLabel', 'query.taskHint'],
  vulnerability: ['query.vulnerabilityLabel', 'query.vulnerabilityHint'],
  audit: ['query.auditLabel', 'query.auditHint'],
}

interface QueryAreaProps {
  readonly entity: Entity
  readonly ofInstallation?: true | undefined
  readonly find: Omit<Find<unknown>, 'list'>
  /** The first box. */
  readonly box: RefObject<EditorHandle | null>
  /** Escape in a box: to the rows. */
  leave(): void
  /** "Why is something not in the list?" */
  askWhy(): void
}

/** One query box or two, the searches that are kept, and how the query is understood. */
export function QueryArea({ entity, ofInstallation, find, box, leave, askWhy }: QueryAreaProps) {
  const { view, change, run, queries, status } = find
  const past = view.asOf !== null
  const [isExplained, setExplained] = useState(false)
  const [hasOpened, setOpened] = useState(false)
  const secondBox = useRef<EditorHandle>(null)
  const second = secondEntity(entity)
  const [label, hint] = labels[entity]
  return (
    <div className={css.queries} role="search" aria-label={t(label)}>
      <div className={css.line}>
        <QueryBox
          key={entity}
          entity={entity}
          ofInstallation={ofInstallation}
          past={past}
          label={t(label)}
          hint={t(hint)}
          query={view.query}
          handle={box}
          icon={<IconSearch size={15} aria-hidden />}
          onRun={query => run({ query })}
          onLeave={leave}
        />
        <div className={css.buttons}>
          {second !== null && view.having === null && (
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              leftSection={<IconPlus size={15} aria-hidden />}
              onClick={() => {
                setOpened(true)
                change({ having: '' })
              }}
            >
              {t(second === 'patch' ? 'query.addPatchQuery' : 'query.addAssetQuery')}
            </Button>
          )}
          <SearchesMenu
            entity={entity}
            current={{ query: view.query, having: view.having, status }}
            isBroken={queries === null}
            apply={search => run({ query: search.query, having: search.having, status: search.status })}
          />
          {/* Both speak of the present. */}
          {!past && (
            <>
              <Button
                size="compact-sm"
                variant={isExplained ? 'light' : 'subtle'}
                color={isExplained ? 'petrol' : 'gray'}
                aria-expanded={isExplained}
                leftSection={<IconListTree size={15} aria-hidden />}
                onClick={() => setExplained(!isExplained)}
              >
                {t('explain.button')}
              </Button>
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                disabled={queries === null}
                leftSection={<IconHelpCircle size={15} aria-hidden />}
                onClick={askWhy}
              >
                {t('why.button')}
              </Button>
            </>
          )}
        </div>
      </div>
      {second !== null && view.having !== null && (
        <div className={css.line}>
          <QueryBox
            key={second}
            entity={second}
            past={past}
            label={t(labels[second][0])}
            hint={t(second === 'patch' ? 'query.patchOfAssetHint' : 'query.assetOfPatchHint')}
            query={view.having}
            handle={secondBox}
            startsFocused={hasOpened}
            icon={<IconPlus size={15} aria-hidden />}
            onRun={having => run({ having })}
            onLeave={leave}
            onClose={() => {
              change({ having: null })
              box.current?.focus()
            }}
          />
        </div>
      )}
      {isExplained && queries !== null && !past && (
        <ExplainPanel
          entity={entity}
          ofInstallation={ofInstallation}
          query={queries.query ?? ''}
          having={queries.having}
          status={status ?? undefined}
        />
      )}
    </div>
  )
}
