import { claim } from '../rule-examples.ts'
import { noRawHtml } from './no-raw-html.ts'

const page = 'packages/web/src/pages/JobPage.tsx'

claim(noRawHtml, {
  bad: [
    [page, 'const a = <div dangerouslySetInnerHTML={{ __html: name }} />'],
    [page, 'createElement("div", { dangerouslySetInnerHTML: { __html: name } })'],
    [page, 'node.innerHTML = name'],
    [page, 'node.outerHTML += name'],
    [page, 'node.insertAdjacentHTML("beforeend", name)'],
    [page, 'document.write(name)'],
  ],
  good: [
    [page, 'const a = <div title={name}>{name}</div>'],
    [page, 'const text = node.innerHTML'],
    [page, 'node.textContent = name'],
  ],
})
