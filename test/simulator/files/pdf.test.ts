import { pdfOf } from '../../../simulator/files/pdf';

const text = (lines: string[]) => pdfOf(lines).toString('latin1');

it('is the same for the same lines', () => {
	expect(pdfOf(['One', 'Two'])).toEqual(pdfOf(['One', 'Two']));
	expect(pdfOf(['One'])).not.toEqual(pdfOf(['Two']));
});

it('has bytes that are no UTF-8', () => {
	const bytes = pdfOf(['One']);
	expect(Buffer.from(bytes.toString('utf8')).equals(bytes)).toBe(false);
});

it('shows its lines, whatever characters they have', () => {
	expect(text(['A (b) \\ c', 'Zoë'])).toContain("(A \\(b\\) \\\\ c) '\n(Zo?) '");
});

it.each([[[]], [['One']], [['(', 'a\\b', 'ü']]])('has a table that finds every object: %j', (lines) => {
	const file = text(lines);
	expect(file).toMatch(/^%PDF-1\.4\n[^]*\n%%EOF\n$/);
	const start = Number(/startxref\n(\d+)\n/.exec(file)?.[1]);
	const table = /^xref\n0 (\d+)\n((?:\d{10} \d{5} [fn] \n)+)trailer\n/.exec(file.slice(start));
	const entries = (table?.[2] ?? '').split('\n').filter(Boolean);
	expect(entries).toHaveLength(Number(table?.[1]));
	const found = entries.slice(1).map((entry) => file.slice(Number(entry.slice(0, 10))));
	expect(found.map((object) => /^\d+ 0 obj\n/.exec(object)?.[0])).toEqual(
		found.map((_, index) => `${index + 1} 0 obj\n`),
	);
	const [, length, stream] = /\/Length (\d+) >>\nstream\n([^]*)\nendstream/.exec(file) ?? [];
	expect(stream).toHaveLength(Number(length));
});
