// Pages of our own in the shape of the Update Catalog's.

export const UPDATE = '0b97c243-5833-4bf3-bcf8-77063e53c42a'

const boxes = (titles: readonly string[]): string =>
  titles.length === 0 ? 'n/a' : titles.map(title => `<div style="padding-bottom: 0.3em;"> ${title} </div>`).join('\n')

export interface Details {
  readonly title?: string
  readonly kb?: string
  readonly classification?: string
  readonly severity?: string
  readonly restart?: string
  readonly date?: string
  readonly supersedes?: readonly string[]
  readonly supersededBy?: readonly string[]
}

export const details = ({
  title = '2023-05 Cumulative Update for Windows 11 Version 22H2 for arm64-based Systems (KB5026372)',
  kb = '5026372',
  classification = 'Security Updates',
  severity = 'Critical',
  restart = 'Can request restart',
  date = '5/9/2023',
  supersedes = [],
  supersededBy = [],
}: Details = {}): string => `<!DOCTYPE html>
<html><head><title> Microsoft Update Catalog </title></head><body>
<form method="post" action="./ScopedViewInline.aspx?updateid=${UPDATE}" id="scopedViewInline">
<input type="hidden" id="__VIEWSTATE" value="2zrXVYeb=" />
<span id="ScopedViewHandler_titleText">${title}</span>
<div id="dateDiv"><span class="labelTitle">Last Modified:</span> <span id="ScopedViewHandler_date">${date}</span></div>
<div id="classificationDiv"><span class="labelTitle">Classification:</span> ${classification} </div>
<div id="msrcSeverityDiv"><span class="labelTitle">MSRC severity:</span> <span id="ScopedViewHandler_msrcSeverity">${severity}</span></div>
<div id="kbDiv" class="textDoubleSpacer"><span class="labelTitle">KB article numbers:</span> ${kb}</div>
<div id="moreInfoDiv"><div><a href="https://support.microsoft.com/help/${kb}"> more </a><a href="javascript:alert(1)">x</a></div></div>
<div id="supersededbyInfo">${boxes(supersededBy)}</div>
<div id="supersedesInfo">${boxes(supersedes)}</div>
<span id="ScopedViewHandler_rebootBehavior">${restart}</span>
</form></body></html>`

const row = (id: string, n: number): string => `<tr id="${id}_R${n}"><td id="${id}_C0_R${n}"></td>
<td id="${id}_C1_R${n}"><a id='${id}_link' href= "javascript:void(0);" onclick='goToDetails("${id}");'>title</a></td>
<td id="${id}_C4_R${n}"> 4/11/2023 </td></tr>`

export const search = (ids: readonly string[], count = `1 - ${ids.length} of ${ids.length} (page 1 of 1)`): string =>
  `<html><body><span id="ctl00_catalogBody_searchDuration">${count}</span>
<table id="ctl00_catalogBody_updateMatches"><tr id="headerRow"><th>Title</th></tr>${ids.map(row).join('')}</table></body></html>`

export const notFound =
  '<html><body><div id="ctl00_catalogBody_thanksNoUpdate">The update requested could not be found.</div></body></html>'
export const nothingFound =
  '<html><body><span id="ctl00_catalogBody_noResultText">We did not find any results for "KB1"</span></body></html>'
export const busy =
  '<html><body><div id="errorPageDisplayedError">The website has encountered a problem [Error number: 8DDD0010]</div></body></html>'
