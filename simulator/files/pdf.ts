const PAGE = { width: 595, height: 842, margin: 56, lineHeight: 18 };

/** Characters that end or escape a string in a PDF. */
const escapeText = (text: string) => text.replace(/[\\()]/g, '\\$&').replace(/[^\x20-\x7e]/g, '?');

/**
 * A small valid PDF (1.4, one A4 page) that shows some lines of text; the same lines give the same bytes. It has bytes
 * above 127, as PDFs do, so that a caller who takes it for text spoils it.
 */
export function pdfOf(lines: readonly string[]): Buffer {
	const { width, height, margin, lineHeight } = PAGE;
	const drawn = lines.map((line) => `(${escapeText(line)}) '`).join('\n');
	const page = `BT\n/F1 12 Tf\n${lineHeight} TL\n${margin} ${height - margin} Td\n${drawn}\nET`;
	const objects = [
		'<< /Type /Catalog /Pages 2 0 R >>',
		'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>`,
		`<< /Length ${page.length} >>\nstream\n${page}\nendstream`,
		'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
	];
	// The second line says that the file is binary (ISO 32000-1, 7.5.2).
	let file = '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n';
	const offsets = objects.map((object, index) => {
		const offset = file.length;
		file += `${index + 1} 0 obj\n${object}\nendobj\n`;
		return offset;
	});
	const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
	const size = objects.length + 1;
	const table = `xref\n0 ${size}\n0000000000 65535 f \n${entries}`;
	const trailer = `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
	return Buffer.from(file + table + trailer, 'latin1');
}
