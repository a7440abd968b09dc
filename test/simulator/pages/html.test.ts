import { html } from '../../../simulator/pages/html';

describe('html', () => {
	it('escapes what is put into it, in text and in attributes', () => {
		const text = `<b title="x" lang='y'>&`;
		const escaped = '&lt;b title=&quot;x&quot; lang=&#39;y&#39;&gt;&amp;';
		expect(html`<p title="${text}">${text}</p>`.text).toBe(`<p title="${escaped}">${escaped}</p>`);
		expect(html`${[text, [text]]}`.text).toBe(escaped.repeat(2));
	});

	it('keeps its own, alone or in a list', () => {
		const item = html`<i>${'<'}</i>`;
		expect(html`<p>${item}${[item, item]}</p>`.text).toBe(`<p>${'<i>&lt;</i>'.repeat(3)}</p>`);
	});

	it('writes numbers, and nothing for what is absent', () => {
		expect(html`${0}|${''}|${false}|${true}|${null}|${undefined}`.text).toBe('0|||||');
	});
});
